import Foundation
import Inspection
import Journal
import Messaging
import SwiftProtobuf
import Testing

@testable import Commands

/// A directory of one test, removed when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let name = "bursar-trace-\(ProcessInfo.processInfo.globallyUniqueString)"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record(error)
        }
    }
}

/// The journal of a process, written message by message to show one fault.
struct MadeJournal {
    static let second: Int64 = 1_000_000_000
    /// The moment at which journals begin.
    static let start: Int64 = 1_767_323_045_000_000_000

    let process: String
    let peer: String
    private var batch = JournalBatch()
    private var said: Int64 = 0

    init(of process: String = "master", with peer: String = "tech") {
        self.process = process
        self.peer = peer
    }

    /// Says the next message, so many seconds after the start.
    mutating func say(at seconds: Double) throws {
        said += 1
        let at = Self.start + Int64(seconds * Double(Self.second))
        try append(.outbox, said, epoch: 1, acknowledged: 0, sentAt: at, receivedAt: nil)
    }

    /// Takes a message that was said a millisecond before.
    mutating func take(
        _ sequence: Int64,
        at seconds: Double,
        acknowledging acknowledged: Int64 = 0,
        epoch: Int64 = 1
    ) throws {
        let at = Self.start + Int64(seconds * Double(Self.second))
        try append(
            .inbox,
            sequence,
            epoch: epoch,
            acknowledged: acknowledged,
            sentAt: at - 1_000_000,
            receivedAt: at
        )
    }

    private mutating func append(
        _ direction: MessageDirection,
        _ sequence: Int64,
        epoch: Int64,
        acknowledged: Int64,
        sentAt: Int64,
        receivedAt: Int64?
    ) throws {
        let transport = Bursar_V1_Transport.with {
            $0.epoch = UInt64(epoch)
            $0.acknowledged = UInt64(acknowledged)
        }
        batch.messages.append(
            MessageRow(
                position: Int64(batch.messages.count + 1),
                direction: direction,
                peer: peer,
                sequence: sequence,
                kind: direction == .outbox ? "BeginCycle" : "CycleReport",
                cycle: sequence,
                virtualTime: sequence,
                correlation: "C-\(sequence)",
                causation: "",
                epoch: epoch,
                incarnation: 1,
                lamport: Int64(batch.messages.count + 1),
                sentWallTime: sentAt,
                receivedWallTime: receivedAt,
                header: try HeaderFrame.join(content: [8, 1], transport: transport),
                body: [1, 2, 3]
            )
        )
    }

    /// Writes the journal and watches it.
    func watched(
        in folder: TemporaryFolder,
        window: Int64 = 1_024
    ) async throws -> ProcessWatch {
        let configuration = JournalConfiguration(
            identity: JournalIdentity(
                process: process,
                role: process == "master" ? "master" : "worker",
                runID: "made-20260102-030405-1",
                engineVersion: "0"
            ),
            durability: .process,
            openedWallTime: Self.start
        )
        let writer = try JournalWriter(journal: folder.path, configuration: configuration)
        try writer.commit(batch)
        try writer.close()
        let reader = try JournalReader(journal: folder.path, process: process)
        defer { reader.close() }
        let thresholds = TraceThresholds(
            unacknowledged: 5 * Self.second,
            silence: 5 * Self.second,
            torpid: Self.second,
            window: window
        )
        return try await StatisticsReading.watch(process, reader, 1...Int64.max, thresholds)
    }
}
