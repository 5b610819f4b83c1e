import Market
import Performance

/// Sharpe ratio and volatility over a trailing window.
struct RollingSection {
    let evaluation: Evaluation
    private let own: Rolled
    private let other: Rolled?

    /// The figures of one track at each cycle.
    private struct Rolled {
        var ratios: [SharpeRatio?] = []
        var volatilities: [Double?] = []

        init(_ track: Evaluation.Track, _ evaluation: Evaluation) {
            guard let window = evaluation.window else { return }
            let convention = evaluation.input.run.convention
            ratios = track.series.rollingSharpeRatio(window: window, convention)
            volatilities = track.series.rollingVolatility(window: window, convention)
        }
    }

    init(evaluation: Evaluation) {
        self.evaluation = evaluation
        own = Rolled(evaluation.portfolio, evaluation)
        other = evaluation.benchmark.map { Rolled($0, evaluation) }
    }

    /// The normal quantile of a 95 % interval.
    private static let interval = 1.96

    /// Two charts, or a sentence where the run is too short.
    var section: Section {
        guard let window = evaluation.window else {
            let none = Markup.paragraph(
                "The run is too short for trailing figures: \(evaluation.windowsMinimum)."
            )
            return Section(id: "rolling", title: "Rolling figures", content: [none])
        }
        return Section(
            id: "rolling",
            title: "Rolling figures",
            content: [
                sharpe(window).figure(unfolding: "Ratios by year", table(window)),
                volatility(window).figure(unfolding: "Volatility by year", table(window)),
            ]
        )
    }

    private func sharpe(_ window: Int) -> LineChart {
        let ratios = own.ratios
        let dates = Array(evaluation.portfolio.dates.dropFirst(window))
        let known = zip(dates, ratios.dropFirst(window - 1)).compactMap { date, ratio in
            ratio.map { (date, $0) }
        }
        let margin = known.map { $0.1.standardError * RollingSection.interval }
        let inside = zip(known, margin).count { abs($0.0.1.value) <= $0.1 }
        let share = known.isEmpty ? 0 : Double(inside) / Double(known.count)
        var lines = [
            LineChart.Line(
                name: "portfolio",
                style: "line c0 main",
                dates: dates,
                values: ratios.dropFirst(window - 1).map { $0?.value }
            )
        ]
        if let other {
            let values = other.ratios.dropFirst(window - 1).map { $0?.value }
            lines.insert(benchmarkLine(dates, values), at: 0)
        }
        return LineChart(
            id: "rolling-sharpe",
            title: "Rolling Sharpe ratio",
            summary:
                "Annual Sharpe ratio of the last \(window) cycles. The shade is the 95 % interval "
                + "of the portfolio's (1.96 standard errors, Lo 2002); \(NumberText.percent(share)) of "
                + "the time it holds zero.",
            valueTitle: "Sharpe ratio, a year",
            lines: lines,
            band: LineChart.Band(
                dates: known.map(\.0),
                low: zip(known, margin).map { $0.0.1.value - $0.1 },
                high: zip(known, margin).map { $0.0.1.value + $0.1 }
            ),
            anchors: [0]
        )
    }

    private func volatility(_ window: Int) -> LineChart {
        func values(_ rolled: Rolled) -> [Double?] {
            rolled.volatilities.dropFirst(window - 1).map { $0.map { $0 * 100 } }
        }
        let own = values(self.own)
        let dates = Array(evaluation.portfolio.dates.dropFirst(window))
        var lines = [
            LineChart.Line(name: "portfolio", style: "line c0 main", dates: dates, values: own)
        ]
        if let other {
            lines.insert(benchmarkLine(dates, values(other)), at: 0)
        }
        let known = own.compactMap { $0 }
        let range = "\(NumberText.ratio(known.min())) to \(NumberText.ratio(known.max()))"
        return LineChart(
            id: "rolling-volatility",
            title: "Rolling volatility",
            summary: "Annual volatility of the last \(window) cycles; the portfolio's went from "
                + "\(range) %.",
            valueTitle: "Volatility, % a year",
            lines: lines,
            anchors: [0]
        )
    }

    private func benchmarkLine(_ dates: [CalendarDate], _ values: [Double?]) -> LineChart.Line {
        LineChart.Line(name: "benchmark", style: "line c1 dashed", dates: dates, values: values)
    }

    /// The windows that end with each year.
    private func table(_ window: Int) -> Table {
        var table = Table(
            caption: "The last \(window) cycles at the end of each year",
            columns: [
                .text("year"), .number("Sharpe ± se"), .number("benchmark Sharpe ± se"),
                .number("volatility"), .number("benchmark volatility"),
            ]
        )
        for year in evaluation.years {
            let last = year.cycles.upperBound - 1
            table.rows.append([
                .init("\(year.year)"), .init(sharpeText(own.ratios[last])),
                .init(sharpeText(other?.ratios[last] ?? nil)),
                .init(NumberText.percent(own.volatilities[last])),
                .init(NumberText.percent(other?.volatilities[last] ?? nil)),
            ])
        }
        return table
    }
}
