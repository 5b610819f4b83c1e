import Inspection
import Journal
import Market
import Performance

extension RunStatus {
    /// The status as people read it: the answer in a few lines, then the workers.
    func lines(on terminal: Terminal) -> [String] {
        let style = terminal.style
        var lines = terminal.joined([result.run, phase.rawValue] + progress)
        lines[0] = lines[0].replacing(phase.rawValue, with: style(phase.rawValue, phase.tone))
        lines += terminal.joined(figures)
        lines += terminal.joined(standing)
        lines.append("")
        return lines + table.lines(width: terminal.width, style: style)
    }

    private var progress: [String] {
        guard let last else { return ["before its first cycle"] }
        let total = cycles.map { " of \(NumberText.integer($0))" } ?? ""
        return [
            "cycle \(NumberText.integer(last.cycle))\(total)",
            "\(Timestamp(nanoseconds: last.to).date)",
        ]
    }

    private var figures: [String] {
        let statistics = result.portfolio.statistics
        var facts = ["nav \(NumberText.money(result.portfolio.nav)) \(result.currency)"]
        if let value = statistics?.totalReturn {
            facts.append("return \(NumberText.percent(value, isSigned: true))")
        }
        if let value = statistics?.volatility { facts.append("vol \(NumberText.percent(value))") }
        if let sharpe = statistics?.sharpe {
            let error = NumberText.decimal(sharpe.standardError, places: 2)
            facts.append("Sharpe \(NumberText.decimal(sharpe.value, places: 2)) ± \(error)")
        }
        if let value = statistics?.drawdown {
            facts.append("deepest drawdown \(NumberText.percent(-value))")
        }
        return facts
    }

    private var standing: [String] {
        guard let last else { return [] }
        let drawdown = NumberText.percent(last.drawdown == 0 ? 0 : -last.drawdown)
        let figures = StandingFigures(
            stance: last.stance,
            regime: last.regime,
            regimeConfidence: last.regimeConfidence
        )
        return [
            figures.words, tradingWords,
            "drawdown \(drawdown) of \(NumberText.percent(drawdownMaximum, places: 0))",
            "treasury \(NumberText.wholeMoney(Money(micros: last.treasury)))",
            last.inTransit == 0
                ? "" : "in transit \(NumberText.wholeMoney(Money(micros: last.inTransit)))",
        ]
    }

    /// The trading state, and why when it is not ACTIVE.
    private var tradingWords: String {
        let (state, reason) = register.trading
        let words = "state \(state.uppercased())"
        return state == "active" || reason.isEmpty ? words : "\(words): \(reason)"
    }

    private var table: Table {
        let unit = result.currency
        let isRunning = phase == .running
        var table = Table([
            Table.Column("worker", .left),
            // Once a run is over its first line says all there is to say of this.
            Table.Column(isRunning ? "state" : "", .left, rank: isRunning ? 5 : 9),
            Table.Column("nav", unit: unit),
            Table.Column("weight", unit: "%", rank: 2),
            Table.Column("exposure", unit: "%", rank: 6),
            Table.Column("capital", unit: unit, rank: 7),
            Table.Column("return", unit: "%"),
            Table.Column("vol", unit: "%/y", rank: 3),
            Table.Column("sharpe"),
            Table.Column("±", rank: 8),
            Table.Column("drawdown", unit: "%", rank: 1),
            Table.Column("orders", rank: 4),
            Table.Column("fills", rank: 7),
            Table.Column("denied", rank: 7),
        ])
        for (row, member) in zip(rows, result.workers) {
            let entry = entry(row.worker)
            let standing = entry?.standing ?? .active
            let isFree = standing != .active || entry?.trading.state == "active"
            let state = isFree ? standing.rawValue : entry?.trading.state ?? ""
            let figures = RunResult.cells(member.statistics)
            table.add(
                [
                    .init(row.worker),
                    isRunning ? .init(state, isFree ? standing.tone : .warning) : "",
                    .init(NumberText.wholeMoney(member.nav)),
                    .init(NumberText.decimal(weight(of: row) * 100, places: 1)),
                    .init(NumberText.decimal(exposure(of: row) * 100, places: 1)),
                    .init(NumberText.wholeMoney(member.contributed)),
                ] + figures + [
                    .init(NumberText.integer(member.orders)),
                    .init(NumberText.integer(member.fills)),
                    .init(NumberText.integer(member.denied)),
                ]
            )
        }
        return table
    }
}
