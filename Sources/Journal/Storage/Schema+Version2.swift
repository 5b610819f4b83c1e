extension Schema {
    /// Messages without a stored hash, and a row for every life of the process.
    ///
    /// The bytes that a hash is made from stand in the same row, and again in the journal of the
    /// other process, so that both can be compared whole.
    static let version2 = """
        ALTER TABLE inbox DROP COLUMN content_hash;
        ALTER TABLE outbox DROP COLUMN content_hash;

        CREATE TABLE lives (
            -- Every start of the process. The newest life fences the ones before it.
            life            INTEGER PRIMARY KEY, -- the master's epoch, a worker's incarnation
            started_wall_time INTEGER NOT NULL, -- ns since 1970-01-01 UTC
            process_id      INTEGER NOT NULL,
            engine_version  TEXT    NOT NULL,
            verdict         TEXT    NOT NULL CHECK (verdict IN ('clean', 'recovered')),
            reason          TEXT    NOT NULL,   -- in words
            position        INTEGER NOT NULL    -- of the last message that was durable then
        ) STRICT;

        """
}
