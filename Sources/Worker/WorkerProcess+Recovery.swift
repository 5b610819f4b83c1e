package import Journal
import Logging
import Messaging
package import Node

extension WorkerProcess {
    /// Goes on from its newest whole snapshot, executes again what its journal holds behind it, and
    /// begins the next life; before ``connect()``.
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
        mailbox.incarnation = UInt64(summary.life)
        let row = summary.row(
            wallTime: clock.wallTime(),
            processID: identity.processID,
            engineVersion: identity.engineVersion,
            position: mailbox.position
        )
        try mailbox.begin(row)
        log.info("\(row.verdict.rawValue) start", metadata: ["reason": "\(row.reason)"])
        return summary
    }

    /// Executes again what a journal holds beyond where the worker stands.
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
                self.mailbox.epoch = max(self.mailbox.epoch, envelope.transport.epoch)
                try self.handle(envelope)
            },
            resume: { row in
                throw NodeError(
                    .divergence,
                    "\(row.peer) was told \(row.kind) \(row.sequence) without being asked"
                )
            },
            position: { self.mailbox.position },
            executed: { self.mailbox.takeExecuted() }
        )
    }
}
