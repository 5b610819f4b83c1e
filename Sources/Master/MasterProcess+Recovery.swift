package import Journal
import Logging
import Messaging
package import Node
import Supervision
import SwiftProtobuf

extension MasterProcess {
    /// Goes on from its newest whole snapshot, executes again what its journal holds behind it, and
    /// raises the epoch; before ``listen()``.
    ///
    /// - Parameters:
    ///   - history: Its journal.
    ///   - snapshots: Its snapshots, and where further ones go.
    ///   - policy: When those are taken.
    /// - Returns: What was found.
    /// - Throws: ``JournalError`` or ``NodeError`` with `divergence` when the journal is not what the
    ///   same messages lead to, and whatever handling a message may throw.
    @discardableResult
    package func start(
        from history: any JournalHistory,
        snapshots: any SnapshotStoring = NoSnapshots(),
        policy: SnapshotPolicy = .standard
    ) throws -> Recovery.Summary {
        mailbox.beginRecovery()
        let start = try restore(snapshots, history)
        mailbox.keepSnapshots(in: snapshots, policy, latest: start.snapshot?.position ?? 0)
        let summary = try execute(history, through: nil)
        try mailbox.endRecovery(lamport: summary.lamport)
        mailbox.epoch = UInt64(summary.life)
        let row = summary.row(
            wallTime: clock.wallTime(),
            processID: processID,
            engineVersion: configuration.engineVersion,
            position: mailbox.position
        )
        try mailbox.begin(row)
        log.info("\(row.verdict.rawValue) start", metadata: ["reason": "\(row.reason)"])
        return summary
    }

    /// Executes again what a journal holds beyond where the master stands.
    func execute(_ history: any JournalHistory, through end: Int64?) throws -> Recovery.Summary {
        try Recovery.run(
            history,
            after: mailbox.recovered,
            through: end,
            recoveryHandlers
        )
    }

    /// What recovery and replay do with a stored message.
    var recoveryHandlers: Recovery.Handlers {
        Recovery.Handlers(
            take: { row in
                let envelope = try self.mailbox.retake(row)
                self.office.roster.perform {
                    $0.heard(row.peer, incarnation: UInt64(row.incarnation))
                }
                try self.handle(envelope)
            },
            resume: { try self.resume($0) },
            position: { self.mailbox.position },
            executed: { self.mailbox.takeExecuted() }
        )
    }

    /// Does again what the clock or a person did: opens a cycle or retires the workers.
    private func resume(_ row: MessageRow) throws {
        let body = try Bursar_V1_Body(serializedBytes: row.body)
        switch body.kind {
        case .beginCycle where phase == .gathering: try start()
        case .beginCycle where isBetweenCycles: try openNext()
        case .directive where isBetweenCycles: try openNext()
        case .retire where phase == .playing && isBetweenCycles: try openNext()
        case .retire(let retire): try retireAll(retire.reason)
        default:
            throw NodeError(
                .divergence,
                "nothing leads to \(row.kind) \(row.sequence) to \(row.peer) again"
            )
        }
    }

    /// Goes on from where the journal ends: opens the cycle that is due, or ends.
    func goOn() throws {
        switch phase {
        case .playing where isBetweenCycles: try openNext()
        case .over: try depart()
        case .gathering, .playing, .retiring: return
        }
    }
}
