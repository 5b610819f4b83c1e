internal import GRDB

extension JournalReader {
    /// Asks SQLite whether the pages, rows and indexes of every segment agree.
    ///
    /// It reads every page, about a gigabyte a few seconds.
    ///
    /// - Returns: The first thing that does not hold, with its file; `nil` when all does.
    package func damage() throws(JournalError) -> String? {
        for segment in try segments() {
            let found = try segment.ask {
                try String.fetchOne($0, sql: "PRAGMA integrity_check(1)")
            }
            if let found, found != "ok" { return "\(segment.path): \(found)" }
        }
        return nil
    }
}
