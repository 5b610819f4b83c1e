import Foundation
import Journal
import Messaging
import Node
import Strategies
import SwiftProtobuf
import Topology

/// A run in one text file: topology, every message, and digests of all else that was decided.
///
/// Each message stands once, with its sender; receivers refer to it. What it says is kept whole, so
/// that a difference can be shown decoded; of orders, fills, ledger and other rows there is a digest
/// for each step.
struct RecordedRun: ReplaySource {
    /// The first line of every record.
    static let title = "bursar record 1"

    let name: String
    let engineVersion: String
    let topology: Topology
    let processes: [String]
    let keepsRows = false
    private let file: String
    private let text: String
    private let launch: LaunchRecord
    private let messages: [String: [MessageRow]]
    private let digests: [String: [Int64: String]]

    /// Reads a record.
    init(file: String) throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        var reader = RecordReader(file: file, lines: lines)
        try reader.read()
        self.file = file
        name = reader.name
        engineVersion = reader.engine
        text = reader.topology.joined(separator: "\n") + "\n"
        let folder = URL(filePath: file).deletingLastPathComponent()
        launch = LaunchRecord(
            directory: folder.appending(path: reader.directory).standardizedFileURL.path,
            from: reader.from,
            to: reader.to
        )
        topology = try launch.applied(
            to: TopologyDocument.parse(
                text,
                file: file,
                strategies: StrategyCatalogue.specifications
            ).topology
        )
        messages = reader.messages
        digests = reader.digests
        processes = reader.messages.keys.sorted()
    }

    func setup(keeping kept: ClusterSetup.Kept) throws -> ClusterSetup {
        try ClusterSetup.load(text, of: file, launch, keeping: kept)
    }

    func history(of process: String) throws -> any JournalHistory {
        var batch = JournalBatch()
        batch.messages = messages[process] ?? []
        let journal = InMemoryJournal()
        try journal.commit(batch)
        return journal
    }

    func steps(of process: String) throws -> any RecordedSteps {
        RecordedDigests(
            rows: (messages[process] ?? []).filter { $0.direction == .outbox },
            digests: digests[process] ?? [:]
        )
    }
}

/// Messages that were sent, and a digest for every step that decided something else.
private struct RecordedDigests: RecordedSteps {
    var rows: [MessageRow]
    var digests: [Int64: String]

    mutating func next(
        through position: Int64,
        like executed: JournalBatch
    ) throws -> RecordedStep {
        var batch = JournalBatch()
        let count = rows.firstIndex { $0.position > position } ?? rows.count
        batch.messages = Array(rows.prefix(count))
        rows.removeFirst(count)
        let digest = digests.removeValue(forKey: position) ?? "-"
        return RecordedStep(rows: batch.comparable(), digest: digest)
    }

    mutating func leftover() throws -> String? {
        if let row = rows.first { return "\(row.kind) \(row.sequence) to \(row.peer)" }
        return digests.keys.min().map { "what was decided by position \($0)" }
    }
}
