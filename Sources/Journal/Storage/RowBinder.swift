internal import GRDB
internal import GRDBSQLite

/// Binds one row's values to a cached statement and executes it.
///
/// GRDB's own arguments build an array of boxed values for each row; binding straight to the
/// statement takes half the time, and a journal writes thousands of rows a second. Execution
/// stays with GRDB, so that errors and transactions are its business.
@safe
struct RowBinder: ~Copyable {
    private let statement: Statement
    private let handle: OpaquePointer
    private var column: CInt = 0

    /// Takes a statement that nothing else uses while the binder lives.
    init(_ statement: Statement) {
        self.statement = statement
        unsafe handle = statement.sqliteStatement
        statement.setUncheckedArguments([])
    }

    /// Makes the statement ready for the next row.
    mutating func begin() {
        unsafe sqlite3_reset(handle)
        column = 0
    }

    /// Executes the statement with the values bound since `begin()`.
    func execute() throws {
        try statement.execute()
    }

    mutating func integer(_ value: Int64) {
        column += 1
        check(unsafe sqlite3_bind_int64(handle, column, value))
    }

    mutating func optionalInteger(_ value: Int64?) {
        guard let value else {
            column += 1
            check(unsafe sqlite3_bind_null(handle, column))
            return
        }
        integer(value)
    }

    /// Binds a number; not-a-number becomes NULL, which the schema refuses.
    mutating func real(_ value: Double) {
        column += 1
        check(unsafe sqlite3_bind_double(handle, column, value))
    }

    mutating func text(_ value: String) {
        column += 1
        var value = value
        let code = value.withUTF8 { utf8 in
            unsafe sqlite3_bind_text64(
                handle,
                column,
                UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self),
                UInt64(utf8.count),
                Self.copied,
                UInt8(SQLITE_UTF8)
            )
        }
        check(code)
    }

    mutating func blob(_ value: [UInt8]) {
        column += 1
        guard !value.isEmpty else {
            check(unsafe sqlite3_bind_zeroblob(handle, column, 0))
            return
        }
        let code = unsafe value.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob64(
                handle,
                column,
                bytes.baseAddress,
                UInt64(bytes.count),
                Self.copied
            )
        }
        check(code)
    }

    mutating func optionalBlob(_ value: [UInt8]?) {
        guard let value else {
            column += 1
            check(unsafe sqlite3_bind_null(handle, column))
            return
        }
        blob(value)
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    private static var copied: sqlite3_destructor_type {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    /// Binding fails only for a wrong column, a busy statement, or a value beyond 1 GB.
    private func check(_ code: CInt) {
        precondition(code == SQLITE_OK, "column \(column) could not be bound: \(statement.sql)")
    }
}

extension Database {
    /// Returns how many pages this connection has written since it was opened.
    ///
    /// In WAL mode that is how much has gone to the log, whatever has been checkpointed since.
    func pagesWritten() -> Int {
        var current: CInt = 0
        var highest: CInt = 0
        unsafe sqlite3_db_status(
            sqliteConnection,
            SQLITE_DBSTATUS_CACHE_WRITE,
            &current,
            &highest,
            0
        )
        return Int(current)
    }
}
