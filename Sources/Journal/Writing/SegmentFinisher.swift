internal import Foundation
internal import GRDB

/// Turns a segment nobody writes any more into a plain, indexed, read-only SQLite file.
enum SegmentFinisher {
    /// Finishes a segment and closes the connection.
    ///
    /// A reader in the middle of a query can keep the log from being emptied; the segment then
    /// stays writable and readable as it is, and the next opening of the journal finishes it.
    static func finish(_ path: String, _ queue: DatabaseQueue) throws {
        let isEmptied = try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try Schema.buildIndexes(database)
                return .commit
            }
            try database.execute(sql: "PRAGMA busy_timeout = 1000")
            return try database.truncateLogIfPossible()
        }
        guard isEmptied else {
            try queue.close()
            return
        }
        try queue.writeWithoutTransaction { try leaveLogMode($0) }
        try queue.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    }

    /// Makes the file readable without a log beside it, unless a reader has it open.
    private static func leaveLogMode(_ database: Database) throws {
        try database.execute(sql: "PRAGMA busy_timeout = 50")
        do {
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        } catch let failure as DatabaseError where failure.resultCode == .SQLITE_BUSY {
            return
        }
    }
}

extension Database {
    /// Empties the log into the database file and returns whether that was possible.
    func truncateLogIfPossible() throws -> Bool {
        do {
            _ = try checkpoint(.truncate)
            return true
        } catch let failure as DatabaseError where failure.resultCode == .SQLITE_BUSY {
            return false
        }
    }

    /// Copies the log into the database file without waiting for anyone.
    ///
    /// The writer begins the log anew only at a moment when all of it is copied. What was
    /// committed during one pass is left for the next, which is shorter, and so on until one
    /// finds nothing new.
    func copyLog(passesMaximum: Int = 8) throws {
        var framesCopied = -1
        for _ in 0..<passesMaximum {
            do {
                let frames = try checkpoint(.passive).checkpointedFrameCount
                if frames == framesCopied { return }
                framesCopied = frames
            } catch let failure as DatabaseError where failure.resultCode == .SQLITE_BUSY {
                return
            }
        }
    }
}
