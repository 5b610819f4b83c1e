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
    }

    private func insertMessages(_ direction: MessageDirection, into database: Database) throws {
        guard messages.contains(where: { $0.direction == direction }) else { return }
        var binder = RowBinder(
            try database.cachedStatement(sql: MessageRow.layout(direction).insertSQL)
        )
        for message in messages where message.direction == direction {
            binder.begin()
            message.bind(to: &binder)
            do {
                try binder.execute()
            } catch {
                throw JournalError.refusing(message.name, error, isTransfer: false)
            }
        }
    }

    private func insert<Stored: StoredRow>(_ rows: [Stored], into database: Database) throws {
        guard !rows.isEmpty else { return }
        var binder = RowBinder(try database.cachedStatement(sql: Stored.layout.insertSQL))
        for row in rows {
            binder.begin()
            row.bind(to: &binder)
            do {
                try binder.execute()
            } catch {
                throw JournalError.refusing(
                    row.name,
                    error,
                    isTransfer: Stored.self == TransferRow.self
                )
            }
        }
    }
}
