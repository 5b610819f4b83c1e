internal import Foundation

extension RunDirectory {
    /// Returns all runs under a root, oldest first.
    package static func all(in root: String = defaultRoot) throws(JournalError) -> [RunDirectory] {
        guard Files.exists(root) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: root)
                .compactMap { RunName($0) }
                .sorted { $0.isBefore($1) }
                .map { RunDirectory(path: "\(root)/\($0.name)") }
                .filter { Files.exists($0.manifestPath) }
        } catch {
            throw .wrapping(error, "list the runs in \(root)")
        }
    }

    /// Returns the newest run under a root.
    ///
    /// - Throws: ``JournalError`` with `runNotFound` when there is none.
    package static func newest(in root: String = defaultRoot) throws(JournalError) -> RunDirectory {
        guard let newest = try all(in: root).last else {
            throw JournalError(.runNotFound, "there is no run in \(root); start one, or name it")
        }
        return newest
    }

    /// Returns the run a person means: a path, a name or its beginning, or `nil` for the newest.
    ///
    /// - Throws: ``JournalError`` with `runNotFound`, listing the nearest names.
    package static func find(
        _ wanted: String?,
        in root: String = defaultRoot
    ) throws(JournalError) -> RunDirectory {
        guard let wanted else { return try newest(in: root) }
        let given = RunDirectory(path: wanted)
        if wanted.contains("/") {
            if Files.exists(given.manifestPath) { return given }
            throw JournalError(
                .runNotFound,
                "\(wanted) is no run: it holds no manifest.json; check the path"
            )
        }
        let runs = try all(in: root)
        if let exact = runs.first(where: { $0.runID == wanted }) { return exact }
        let fitting = runs.filter { $0.runID.hasPrefix(wanted) }
        if fitting.count == 1 { return fitting[0] }
        throw JournalError(.runNotFound, notFound(wanted, root, fitting, runs))
    }

    private static func notFound(
        _ wanted: String,
        _ root: String,
        _ fitting: [RunDirectory],
        _ runs: [RunDirectory]
    ) -> String {
        if fitting.count > 1 {
            let names = fitting.suffix(5).reversed().map(\.runID).joined(separator: ", ")
            return "\(fitting.count) runs in \(root) begin with \"\(wanted)\"; name one: \(names)"
        }
        let nearest = runs.map { (name: $0.runID, distance: editDistance(wanted, $0.runID)) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3).map(\.name).joined(separator: ", ")
        guard !nearest.isEmpty else {
            return "no run in \(root) is called \"\(wanted)\": there are none; start one"
        }
        return "no run in \(root) is called \"\(wanted)\"; the nearest are \(nearest)"
    }

    /// Counts the letters to add, drop or change between two names, over what the shorter covers.
    private static func editDistance(_ wanted: String, _ name: String) -> Int {
        let left = Array(wanted.utf8)
        let right = Array(name.utf8.prefix(left.count))
        var previous = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let change = previous[column] + (leftByte == rightByte ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
