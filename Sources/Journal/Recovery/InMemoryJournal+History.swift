extension InMemoryJournal: JournalHistory {
    package var lastPosition: Int64 { durablePosition }

    package func lives() -> [LifeRow] { batches.flatMap(\.lives) }

    package func messages(after position: Int64, limit: Int) -> [MessageRow] {
        Array(
            batches.lazy.flatMap(\.messages).filter { $0.position > position }.prefix(limit)
        )
    }

    package func messages(through position: Int64, limit: Int) -> [MessageRow] {
        Array(
            batches.lazy.flatMap(\.messages).filter { $0.position <= position }.suffix(limit)
                .reversed()
        )
    }

    package func pass(after mark: JournalMark) throws(JournalError) -> any HistoryPass {
        try BatchPass(batches, after: mark)
    }
}

/// A pass over batches in memory.
private struct BatchPass: HistoryPass {
    private var rest = JournalBatch()

    init(_ batches: [JournalBatch], after mark: JournalMark) throws(JournalError) {
        for batch in batches { rest.append(batch.comparable()) }
        rest.messages.removeAll { $0.position <= mark.position }
        try drop(mark.orders, \.orders)
        try drop(mark.orderEvents, \.orderEvents)
        try drop(mark.fills, \.fills)
        try drop(mark.ledger, \.ledger)
        try drop(mark.transfers, \.transfers)
        try drop(mark.proposals, \.proposals)
        rest.decisions.removeAll { $0.at <= mark.decisionsThrough }
        try drop(mark.outcomes, \.outcomes)
        rest.cycles.removeAll { $0.cycle <= mark.cyclesThrough }
        try drop(mark.workerCycles, \.workerCycles)
    }

    private mutating func drop<Stored: StoredRow>(
        _ count: Int64,
        _ rows: WritableKeyPath<JournalBatch, [Stored]>
    ) throws(JournalError) {
        guard rest[keyPath: rows].count >= count else {
            throw .tooShort(Stored.layout.table, count)
        }
        rest[keyPath: rows].removeFirst(Int(count))
    }

    mutating func next(
        like batch: JournalBatch,
        atLeast minimum: Int
    ) -> JournalBatch {
        var found = JournalBatch()
        found.messages = take(max(minimum, batch.messages.count), \.messages)
        found.orders = take(max(minimum, batch.orders.count), \.orders)
        found.orderEvents = take(max(minimum, batch.orderEvents.count), \.orderEvents)
        found.fills = take(max(minimum, batch.fills.count), \.fills)
        found.ledger = take(max(minimum, batch.ledger.count), \.ledger)
        found.transfers = take(max(minimum, batch.transfers.count), \.transfers)
        found.proposals = take(max(minimum, batch.proposals.count), \.proposals)
        found.decisions = take(max(minimum, batch.decisions.count), \.decisions)
        found.outcomes = take(max(minimum, batch.outcomes.count), \.outcomes)
        found.cycles = take(max(minimum, batch.cycles.count), \.cycles)
        found.workerCycles = take(max(minimum, batch.workerCycles.count), \.workerCycles)
        return found
    }

    private mutating func take<Stored>(
        _ count: Int,
        _ rows: WritableKeyPath<JournalBatch, [Stored]>
    ) -> [Stored] {
        let taken = Array(rest[keyPath: rows].prefix(count))
        rest[keyPath: rows].removeFirst(taken.count)
        return taken
    }
}

extension JournalBatch {
    /// Adds the rows of another batch behind those of this one.
    mutating func append(_ other: JournalBatch) {
        messages += other.messages
        orders += other.orders
        orderEvents += other.orderEvents
        fills += other.fills
        ledger += other.ledger
        transfers += other.transfers
        proposals += other.proposals
        decisions += other.decisions
        outcomes += other.outcomes
        cycles += other.cycles
        workerCycles += other.workerCycles
        events += other.events
        lives += other.lives
    }
}
