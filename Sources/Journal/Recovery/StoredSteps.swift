/// The rows of a journal, handed out in steps as a process is executed again beside it.
///
/// It reads on page by page, so that a long journal takes no more memory than a short one.
package struct StoredSteps {
    private static let pageSize = 512

    private let reader: JournalReader
    private var buffer = JournalBatch()
    private var cursors: [PartialKeyPath<JournalBatch>: JournalCursor] = [:]
    private var ended: Set<PartialKeyPath<JournalBatch>> = []

    /// Starts at the beginning of a journal.
    package init(_ reader: JournalReader) { self.reader = reader }

    /// Returns the rows that handling the messages up to a position led to.
    ///
    /// Rows of a kind that has no position come as many as were executed again.
    ///
    /// - Parameters:
    ///   - position: The last message of the step; positions never go down.
    ///   - executed: What was decided again in the step.
    /// - Returns: Comparable rows: messages that were sent, and nothing that depends on the life.
    /// - Throws: ``JournalError`` with `storage` or `corrupt`.
    package mutating func next(
        through position: Int64,
        like executed: JournalBatch
    ) throws(JournalError) -> JournalBatch {
        var found = JournalBatch()
        found.messages = try take(\.messages) { $0.position <= position }
        found.orders = try take(\.orders) { $0.position <= position }
        found.orderEvents = try take(\.orderEvents) { $0.position <= position }
        found.fills = try take(\.fills) { $0.position <= position }
        found.transfers = try take(\.transfers) { $0.position <= position }
        found.proposals = try take(\.proposals) { $0.position <= position }
        found.decisions = try take(\.decisions) { $0.position <= position }
        found.ledger = try take(\.ledger, executed.ledger.count)
        found.outcomes = try take(\.outcomes, executed.outcomes.count)
        found.cycles = try take(\.cycles, executed.cycles.count)
        found.workerCycles = try take(\.workerCycles, executed.workerCycles.count)
        return found.comparable()
    }

    /// Names the first row that is stored and was not handed out; `nil` when there is none.
    ///
    /// - Throws: ``JournalError`` with `storage` or `corrupt`.
    package mutating func leftover() throws(JournalError) -> String? {
        var one = JournalBatch()
        one.ledger = try take(\.ledger, 1)
        one.outcomes = try take(\.outcomes, 1)
        one.cycles = try take(\.cycles, 1)
        one.workerCycles = try take(\.workerCycles, 1)
        one.messages = try take(\.messages) { _ in true }
        one.orders = try take(\.orders) { _ in true }
        one.fills = try take(\.fills) { _ in true }
        return one.messages.first?.name ?? one.orders.first?.name ?? one.fills.first?.name
            ?? one.ledger.first?.name ?? one.outcomes.first?.name ?? one.cycles.first?.name
            ?? one.workerCycles.first?.name
    }

    private mutating func take<Stored: StoredRow>(
        _ rows: WritableKeyPath<JournalBatch, [Stored]>,
        _ count: Int
    ) throws(JournalError) -> [Stored] {
        while buffer[keyPath: rows].count < count, try readOn(rows) {}
        return remove(min(count, buffer[keyPath: rows].count), rows)
    }

    private mutating func take<Stored: StoredRow>(
        _ rows: WritableKeyPath<JournalBatch, [Stored]>,
        while belongs: (Stored) -> Bool
    ) throws(JournalError) -> [Stored] {
        while true {
            if let end = buffer[keyPath: rows].firstIndex(where: { !belongs($0) }) {
                return remove(end, rows)
            }
            guard try readOn(rows) else { return remove(buffer[keyPath: rows].count, rows) }
        }
    }

    /// Messages have two tables, of which only the outbox is compared.
    private mutating func take(
        _ rows: WritableKeyPath<JournalBatch, [MessageRow]>,
        while belongs: (MessageRow) -> Bool
    ) throws(JournalError) -> [MessageRow] {
        while true {
            if let end = buffer.messages.firstIndex(where: { !belongs($0) }) {
                return remove(end, rows)
            }
            guard !ended.contains(rows) else { return remove(buffer.messages.count, rows) }
            let page = try reader.messages(
                MessageFilter(direction: .outbox),
                after: cursors[rows],
                limit: Self.pageSize
            )
            cursors[rows] = page.next
            buffer.messages += page.rows
            if page.rows.count < Self.pageSize { ended.insert(rows) }
        }
    }

    /// Reads another page of a table; returns false at its end.
    private mutating func readOn<Stored: StoredRow>(
        _ rows: WritableKeyPath<JournalBatch, [Stored]>
    ) throws(JournalError) -> Bool {
        guard !ended.contains(rows) else { return false }
        let page: JournalPage<Stored> = try reader.page(
            Conditions(),
            after: cursors[rows],
            limit: Self.pageSize
        )
        cursors[rows] = page.next
        buffer[keyPath: rows] += page.rows
        if page.rows.count < Self.pageSize { ended.insert(rows) }
        return !page.rows.isEmpty
    }

    private mutating func remove<Stored>(
        _ count: Int,
        _ rows: WritableKeyPath<JournalBatch, [Stored]>
    ) -> [Stored] {
        guard count > 0 else { return [] }
        let taken = Array(buffer[keyPath: rows].prefix(count))
        buffer[keyPath: rows].removeFirst(count)
        return taken
    }
}
