internal import GRDB

/// The segment a writer appends to.
final class Segment {
    let number: Int64
    let path: String
    let queue: DatabaseQueue
    private var pagesAtCheckpoint = 0
    private var pagesWritten = 0
    private static let pageSize: Int64 = 8192

    /// How large a segment has become.
    struct Growth {
        /// Bytes sent to the log since the last checkpoint was asked for.
        var sinceCheckpoint: Int64
        /// Size of the database, bytes.
        var fileSize: Int64
    }

    init(number: Int64, path: String, queue: DatabaseQueue) {
        self.number = number
        self.path = path
        self.queue = queue
    }

    /// Begins a segment: tables, meta row, and the keys of the transfers in earlier segments.
    static func create(
        number: Int64,
        in directory: String,
        _ configuration: JournalConfiguration,
        after previous: DatabaseQueue?
    ) throws(JournalError) -> Segment {
        let path = SegmentFile.path(number, in: directory)
        let queue = try SegmentFile.openForWriting(path, configuration.durability)
        let meta = JournalMeta(
            identity: configuration.identity,
            segment: number,
            openedWallTime: configuration.openedWallTime
        )
        do {
            let keys = try previous?.read(transferKeys) ?? []
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try Schema.migrate(database, from: 0)
                    try meta.insert(into: database)
                    for key in keys {
                        try database.execute(
                            sql: """
                                INSERT INTO earlier_transfers (id, event, part) VALUES (?, ?, ?)
                                """,
                            arguments: [key.id, key.event, key.part]
                        )
                    }
                    return .commit
                }
            }
            try Files.synchronize(directory: directory)
        } catch {
            throw .wrapping(error, "begin the segment \(path)")
        }
        return Segment(number: number, path: path, queue: queue)
    }

    /// Writes a batch in one transaction.
    func write(_ batch: JournalBatch) throws(JournalError) -> Growth {
        do {
            let (pages, pageCount) = try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try batch.insert(into: database)
                    return .commit
                }
                let pageCount = try Int64.fetchOne(
                    database.cachedStatement(sql: "PRAGMA page_count")
                )
                return (database.pagesWritten(), pageCount ?? 0)
            }
            pagesWritten = pages
            return Growth(
                sinceCheckpoint: Int64(pagesWritten - pagesAtCheckpoint) * Self.pageSize,
                fileSize: pageCount * Self.pageSize
            )
        } catch {
            throw .wrapping(error, "commit to \(path)")
        }
    }

    /// Starts counting anew.
    func checkpointRequested() {
        pagesAtCheckpoint = pagesWritten
    }

    private static func transferKeys(
        _ database: Database
    ) throws -> [(id: String, event: String, part: Int64)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, event, part FROM earlier_transfers
                UNION ALL SELECT id, event, part FROM transfers
                """
        ).map { ($0[0], $0[1], $0[2]) }
    }
}
