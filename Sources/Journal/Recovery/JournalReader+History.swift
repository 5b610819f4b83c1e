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

    package func messages(
        through position: Int64,
        limit: Int
    ) throws(JournalError) -> [MessageRow] {
        var rows: [MessageRow] = []
        for segment in try segments().reversed() where rows.count < limit {
            let remaining = limit - rows.count
            rows += try segment.ask { database in
                let found = try MessageDirection.allCases.flatMap {
                    try database.newest($0, through: position, limit: remaining)
                }
                return found.sorted { $0.position > $1.position }.prefix(remaining)
            }
        }
        return rows
    }

    package func pass(after mark: JournalMark) throws(JournalError) -> any HistoryPass {
        try ReaderPass(self, after: mark)
    }

    /// The place behind so many rows of a table that numbers its rows from 1 in each segment.
    fileprivate func cursor<Stored: StoredRow>(
        behind count: Int64,
        of rows: Stored.Type
    ) throws(JournalError) -> JournalCursor? {
        guard count > 0 else { return nil }
        var before: Int64 = 0
        for segment in try segments() {
            let last = try segment.ask { try $0.lastRow(of: Stored.layout.table) } ?? 0
            if count <= before + last {
                return JournalCursor(segment: segment.number, row: count - before)
            }
            before += last
        }
        throw .tooShort(Stored.layout.table, count)
    }

    /// The place behind the row with a key, in a table whose keys number its rows.
    fileprivate func cursor(
        behindKey key: Int64,
        of table: String
    ) throws(JournalError) -> JournalCursor? {
        guard key > .min else { return nil }
        for segment in try segments() {
            let last = try segment.ask { try $0.lastRow(of: table) }
            guard let last, last >= key else { continue }
            return JournalCursor(segment: segment.number, row: key)
        }
        throw .tooShort(table, key)
    }
}

extension Database {
    fileprivate func lastRow(of table: String) throws -> Int64? {
        try Int64.fetchOne(self, sql: "SELECT max(rowid) FROM \(table)")
    }

    fileprivate func newest(
        _ direction: MessageDirection,
        through position: Int64,
        limit: Int
    ) throws -> [MessageRow] {
        let layout = MessageRow.layout(direction)
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT \(layout.columnList) FROM \(layout.table) WHERE rowid <= ? \
                ORDER BY rowid DESC LIMIT ?
                """,
            arguments: [position, limit]
        )
        var found: [MessageRow] = []
        while let row = try rows.next() {
            var values = RowValues(row)
            found.append(MessageRow(direction, from: &values))
        }
        return found
    }
}

/// A pass over the segments of a journal, a page of each table at a time.
private struct ReaderPass: HistoryPass {
    private let reader: JournalReader
    private var cursors: [String: JournalCursor] = [:]

    init(_ reader: JournalReader, after mark: JournalMark) throws(JournalError) {
        self.reader = reader
        cursors["outbox"] = try start(mark.position)
        cursors[OrderRow.layout.table] = try reader.cursor(behind: mark.orders, of: OrderRow.self)
        cursors[OrderEventRow.layout.table] =
            try reader.cursor(behind: mark.orderEvents, of: OrderEventRow.self)
        cursors[FillRow.layout.table] = try reader.cursor(behind: mark.fills, of: FillRow.self)
        cursors[LedgerRow.layout.table] = try reader.cursor(behind: mark.ledger, of: LedgerRow.self)
        cursors[TransferRow.layout.table] =
            try reader.cursor(behind: mark.transfers, of: TransferRow.self)
        cursors[ProposalRow.layout.table] =
            try reader.cursor(behind: mark.proposals, of: ProposalRow.self)
        cursors[DecisionRow.layout.table] =
            try reader.cursor(behindKey: mark.decisionsThrough, of: DecisionRow.layout.table)
        cursors[OutcomeRow.layout.table] =
            try reader.cursor(behind: mark.outcomes, of: OutcomeRow.self)
        cursors[CycleRow.layout.table] =
            try reader.cursor(behindKey: mark.cyclesThrough, of: CycleRow.layout.table)
        cursors[WorkerCycleRow.layout.table] =
            try reader.cursor(behind: mark.workerCycles, of: WorkerCycleRow.self)
    }

    /// The segment in which a position lies.
    private func start(_ position: Int64) throws(JournalError) -> JournalCursor? {
        guard position > 0 else { return nil }
        for segment in try reader.segments() {
            let last = try segment.ask { try $0.lastPosition() }
            guard let last, last >= position else { continue }
            return JournalCursor(segment: segment.number, row: position)
        }
        throw .tooShort("messages", position)
    }

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
