internal import GRDB
internal import Synchronization

/// Reads the journal of one process of a run, while the run is live or after it.
///
/// It opens every segment read-only, finds new ones by itself, and holds no transaction longer
/// than one page takes. The segment being written has only the indexes of its keys, so other
/// queries scan it. Results come in the order in which they were written, unless a query says
/// otherwise. Safe to use from several tasks.
package final class JournalReader: Sendable {
    /// Largest page a query returns.
    package static let limitMaximum = 100_000

    private let directory: String
    private let opened = Mutex<[Int64: DatabaseQueue]>([:])

    /// Opens the journal of a process.
    ///
    /// - Parameters:
    ///   - journal: The run's journal directory.
    ///   - process: Name of the process.
    /// - Throws: ``JournalError`` with `storage` when there is none, `foreignFile`,
    ///   `newerSchema` or `invalidName`.
    package init(journal: String, process: String) throws(JournalError) {
        directory = "\(journal)/\(try FileName.checked(process, as: "process name"))"
        _ = try segments()
    }

    /// Closes the files; the reader opens them again when it is asked something.
    package func close() {
        opened.withLock { $0.removeAll() }
    }

    /// Returns what each segment says about itself, oldest first.
    package func meta() throws(JournalError) -> [JournalMeta] {
        var found: [JournalMeta] = []
        for segment in try segments() {
            found.append(try segment.ask { try JournalMeta(from: $0) })
        }
        return found
    }

    /// Returns the number of rows in each table, by table name, in the order of the schema.
    ///
    /// It counts the live segment row by row; on a large journal that takes seconds.
    package func counts() throws(JournalError) -> [JournalCount] {
        let tables = [
            "inbox", "outbox", "orders", "order_events", "fills", "decisions", "outcomes",
            "ledger", "transfers", "proposals", "cycles", "worker_cycles", "events",
        ]
        var counts = tables.map { JournalCount(table: $0, rows: 0) }
        for segment in try segments() {
            for index in counts.indices {
                counts[index].rows += try segment.ask { database in
                    try Int64.fetchOne(
                        database,
                        sql: "SELECT count(*) FROM \(counts[index].table)"
                    ) ?? 0
                }
            }
        }
        return counts
    }
}

/// How many rows a table holds over all segments.
package struct JournalCount: Sendable, Equatable {
    /// Name of the table in the schema.
    package var table: String
    /// Number of rows.
    package var rows: Int64

    /// Creates a count.
    package init(table: String, rows: Int64) {
        self.table = table
        self.rows = rows
    }
}

extension JournalReader {
    /// Returns the segments that can be read now, oldest first, opening those that are new.
    func segments() throws(JournalError) -> [ReadSegment] {
        var readable: [ReadSegment] = []
        for number in try SegmentFile.numbers(in: directory) {
            let path = SegmentFile.path(number, in: directory)
            if let queue = opened.withLock({ $0[number] }) {
                readable.append(ReadSegment(number: number, path: path, queue: queue))
            } else if let queue = try SegmentFile.openForReading(path) {
                opened.withLock { $0[number] = queue }
                readable.append(ReadSegment(number: number, path: path, queue: queue))
            }
        }
        return readable
    }

    /// Returns a page of a table's rows.
    func page<Stored: StoredRow>(
        _ conditions: Conditions,
        after cursor: JournalCursor?,
        limit: Int
    ) throws(JournalError) -> JournalPage<Stored> {
        try page(after: cursor, limit: limit) { database, row, remaining in
            try database.rows(Stored.layout, conditions, after: row, limit: remaining) { values in
                try Stored(from: &values)
            }
        }
    }

    /// Returns a page, going from segment to segment until it is full.
    ///
    /// - Parameters:
    ///   - cursor: The place to go on from.
    ///   - limit: How many rows the page may hold.
    ///   - read: Reads one segment in one transaction: rows after a row number, at most so many.
    /// - Returns: The rows, and the place after the last.
    /// - Throws: ``JournalError`` with `storage` or `corrupt`.
    func page<Result>(
        after cursor: JournalCursor?,
        limit: Int,
        read: (Database, Int64?, Int) throws -> [(row: Int64, value: Result)]
    ) throws(JournalError) -> JournalPage<Result> {
        precondition(
            (1...Self.limitMaximum).contains(limit),
            "a page holds 1 to \(Self.limitMaximum) rows, not \(limit)"
        )
        var page = JournalPage<Result>(rows: [], next: cursor)
        for segment in try segments() where segment.number >= cursor?.segment ?? 0 {
            let start = cursor?.segment == segment.number ? cursor?.row : nil
            let found = try segment.ask { try read($0, start, limit - page.rows.count) }
            page.rows += found.map(\.value)
            if let last = found.last {
                page.next = JournalCursor(segment: segment.number, row: last.row)
            }
            if page.rows.count == limit { break }
        }
        return page
    }

    /// Returns the newest row that fits, or `nil`.
    func last<Stored: StoredRow>(_ conditions: Conditions) throws(JournalError) -> Stored? {
        let layout = Stored.layout
        let sql = """
            SELECT \(layout.columnList) FROM \(layout.table)\(conditions.whereClause) \
            ORDER BY rowid DESC LIMIT 1
            """
        for segment in try segments().reversed() {
            let found: Stored? = try segment.ask { database in
                guard
                    let row = try Row.fetchOne(
                        database,
                        sql: sql,
                        arguments: conditions.arguments
                    )
                else { return nil }
                var values = RowValues(row)
                return try Stored(from: &values)
            }
            if let found { return found }
        }
        return nil
    }
}

/// A segment opened for reading.
struct ReadSegment {
    let number: Int64
    let path: String
    let queue: DatabaseQueue

    /// Asks one question in one short transaction.
    func ask<Answer>(_ question: (Database) throws -> Answer) throws(JournalError) -> Answer {
        do {
            return try queue.read(question)
        } catch {
            throw .wrapping(error, "read \(path)")
        }
    }
}

extension Database {
    /// Reads a table's rows in the order they were written, each with its row number.
    func rows<Result>(
        _ layout: TableLayout,
        _ conditions: Conditions,
        after row: Int64?,
        limit: Int,
        read: (inout RowValues) throws -> Result
    ) throws -> [(row: Int64, value: Result)] {
        var conditions = conditions
        if let row { conditions.after(row: row) }
        let sql = """
            SELECT rowid, \(layout.columnList) FROM \(layout.table)\(conditions.whereClause) \
            ORDER BY rowid LIMIT \(limit)
            """
        var found: [(row: Int64, value: Result)] = []
        let rows = try Row.fetchCursor(self, sql: sql, arguments: conditions.arguments)
        while let row = try rows.next() {
            var values = RowValues(row, from: 1)
            found.append((row[0], try read(&values)))
        }
        return found
    }
}
