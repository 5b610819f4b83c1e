import Foundation
import Journal

/// Reads what processes add to their logs, those of processes that start later included.
struct LogTail {
    private let run: RunDirectory
    private let process: String?
    private var places: [String: UInt64] = [:]

    /// Reads the logs of all processes, or of one.
    init(of run: RunDirectory, process: String?) {
        self.run = run
        self.process = process
    }

    /// The processes of a run that have a log, sorted.
    static func processes(of run: RunDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run.logsPath)
            .filter { $0.hasSuffix(".log") }.map { String($0.dropLast(4)) }.sorted()
    }

    /// Returns the whole lines added since the last call, by time; at most so many of each log.
    ///
    /// A line without a time stays behind the one that it followed.
    mutating func fresh(atMost count: Int = .max) throws -> [LogLine] {
        var found: [(time: String, line: LogLine)] = []
        for name in try Self.processes(of: run) where process == nil || name == process {
            var time = ""
            let lines = try added(to: name).split(separator: "\n").suffix(count)
            for text in lines {
                let line = LogLine.read(text, of: name, run: run.runID)
                if !line.time.isEmpty { time = line.time }
                found.append((time, line))
            }
        }
        let order = found.indices.sorted { (found[$0].time, $0) < (found[$1].time, $1) }
        return order.map { found[$0].line }
    }

    private mutating func added(to name: String) throws -> Substring {
        let file = try FileHandle(forReadingFrom: URL(filePath: "\(run.logsPath)/\(name).log"))
        defer { file.closeFile() }
        let start = places[name] ?? 0
        try file.seek(toOffset: start)
        let data = try file.readToEnd() ?? Data()
        guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return "" }
        places[name] = start + UInt64(end - data.startIndex + 1)
        return String(decoding: data[...end], as: UTF8.self)[...]
    }
}
