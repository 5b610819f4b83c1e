import Inspection
import Market

/// Sets statistics of messages in tables that people read.
struct StatisticsText {
    private let statistics: TraceStatistics
    private let byEdge: Bool

    init(_ statistics: TraceStatistics, byEdge: Bool) {
        self.statistics = statistics
        self.byEdge = byEdge
    }

    /// Findings first, then the figures.
    func lines(width: Int, style: TextStyle) -> [String] {
        let said = NumberText.count(statistics.said, "message")
        var lines = [
            style("\(said) said, \(NumberText.integer(statistics.taken)) taken", .strong)
        ]
        lines += findings(width: width, style: style)
        guard !statistics.edges.isEmpty else { return lines + ["", "no message fits"] }
        lines += [""] + volumes().lines(width: width, style: style)
        lines += ["", style("time, parts of a message's way", .strong)]
        lines += times().lines(width: width, style: style)
        return lines
            + wrapped(
                "Queues at sender and receiver are at most, wire is at least; see "
                    + "`bursar trace stats --help`.",
                width: width
            ).map { style($0, .faint) }
    }

    private func findings(width: Int, style: TextStyle) -> [String] {
        guard !statistics.findings.isEmpty else {
            return [style("nothing looks wrong", .good)]
        }
        var lines: [String] = []
        for finding in statistics.findings.prefix(20) {
            let moment = Timestamp(nanoseconds: finding.from)
            let text = "\(finding.words); from \(moment)  \(finding.message)"
            for (row, line) in wrapped(text, width: width - 4).enumerated() {
                lines.append(row == 0 ? "  \(style("!", .warning)) \(line)" : "    \(line)")
            }
        }
        let rest = statistics.findings.count - 20 + statistics.findingsLeftOut
        if statistics.findings.count > 20 || statistics.findingsLeftOut > 0 {
            let more = NumberText.integer(Int64(max(rest, statistics.findingsLeftOut)))
            lines.append("    and \(more) more; --json lists a hundred of a kind")
        }
        return lines
    }

    private func volumes() -> Table {
        var table = Table([
            Table.Column("from", .left), Table.Column("to", .left), Table.Column("kind", .left),
            Table.Column("messages"), Table.Column("rate", unit: "/s", rank: 1),
            Table.Column("bytes p50", rank: 2), Table.Column("p99", rank: 3),
            Table.Column("max", rank: 2),
        ])
        for edge in groups() {
            table.add([
                .init(edge.sender), .init(edge.receiver), .init(edge.kind),
                .init(NumberText.integer(edge.count)),
                .init(edge.rate.map { NumberText.decimal($0, places: $0 < 100 ? 1 : 0) } ?? "–"),
                .init(Self.integer(edge.bytes.percentile(0.5))),
                .init(Self.integer(edge.bytes.percentile(0.99))),
                .init(NumberText.integer(edge.bytes.maximum)),
            ])
        }
        return table
    }

    private func times() -> Table {
        var table = Table(
            [
                Table.Column("kind", .left), Table.Column("part", .left),
            ] + (byEdge ? [Table.Column("way", .left)] : [])
                + TraceStatistics.fractions.enumerated().map { index, fraction in
                    Table.Column(fraction.name, rank: [0, 3, 0, 2][index])
                } + [Table.Column("max")]
        )
        for edge in groups() {
            for part in edge.parts where part.histogram.count > 0 {
                let tone: TextTone = part.name == "transit" ? .strong : .plain
                var cells: [Table.Cell] = [.init(edge.kind), .init(part.name, tone)]
                if byEdge { cells.append(.init("\(edge.sender)→\(edge.receiver)")) }
                cells += TraceStatistics.fractions.map {
                    .init(Self.time(part.histogram.percentile($0.fraction)), tone)
                }
                table.add(cells + [.init(Self.time(part.histogram.maximum), tone)])
            }
        }
        return table
    }

    private func groups() -> [EdgeStatistics] {
        byEdge ? statistics.edges : statistics.overWorkers
    }

    private static func integer(_ value: Int64?) -> String {
        value.map { NumberText.integer($0) } ?? "–"
    }

    private static func time(_ value: Int64?) -> String {
        value.map { NumberText.duration(nanoseconds: $0) } ?? "–"
    }
}
