import Foundation
import Journal
import Testing

/// A directory of one test, removed when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let name = "bursar-journal-\(ProcessInfo.processInfo.globallyUniqueString)"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Tries again when a file goes while it is removed: a dropped writer closes in its own time.
    deinit {
        for _ in 0..<100 where FileManager.default.fileExists(atPath: path) {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch CocoaError.fileNoSuchFile {
                continue
            } catch {
                Issue.record(error)
            }
        }
    }
}

/// Rows and batches that tests change where it matters to them.
enum Sample {
    static let wallTime: Int64 = 1_767_323_045_000_000_000  // 2026-01-02T03:04:05Z

    static func configuration(
        process: String = "energy",
        runID: String = "demo-20260102-030405-1",
        engineVersion: String = "1.0.0",
        durability: Durability = .process,
        segmentBytesMaximum: Int64 = 1 << 30
    ) -> JournalConfiguration {
        JournalConfiguration(
            identity: JournalIdentity(
                process: process,
                role: "worker",
                runID: runID,
                engineVersion: engineVersion
            ),
            durability: durability,
            openedWallTime: wallTime,
            segmentBytesMaximum: segmentBytesMaximum,
            checkpointBytes: 1 << 16
        )
    }

    static func message(
        _ position: Int64,
        _ direction: MessageDirection = .inbox,
        peer: String = "master",
        kind: String = "BeginCycle",
        causation: String = "",
        bodyBytes: Int = 40
    ) -> MessageRow {
        MessageRow(
            position: position,
            direction: direction,
            peer: peer,
            sequence: position,
            kind: kind,
            cycle: position / 10,
            virtualTime: position * 1_000,
            correlation: "cycle-\(position / 10)",
            causation: causation,
            epoch: 1,
            incarnation: 2,
            lamport: position * 2,
            sentWallTime: wallTime + position,
            receivedWallTime: direction == .inbox ? wallTime + position + 5 : nil,
            header: [1, 2, 3],
            body: [UInt8](repeating: 7, count: bodyBytes)
        )
    }

    static func messages(_ positions: ClosedRange<Int64>, bodyBytes: Int = 40) -> JournalBatch {
        var batch = JournalBatch()
        batch.messages = positions.map { position in
            message(position, position.isMultiple(of: 2) ? .outbox : .inbox, bodyBytes: bodyBytes)
        }
        return batch
    }

    static func transfer(
        _ id: String,
        _ event: TransferRow.Event,
        cycle: Int64 = 4
    ) -> TransferRow {
        TransferRow(
            id: id,
            event: event,
            cycle: cycle,
            worker: "energy",
            amount: 250_000_000_000,
            currency: "USD",
            proposalID: "P-31",
            position: 9,
            wallTime: wallTime
        )
    }

    static func order(
        _ id: String,
        instrument: String = "XOM",
        quantity: Int64 = 5_000_000,
        decidedAt: Int64 = 7
    ) -> OrderRow {
        OrderRow(
            id: id,
            position: 3,
            cycle: 1,
            decidedAt: decidedAt,
            instrument: instrument,
            side: .buy,
            quantity: quantity,
            kind: "limit",
            limitPrice: 79_310_000,
            causation: "M-master-energy-3",
            decisionID: "D-7"
        )
    }

    static func fill(_ id: String, of orderID: String) -> FillRow {
        FillRow(
            id: id,
            orderID: orderID,
            position: 5,
            at: 8,
            instrument: "XOM",
            side: .buy,
            quantity: 5_000_000,
            price: 79_310_000,
            commission: 1_000_000,
            slippageCost: -200_000
        )
    }

    static func ledger(
        _ entry: Int64,
        _ line: Int64,
        _ account: String,
        _ amount: Int64,
        cycle: Int64 = 1,
        reference: String = "F-1"
    ) -> LedgerRow {
        LedgerRow(
            entry: entry,
            line: line,
            at: 8,
            cycle: cycle,
            account: account,
            instrument: "",
            amount: amount,
            currency: "USD",
            kind: "fill",
            reference: reference
        )
    }
}
