package import Journal

/// Brings a process back to where its journal ends: the newest whole snapshot, and behind it the
/// same messages, executed again in order.
///
/// A process is a function of its journaled inbox, so this is all there is to recovery. All that is
/// decided again is compared with what was stored, before anything is said.
package struct Recovery {
    /// What a process does with its journal, on its executor.
    package struct Handlers {
        /// Takes a stored message and handles it to its end.
        let take: (MessageRow) throws -> Void
        /// Does again what nothing in the inbox caused: what the row says was said.
        let resume: (MessageRow) throws -> Void
        /// Position the process has come to.
        let position: () -> Int64
        /// Rows decided since the last time.
        let executed: () -> JournalBatch

        /// Takes the handlers.
        package init(
            take: @escaping (MessageRow) throws -> Void,
            resume: @escaping (MessageRow) throws -> Void,
            position: @escaping () -> Int64,
            executed: @escaping () -> JournalBatch
        ) {
            self.take = take
            self.resume = resume
            self.position = position
            self.executed = executed
        }
    }

    /// What was found and done.
    package struct Summary: Sendable, Hashable {
        /// Position of the snapshot that was gone on from; 0 for the beginning of the journal.
        package let snapshot: Int64
        /// Messages received that were executed again.
        package let messages: Int
        /// Stored rows that were found to be decided again just so.
        package let rows: Int
        /// The largest Lamport time in the journal.
        package let lamport: Int64
        /// The life that wrote last, or 0.
        package let lifeBefore: Int64

        /// The number of the life that begins.
        package var life: Int64 { lifeBefore + 1 }

        private var behind: String {
            snapshot == 0 ? "" : "behind the snapshot at \(snapshot) "
        }

        /// What to note about the start.
        package func row(
            wallTime: Int64,
            processID: Int64,
            engineVersion: String,
            position: Int64
        ) -> LifeRow {
            LifeRow(
                life: life,
                startedWallTime: wallTime,
                processID: processID,
                engineVersion: engineVersion,
                verdict: lifeBefore == 0 ? .clean : .recovered,
                reason: lifeBefore == 0
                    ? "the journal is new"
                    : """
                    life \(lifeBefore) ended after position \(position); \(messages) messages \
                    \(behind)were executed again and \(rows) stored rows are the same
                    """,
                position: position
            )
        }
    }

    private static let pageSize = 2_000

    /// Executes again all that a journal holds behind a mark, up to a position.
    ///
    /// - Parameters:
    ///   - history: The journal.
    ///   - mark: Where the process stands: at the beginning, or where a snapshot was taken.
    ///   - end: The last position to be executed again; `nil` for the end of the journal, where it
    ///     is also checked that nothing else is stored.
    ///   - handlers: What the process does.
    /// - Returns: What was found and done.
    /// - Throws: ``JournalError`` or ``NodeError`` with `divergence`, or what a handler throws.
    package static func run(
        _ history: any JournalHistory,
        after mark: JournalMark = JournalMark(),
        through end: Int64? = nil,
        _ handlers: Handlers
    ) throws -> Summary {
        var comparison = try HistoryComparison(history, after: mark)
        var (messages, lamport) = (0, Int64(0))
        var last = mark.position
        let bound = end ?? .max
        while true {
            let page = try history.messages(after: last, limit: pageSize)
            guard let next = page.last?.position, last < bound else { break }
            for row in page where row.position <= bound {
                lamport = max(lamport, row.lamport)
                guard row.position > handlers.position() else { continue }
                if row.direction == .inbox {
                    try handlers.take(row)
                    messages += 1
                } else {
                    try handlers.resume(row)
                    guard handlers.position() >= row.position else {
                        throw NodeError(
                            .divergence,
                            "nothing leads to \(row.kind) \(row.sequence) to \(row.peer) again"
                        )
                    }
                }
            }
            last = next
            try comparison.check(handlers.executed())
        }
        if end == nil { try comparison.finish() }
        return Summary(
            snapshot: mark.position,
            messages: messages,
            rows: comparison.rowsCompared,
            lamport: lamport,
            lifeBefore: try history.lives().last?.life ?? 0
        )
    }
}
