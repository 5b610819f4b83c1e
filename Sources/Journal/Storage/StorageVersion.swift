internal import GRDB

/// The SQLite that the program runs with.
package enum StorageVersion {
    /// Returns the version of the library loaded now, such as `3.40.1`.
    ///
    /// - Throws: ``JournalError`` with `storage` when SQLite cannot be used at all.
    package static func read() throws(JournalError) -> String {
        do {
            return try DatabaseQueue().read { database in
                try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? ""
            }
        } catch {
            throw .wrapping(error, "ask SQLite for its version")
        }
    }
}
