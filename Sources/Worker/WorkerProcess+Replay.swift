package import Journal
package import Node

extension WorkerProcess: Reenacting {
    package nonisolated func beginReenactment() {
        assumeIsolated { $0.mailbox.beginRecovery() }
    }

    package nonisolated func reenact(_ row: MessageRow) throws -> ReenactedStep? {
        try assumeIsolated { try $0.recoveryHandlers.step(row) }
    }
}
