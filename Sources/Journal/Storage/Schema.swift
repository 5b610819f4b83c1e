internal import GRDB

/// The journal's schema: what marks our files, and the steps that lead to its latest version.
enum Schema {
    /// "Brsr" in ASCII, written in the file's header; `file` and SQLite tools show it.
    static let applicationID: Int64 = 0x4272_7372

    /// The version this program writes: as many as there are migrations.
    static var version: Int64 { Int64(migrations.count) }

    /// Steps from one version to the next. Add at the end; never change one that was released.
    static let migrations: [String] = [version1, version2]

    /// Brings a file from a version to the latest, inside the caller's transaction.
    static func migrate(_ database: Database, from version: Int64) throws {
        for step in migrations.dropFirst(Int(version)) {
            try database.execute(sql: step)
        }
        try database.execute(
            sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(self.version);"
        )
    }

    /// Builds what readers want and writers cannot afford: once, when a segment is closed.
    ///
    /// Three of them also prove that nothing was written twice where the writer numbers rows itself;
    /// keys that come from outside are unique from the start.
    static func buildIndexes(_ database: Database) throws {
        try database.execute(sql: closedSegmentIndexes)
        try database.execute(sql: "PRAGMA analysis_limit = 400; ANALYZE;")
    }

    private static let closedSegmentIndexes = """
        CREATE INDEX IF NOT EXISTS inbox_by_peer ON inbox (peer, sequence);
        CREATE INDEX IF NOT EXISTS inbox_by_cycle ON inbox (cycle);
        CREATE INDEX IF NOT EXISTS inbox_by_correlation ON inbox (correlation);
        CREATE INDEX IF NOT EXISTS inbox_by_causation ON inbox (causation);
        CREATE INDEX IF NOT EXISTS outbox_by_peer ON outbox (peer, sequence);
        CREATE INDEX IF NOT EXISTS outbox_by_cycle ON outbox (cycle);
        CREATE INDEX IF NOT EXISTS outbox_by_kind ON outbox (kind);
        CREATE INDEX IF NOT EXISTS outbox_by_correlation ON outbox (correlation);
        CREATE INDEX IF NOT EXISTS outbox_by_causation ON outbox (causation);
        CREATE INDEX IF NOT EXISTS orders_by_instrument ON orders (instrument, decided_at);
        CREATE INDEX IF NOT EXISTS order_events_by_order ON order_events (order_id);
        CREATE INDEX IF NOT EXISTS fills_by_order ON fills (order_id);
        CREATE UNIQUE INDEX IF NOT EXISTS ledger_once ON ledger (entry, line);
        CREATE UNIQUE INDEX IF NOT EXISTS worker_cycles_once ON worker_cycles (cycle, worker);
        CREATE UNIQUE INDEX IF NOT EXISTS outcomes_once
            ON outcomes (decision_id, instrument, strategy, horizon_ends_at);
        CREATE INDEX IF NOT EXISTS ledger_by_reference ON ledger (reference);
        CREATE INDEX IF NOT EXISTS ledger_by_account ON ledger (account, instrument, currency);
        """
}
