internal import GRDB

extension JournalReader: JournalHistory {
    package var lastPosition: Int64 {
        get throws(JournalError) {
            for segment in try segments().reversed() {
                let position = try segment.ask { try $0.lastPosition() }
                if let position { return position }
            }
            return 0
        }
    }

    package func lives() throws(JournalError) -> [LifeRow] {
        var lives: [LifeRow] = []
        for segment in try segments() {
            lives += try segment.ask { database in
                // A segment of version 1 has no such table.
                guard try database.tableExists(LifeRow.layout.table) else { return [] }
                return try database.rows(
                    LifeRow.layout,
                    Conditions(),
                    after: nil,
                    limit: Self.limitMaximum
                ) { try LifeRow(from: &$0) }.map(\.value)
            }
        }
        return lives
    }

    package func messages(
        after position: Int64,
        limit: Int
    ) throws(JournalError) -> [MessageRow] {
        var rows: [MessageRow] = []
        for segment in try segments() where rows.count < limit {
            let last = try segment.ask { try $0.lastPosition() }
            guard let last, last > position else { continue }
            let cursor = JournalCursor(segment: segment.number, row: position)
            rows += try messages(after: cursor, limit: limit).rows
            break
        }
        return rows
    }

    package func pass() -> any HistoryPass { ReaderPass(self) }
}

/// A pass over the segments of a journal, a page of each table at a time.
private struct ReaderPass: HistoryPass {
    private let reader: JournalReader
    private var cursors: [String: JournalCursor] = [:]

    init(_ reader: JournalReader) { self.reader = reader }

    mutating func next(
        like batch: JournalBatch,
        atLeast minimum: Int
    ) throws(JournalError) -> JournalBatch {
        var found = JournalBatch()
        let messageCount = max(minimum, batch.messages.count)
        if messageCount > 0 {
            let page = try reader.messages(
                MessageFilter(direction: .outbox),
                after: cursors["outbox"],
                limit: messageCount
            )
            cursors["outbox"] = page.next
            found.messages = page.rows
        }
        found.orders = try rows(max(minimum, batch.orders.count))
        found.orderEvents = try rows(max(minimum, batch.orderEvents.count))
        found.fills = try rows(max(minimum, batch.fills.count))
        found.ledger = try rows(max(minimum, batch.ledger.count))
        found.transfers = try rows(max(minimum, batch.transfers.count))
        found.proposals = try rows(max(minimum, batch.proposals.count))
        found.decisions = try rows(max(minimum, batch.decisions.count))
        found.outcomes = try rows(max(minimum, batch.outcomes.count))
        found.cycles = try rows(max(minimum, batch.cycles.count))
        found.workerCycles = try rows(max(minimum, batch.workerCycles.count))
        return found
    }

    private mutating func rows<Stored: StoredRow>(
        _ count: Int
    ) throws(JournalError) -> [Stored] {
        guard count > 0 else { return [] }
        let table = Stored.layout.table
        let page: JournalPage<Stored> = try reader.page(
            Conditions(),
            after: cursors[table],
            limit: count
        )
        cursors[table] = page.next
        return page.rows
    }
}
