internal import Foundation
internal import GRDB

/// The SQLite files of one process's journal: their names, and how they are opened.
enum SegmentFile {
    /// Returns "000001.sqlite" for 1.
    static func path(_ number: Int64, in directory: String) -> String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "\(directory)/\(zeros)\(digits).sqlite"
    }

    /// Returns the numbers of the segments in a directory, rising; other files are passed over.
    static func numbers(in directory: String) throws(JournalError) -> [Int64] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { $0.hasSuffix(".sqlite") }
                .compactMap { Int64($0.dropLast(".sqlite".count)) }
                .filter { $0 >= 1 }
                .sorted()
        } catch {
            throw .wrapping(error, "list the journal \(directory)")
        }
    }

    /// Whether a segment was closed: indexed, checkpointed, and read-only.
    static func isClosed(_ path: String) throws(JournalError) -> Bool {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o644
            return mode & 0o222 == 0
        } catch {
            throw .wrapping(error, "look at \(path)")
        }
    }

    /// Opens a segment for its one writer, or for the thread that looks after it.
    ///
    /// - Throws: ``JournalError`` with `foreignFile` or `newerSchema`, the file untouched.
    static func openForWriting(
        _ path: String,
        _ durability: Durability
    ) throws(JournalError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            _ = try schemaVersion(of: database, at: path)
            try database.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = \(durability.synchronous);
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA cache_size = -16384;
                    """
            )
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw .wrapping(error, "open \(path)")
        }
    }

    /// Opens a segment for reading; `nil` while its writer has not laid out its tables yet.
    ///
    /// A process killed while it began or finished a segment leaves a change half made, which
    /// SQLite undoes for the next one that may write: that is done first.
    ///
    /// - Throws: ``JournalError`` with `foreignFile` or `newerSchema`.
    static func openForReading(_ path: String) throws(JournalError) -> DatabaseQueue? {
        do {
            do {
                return try openReadOnly(path)
            } catch let failure as DatabaseError where failure.resultCode == .SQLITE_READONLY {
                try DatabaseQueue(path: path).close()
                return try openReadOnly(path)
            }
        } catch {
            throw .wrapping(error, "open \(path)")
        }
    }

    private static func openReadOnly(_ path: String) throws -> DatabaseQueue? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let version = try queue.read { try schemaVersion(of: $0, at: path) }
        return version == 0 ? nil : queue
    }

    /// Returns the schema's version; 0 for a database in which nothing was created yet.
    static func schemaVersion(of database: Database, at path: String) throws -> Int64 {
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let objects = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, objects == 0 { return 0 }
        guard application == Schema.applicationID else {
            throw JournalError(
                .foreignFile,
                """
                \(path) is no journal of Bursar: its application id is \(application), ours is \
                \(Schema.applicationID); move the file out of the journal
                """
            )
        }
        guard version <= Schema.version else {
            throw JournalError(
                .newerSchema,
                """
                \(path) has schema version \(version), this program knows versions up to \
                \(Schema.version); open it with the Bursar that wrote it, or a later one
                """
            )
        }
        return version
    }
}
