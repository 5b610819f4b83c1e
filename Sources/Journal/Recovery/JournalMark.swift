/// A place between two commits of a journal, in every table: so much of it was written before.
///
/// Lives and events have no place in it: they are not compared when a journal is executed again.
package struct JournalMark: Sendable, Hashable {
    /// Position of the last message; 0 for none.
    package var position: Int64 = 0
    /// Rows of orders.
    package var orders: Int64 = 0
    /// Rows of what happened to orders.
    package var orderEvents: Int64 = 0
    /// Rows of fills.
    package var fills: Int64 = 0
    /// Lines of ledger entries.
    package var ledger: Int64 = 0
    /// Steps of transfers.
    package var transfers: Int64 = 0
    /// States of proposals.
    package var proposals: Int64 = 0
    /// The bar of the last packed decision record, in virtual time.
    package var decisionsThrough = Int64.min
    /// Outcomes of decisions.
    package var outcomes: Int64 = 0
    /// The last cycle closed.
    package var cyclesThrough = Int64.min
    /// Workers at the end of cycles.
    package var workerCycles: Int64 = 0

    /// The beginning.
    package init() {}

    /// Moves on behind the rows of a batch.
    package mutating func pass(_ batch: JournalBatch) {
        position = batch.messages.last?.position ?? position
        orders += Int64(batch.orders.count)
        orderEvents += Int64(batch.orderEvents.count)
        fills += Int64(batch.fills.count)
        ledger += Int64(batch.ledger.count)
        transfers += Int64(batch.transfers.count)
        proposals += Int64(batch.proposals.count)
        decisionsThrough = batch.decisions.last?.at ?? decisionsThrough
        outcomes += Int64(batch.outcomes.count)
        cyclesThrough = batch.cycles.last?.cycle ?? cyclesThrough
        workerCycles += Int64(batch.workerCycles.count)
    }
}

extension JournalError {
    /// Says that a journal lacks rows that a snapshot stands on.
    static func tooShort(_ table: String, _ count: Int64) -> JournalError {
        JournalError(
            .corrupt,
            """
            the journal holds fewer rows of \(table) than the \(count) that a snapshot stands on; \
            it was cut or replaced: restore it from a copy
            """
        )
    }
}
