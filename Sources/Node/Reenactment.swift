package import Journal

/// A process that can handle stored messages again, without saying or writing anything.
///
/// Everything is called from one place, which stands in for the process's executor.
package protocol Reenacting: Sendable {
    /// Goes to the beginning of the journal; called once, before anything else.
    func beginReenactment()

    /// Handles a stored message to its end; one it has sent again already changes nothing.
    ///
    /// - Returns: What was decided; `nil` for a message sent again already.
    /// - Throws: ``NodeError`` with `divergence` when the process cannot come to this message again,
    ///   and whatever handling a message may throw.
    func reenact(_ row: MessageRow) throws -> ReenactedStep?
}

/// What a process decided when it handled one message of its journal again.
package struct ReenactedStep: Sendable {
    /// The message; for what nothing in the inbox caused, the message that was sent.
    package let message: MessageRow
    /// Position of the last message that was handled or sent.
    package let position: Int64
    /// Rows that were decided, comparable with what is stored.
    package let executed: JournalBatch
}

extension Recovery.Handlers {
    /// Handles one stored message again.
    package func step(_ row: MessageRow) throws -> ReenactedStep? {
        guard row.position > position() else { return nil }
        if row.direction == .inbox {
            try take(row)
        } else {
            try resume(row)
            guard position() >= row.position else {
                throw NodeError(
                    .divergence,
                    "nothing leads to \(row.kind) \(row.sequence) to \(row.peer) again"
                )
            }
        }
        return ReenactedStep(
            message: row,
            position: position(),
            executed: executed().comparable()
        )
    }
}

/// Walks through a journal and lets a process handle it again, message by message.
package enum Reenactment {
    private static let pageSize = 2_000

    /// Handles the messages of a journal up to a position, as long as `body` asks for more.
    ///
    /// - Throws: ``JournalError``, what ``Reenacting/reenact(_:)`` throws, or what `body` throws.
    package static func run(
        _ process: any Reenacting,
        from history: any JournalHistory,
        through last: Int64,
        _ body: (ReenactedStep) throws -> Bool
    ) throws {
        process.beginReenactment()
        var position = Int64(0)
        while position < last {
            let page = try history.messages(after: position, limit: pageSize)
            guard let end = page.last?.position else { return }
            for row in page where row.position <= last {
                guard let step = try process.reenact(row) else { continue }
                guard try body(step) else { return }
            }
            position = end
        }
    }
}
