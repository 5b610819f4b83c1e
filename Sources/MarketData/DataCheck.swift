/// What is wrong with the data files of a directory, or with one file.
package struct DataCheck: Sendable, Equatable {
    /// The files that were checked, in byte order of their names.
    package let files: [String]
    /// CSV files whose header speaks of neither times nor prices; they were not looked into.
    package let skipped: [String]
    /// What is wrong, file by file; up to 20 issues a file.
    package let issues: [DataIssue]

    /// Whether everything that was checked can be loaded.
    package var isClean: Bool { issues.isEmpty }

    /// Checks one file, or every CSV file of a directory; bar files and wide closes alike.
    ///
    /// - Throws: ``MarketDataError`` with `unreadable`; bad content is in ``issues`` instead.
    package static func run(_ path: String) throws(MarketDataError) -> DataCheck {
        var (files, skipped): ([String], [String]) = ([], [])
        var issues: [DataIssue] = []
        for candidate in try dataFilePaths(at: path) {
            let file = try SourceFile(path: candidate)
            guard file.isMarketData else {
                skipped.append(candidate)
                continue
            }
            files.append(candidate)
            var reader = TableReader(file, knownAtSecondOfDay: 0)
            do throws(MarketDataError) {
                _ = try reader.read()
            } catch {
                issues += error.issues
            }
        }
        return DataCheck(files: files, skipped: skipped, issues: issues)
    }
}

/// Returns a file's own path, or those of a directory's CSV files.
func dataFilePaths(at path: String) throws(MarketDataError) -> [String] {
    guard isDirectory(path) else { return [path] }
    return try dataFileNames(in: path).map { "\(path)/\($0)" }
}
