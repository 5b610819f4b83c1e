import Foundation
import Journal
import Node
import Topology

extension RecordedRun {
    /// The text of a record of a run, to be written to `path`.
    ///
    /// The run is executed again first: what does not hold is not recorded.
    static func text(of source: any ReplaySource, besides path: String) throws -> String {
        guard let run = source as? RunSource else {
            throw CommandFailure(
                .badInput,
                "\(source.name) is a record already",
                advice: ["--record takes a run."]
            )
        }
        let launch = try LaunchRecord.read(from: run.reading.run)
        var lines = [title, "run \(run.topology.name)", "engine \(run.engineVersion)"]
        let folder = URL(filePath: path).deletingLastPathComponent().standardizedFileURL
        lines.append("directory \(relative(launch.directory, from: folder.path))")
        if let from = launch.from { lines.append("from \(from)") }
        if let to = launch.to { lines.append("to \(to)") }
        let text = try String(contentsOfFile: run.reading.run.topologyPath, encoding: .utf8)
        lines += ["topology"] + text.split(separator: "\n").map { String($0) } + ["end"]
        let setup = try run.setup(keeping: .all)
        guard setup.joined.isEmpty else {
            throw CommandFailure(
                .badInput,
                "workers joined \(run.name) while it went on, which a record cannot hold",
                advice: ["Record a run of one topology from its beginning to its end."]
            )
        }
        let replay = ReplayRun(source: run, topology: setup.topology, setup: setup)
        for process in run.processes {
            lines.append("process \(process)")
            lines += try messages(of: process, replay)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func messages(of process: String, _ replay: ReplayRun) throws -> [String] {
        let member = try replay.member(process)
        guard member.isSame else {
            throw CommandFailure(
                .checkFailed,
                "\(process) decides otherwise now than it did in \(replay.source.name)",
                advice: ["Only a run that is the same again can be recorded."]
            )
        }
        let history = try replay.source.history(of: process)
        let last = try history.lastPosition
        var digests: [Int64: String] = [:]
        try Reenactment.run(try replay.process(process), from: history, through: last) { step in
            digests[step.position] = RowDigest.of(step.executed)
            return true
        }
        return try history.messages(after: 0, limit: JournalReader.limitMaximum).map { row in
            guard row.direction == .outbox || replay.source.processes.contains(row.peer) else {
                throw CommandFailure(
                    .badInput,
                    "\(process) took a \(row.kind) from \(row.peer), which has no journal",
                    advice: ["Record a run in which nobody gave a command."]
                )
            }
            return line(row, digests[row.position] ?? "-")
        }
    }

    private static func line(_ row: MessageRow, _ digest: String) -> String {
        guard row.direction == .outbox else { return "< \(row.peer) \(row.sequence) \(digest)" }
        let words = [
            ">", row.peer, "\(row.sequence)", row.kind, "\(row.cycle)",
            row.correlation.isEmpty ? "-" : row.correlation,
            row.causation.isEmpty ? "-" : row.causation, "\(row.virtualTime)", digest,
            Data(row.body).base64EncodedString(),
        ]
        return words.joined(separator: " ")
    }

    /// A path that leads from a folder to another, so that a record can move with its data.
    private static func relative(_ path: String, from folder: String) -> String {
        let target = URL(filePath: path).standardizedFileURL.pathComponents
        let start = URL(filePath: folder).standardizedFileURL.pathComponents
        let common = zip(target, start).prefix { $0 == $1 }.count
        let up = [String](repeating: "..", count: start.count - common)
        let parts = up + target.dropFirst(common)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}
