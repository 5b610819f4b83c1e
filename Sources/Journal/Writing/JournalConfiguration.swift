/// How a process writes its journal.
package struct JournalConfiguration: Sendable {
    /// Whose journal it is.
    package var identity: JournalIdentity
    /// What a commit must survive.
    package var durability: Durability
    /// Wall time of opening, nanoseconds since 1970-01-01 UTC; stamped in new segments.
    package var openedWallTime: Int64
    /// A segment larger than this is closed and the next one begun.
    package var segmentBytesMaximum: Int64
    /// How much may be written to the log before it is copied into the database file.
    package var checkpointBytes: Int64
    /// A log that has grown to this ends its segment: commits without a pause never let it restart.
    package var logBytesMaximum: Int64 { 16 * checkpointBytes }

    /// Creates a configuration; segments hold 1 GiB and 16 MiB go between checkpoints.
    package init(
        identity: JournalIdentity,
        durability: Durability,
        openedWallTime: Int64,
        segmentBytesMaximum: Int64 = 1 << 30,
        checkpointBytes: Int64 = 16 << 20
    ) {
        self.identity = identity
        self.durability = durability
        self.openedWallTime = openedWallTime
        self.segmentBytesMaximum = segmentBytesMaximum
        self.checkpointBytes = checkpointBytes
    }
}
