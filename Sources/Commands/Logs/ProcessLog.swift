import Foundation
import Journal
import Logging
import Node
import Synchronization
import Topology

/// Makes the loggers of processes, which write one object of JSON a line.
struct ProcessLog: Sendable {
    /// Where lines go.
    enum Destination: Sendable {
        /// To standard error, which the supervisor lets end in the process's log file.
        case standardError
        /// Into the process's log file, for what runs in the foreground.
        case file
    }

    let run: RunDirectory
    let levels: LogLevels
    let destination: Destination

    /// Reads from the launch record how much processes write.
    init(of run: RunDirectory, to destination: Destination) throws {
        self.run = run
        self.destination = destination
        levels = try LogLevels(try LaunchRecord.read(from: run).logLevels ?? [])
    }

    /// The processes of a topology that have logs.
    static func processes(of topology: Topology) -> [String] {
        ["master", "supervisor"] + topology.workers.map(\.name)
    }

    /// The logger of a process.
    func logger(_ process: String) throws -> Logger {
        let handle: FileHandle
        switch destination {
        case .standardError: handle = .standardError
        case .file: handle = try Self.open("\(run.logsPath)/\(process).log")
        }
        var handler = ProcessLogHandler(process: process, run: run.runID, sink: LogSink(handle))
        handler.logLevel = levels.level(of: process)
        return Logger(label: process) { _ in handler }
    }

    private static func open(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(filePath: path))
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        return handle
    }
}

extension Logger {
    /// The same log for a library that says little of use: warnings and worse.
    var quiet: Logger {
        var log = self
        log.logLevel = max(logLevel, .warning)
        return log
    }
}

/// Writes whole lines, and counts those that couldn't be written.
private final class LogSink: Sendable {
    private let handle: FileHandle
    private let lost = Mutex(0)

    init(_ handle: FileHandle) { self.handle = handle }

    /// Writes a line; a process goes on where its log can't be written, and says so later.
    func write(_ line: LogLine) {
        lost.withLock { lost in
            var line = line
            if lost > 0 { line.details["lines_lost"] = "\(lost)" }
            do {
                try handle.write(contentsOf: line.encoded() + [UInt8(ascii: "\n")])
                lost = 0
            } catch {
                lost += 1
            }
        }
    }
}

/// Makes a line of each event, with the run and the message being handled.
private struct ProcessLogHandler: LogHandler {
    let process: String
    let run: String
    let sink: LogSink
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(process: String, run: String, sink: LogSink) {
        self.process = process
        self.run = run
        self.sink = sink
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var details = metadata.mapValues { "\($0)" }
        for (key, value) in event.metadata ?? [:] { details[key] = "\(value)" }
        if let error = event.error { details["error"] = "\(error)" }
        let message = details.removeValue(forKey: "message") ?? ""
        sink.write(
            LogLine(
                wallTime: Composition.clock.wallTime(),
                level: event.level,
                process: process,
                run: run,
                message: message,
                text: "\(event.message)",
                details: details
            )
        )
    }
}
