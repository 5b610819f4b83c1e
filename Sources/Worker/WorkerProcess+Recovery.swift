package import Journal
import Logging
import Messaging
package import Node

extension WorkerProcess {
    /// Executes again what its journal holds, and begins the next life; before ``connect()``.
    ///
    /// - Returns: What was found.
    /// - Throws: ``JournalError`` or ``NodeError`` with `divergence` when the journal is not what the
    ///   same messages lead to, and whatever handling a message may throw.
    @discardableResult
    package func start(from history: any JournalHistory) throws -> Recovery.Summary {
        mailbox.beginRecovery()
        let summary = try Recovery.run(history, recoveryHandlers)
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
