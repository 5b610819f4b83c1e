import CSQLite

/// An SQLite file, read only.
@safe struct SQLiteFile: ~Copyable {
    /// Version of the SQLite library.
    static var version: String { unsafe String(cString: sqlite3_libversion()) }

    private let path: String
    private let connection: OpaquePointer

    init(path: String) throws {
        var opened: OpaquePointer?
        let status = unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY, nil)
        guard status == SQLITE_OK, let connection = unsafe opened else {
            unsafe sqlite3_close_v2(opened)
            throw BenchmarkError("cannot open \(path): SQLite says \(status)")
        }
        self.path = path
        unsafe self.connection = connection
    }

    deinit {
        unsafe sqlite3_close_v2(connection)
    }

    /// The rows of a query, as numbers; NULL reads as 0.
    func rows(_ sql: String) throws -> [[Double]] {
        var prepared: OpaquePointer?
        guard unsafe sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK else {
            throw failure(sql)
        }
        defer { unsafe sqlite3_finalize(prepared) }
        var rows: [[Double]] = []
        while true {
            switch unsafe sqlite3_step(prepared) {
            case SQLITE_ROW:
                let columns = unsafe sqlite3_column_count(prepared)
                rows.append((0..<columns).map { unsafe sqlite3_column_double(prepared, $0) })
            case SQLITE_DONE:
                return rows
            default:
                throw failure(sql)
            }
        }
    }

    private func failure(_ sql: String) -> BenchmarkError {
        BenchmarkError("\(path): \(unsafe String(cString: sqlite3_errmsg(connection))): \(sql)")
    }
}
