internal import GRDB

extension JournalMeta {
    /// Writes the one row that says whose journal it is.
    func insert(into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO meta (only_row, process, role, run_id, engine_version, segment,
                    opened_wall_time) VALUES (1, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                identity.process, identity.role, identity.runID, identity.engineVersion, segment,
                openedWallTime,
            ]
        )
    }

    /// Reads the one row that says whose journal it is.
    init(from database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT process, role, run_id, engine_version, segment, opened_wall_time FROM meta
                """
        )
        guard let row else {
            throw JournalError(.corrupt, "the journal does not say whose it is; it is damaged")
        }
        var values = RowValues(row)
        self.init(
            identity: JournalIdentity(
                process: values.text(),
                role: values.text(),
                runID: values.text(),
                engineVersion: values.text()
            ),
            segment: values.integer(),
            openedWallTime: values.integer()
        )
    }
}
