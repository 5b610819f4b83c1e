/// Compares what is executed again with what a journal holds, and names the first difference.
///
/// The first mistake that engines, data or a disk made since the journal was written shows here,
/// before anything is said on the strength of it.
package struct HistoryComparison {
    private var pass: any HistoryPass
    /// Rows found to be the same.
    package private(set) var rowsCompared = 0

    /// Starts at the beginning of a journal, or at a mark.
    ///
    /// - Throws: ``JournalError`` with `corrupt` when the journal does not reach as far.
    package init(
        _ history: any JournalHistory,
        after mark: JournalMark = JournalMark()
    ) throws(JournalError) {
        pass = try history.pass(after: mark)
    }

    /// Compares the next rows.
    ///
    /// - Throws: ``JournalError`` with `divergence`, naming the first row that differs.
    package mutating func check(_ executed: JournalBatch) throws(JournalError) {
        let executed = executed.comparable()
        let stored = try pass.next(like: executed, atLeast: 0).comparable()
        try compare(executed.messages, stored.messages) { $0.name }
        try compare(executed.orders, stored.orders) { $0.name }
        try compare(executed.orderEvents, stored.orderEvents) { $0.name }
        try compare(executed.fills, stored.fills) { $0.name }
        try compare(executed.ledger, stored.ledger) { $0.name }
        try compare(executed.transfers, stored.transfers) { $0.name }
        try compare(executed.proposals, stored.proposals) { $0.name }
        try compare(executed.decisions, stored.decisions) { $0.name }
        try compare(executed.outcomes, stored.outcomes) { $0.name }
        try compare(executed.cycles, stored.cycles) { $0.name }
        try compare(executed.workerCycles, stored.workerCycles) { $0.name }
        rowsCompared += executed.rowCount
    }

    /// Checks that a journal holds nothing beyond what was executed again.
    ///
    /// - Throws: ``JournalError`` with `divergence`, naming the first row left over.
    package mutating func finish() throws(JournalError) {
        let left = try pass.next(like: JournalBatch(), atLeast: 1).comparable()
        let names =
            left.messages.map(\.name) + left.orders.map(\.name) + left.orderEvents.map(\.name)
            + left.fills.map(\.name) + left.ledger.map(\.name) + left.transfers.map(\.name)
            + left.proposals.map(\.name) + left.decisions.map(\.name) + left.outcomes.map(\.name)
            + left.cycles.map(\.name) + left.workerCycles.map(\.name)
        guard let name = names.first else { return }
        throw .divergence("\(name) is stored, but was not decided when executed again")
    }

    private func compare<Stored: Equatable>(
        _ executed: [Stored],
        _ stored: [Stored],
        _ name: (Stored) -> String
    ) throws(JournalError) {
        for index in executed.indices {
            guard index < stored.count else {
                throw .divergence("\(name(executed[index])) was decided again, but is not stored")
            }
            guard executed[index] != stored[index] else { continue }
            throw .divergence(
                """
                \(name(stored[index])) is stored otherwise than it is decided when executed again
                """
            )
        }
    }
}

extension JournalError {
    /// Says that a process decided otherwise than its journal says.
    static func divergence(_ difference: String) -> JournalError {
        JournalError(
            .divergence,
            """
            the journal is not what the same messages lead to: \(difference); a row was damaged, \
            or program or data changed under the same version: nothing was written
            """
        )
    }
}
