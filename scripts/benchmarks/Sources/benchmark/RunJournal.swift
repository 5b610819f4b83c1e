import Foundation

/// The master's journal of a run that has ended.
struct RunJournal {
    /// From the first to the last order to begin a cycle.
    struct Span {
        var cycles: Int
        var seconds: Double
        var cyclesPerSecond: Double { Double(cycles - 1) / seconds }
    }

    private let files: [String]

    init(run: String) throws {
        let folder = "\(run)/journal/master"
        files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".sqlite") }.sorted().map { "\(folder)/\($0)" }
    }

    func span() throws -> Span {
        let rows = try rows(
            """
            SELECT min(cycle), max(cycle), min(sent_wall_time) / 1e9, max(sent_wall_time) / 1e9
            FROM outbox WHERE kind = 'BeginCycle' HAVING count(*) > 0
            """
        )
        guard let first = rows.first, let last = rows.last else {
            throw BenchmarkError("no cycle in \(files)")
        }
        return Span(cycles: Int(last[1] - first[0]) + 1, seconds: last[3] - first[2])
    }

    /// Mean sizes of the frames that begin a cycle and of those that report it.
    func frameSizes() throws -> Floor.FrameSizes {
        let sql = { (table: String, kind: String) in
            "SELECT avg(length(header)), avg(length(body)) FROM \(table) WHERE kind = '\(kind)'"
        }
        guard let out = try rows(sql("outbox", "BeginCycle")).first,
            let back = try rows(sql("inbox", "CycleReport")).first
        else { throw BenchmarkError("no cycle in \(files)") }
        return Floor.FrameSizes(
            headerOut: Int(out[0].rounded()),
            bodyOut: Int(out[1].rounded()),
            headerBack: Int(back[0].rounded()),
            bodyBack: Int(back[1].rounded())
        )
    }

    /// Median time from a cycle's order leaving to its report being taken up, microseconds.
    func medianAnswerTime() throws -> Double {
        let rows = try rows(
            """
            SELECT (inbox.received_wall_time - outbox.sent_wall_time) / 1e3
            FROM inbox JOIN outbox USING (peer, cycle)
            WHERE inbox.kind = 'CycleReport' AND outbox.kind = 'BeginCycle'
            """
        )
        guard let series = Series(rows.map { $0[0] }) else {
            throw BenchmarkError("no report in \(files)")
        }
        return series.median
    }

    private func rows(_ sql: String) throws -> [[Double]] {
        var rows: [[Double]] = []
        for file in files { rows += try SQLiteFile(path: file).rows(sql) }
        return rows
    }
}
