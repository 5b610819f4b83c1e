private import CPlatform

/// Settings of the libraries below the journal that hold for a whole process.
package enum StorageLibrary {
    /// Settles memory and SQLite for a process that writes journals; call it before anything else.
    ///
    /// Both are matters of speed only: where the system refuses one, everything works as before.
    package static func prepare() {
        _ = cplatform_keep_freed_memory()
        _ = cplatform_sqlite_uncounted()
    }

    /// Hands back the memory that starting needed, such as for reading all data, and the run does not.
    package static func settle() {
        _ = cplatform_return_freed_memory()
    }
}
