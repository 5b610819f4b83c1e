internal import GRDB

extension JournalBatch {
    /// Inserts every row; the caller holds the transaction.
    func insert(into database: Database) throws {
        try insertMessages(.inbox, into: database)
        try insertMessages(.outbox, into: database)
        try insert(orders, into: database)
        try insert(orderEvents, into: database)
        try insert(fills, into: database)
        try insert(ledger, into: database)
        try insert(transfers, into: database)
        try insert(proposals, into: database)
        try insert(decisions, into: database)
        try insert(outcomes, into: database)
        try insert(cycles, into: database)
        try insert(workerCycles, into: database)
        try insert(events, into: database)
        try insert(lives, into: database)
    }

    private func insertMessages(_ direction: MessageDirection, into database: Database) throws {
        guard messages.contains(where: { $0.direction == direction }) else { return }
        var binder = RowBinder(
            try database.cachedStatement(sql: MessageRow.layout(direction).insertSQL)
        )
        // By index: a row taken out of its array is a copy, which counts every string of it.
        for index in messages.indices where messages[index].direction == direction {
            binder.begin()
            messages[index].bind(to: &binder)
            do {
                try binder.execute()
            } catch {
                throw JournalError.refusing(messages[index].name, error, isTransfer: false)
            }
        }
    }

    private func insert<Stored: StoredRow>(_ rows: [Stored], into database: Database) throws {
        guard !rows.isEmpty else { return }
        var binder = RowBinder(try database.cachedStatement(sql: Stored.layout.insertSQL))
        for index in rows.indices {
            binder.begin()
            rows[index].bind(to: &binder)
            do {
                try binder.execute()
            } catch {
                throw JournalError.refusing(
                    rows[index].name,
                    error,
                    isTransfer: Stored.self == TransferRow.self
                )
            }
        }
    }
}
