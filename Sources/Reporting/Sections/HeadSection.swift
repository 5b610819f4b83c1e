import Market
import Performance

/// The answer first: what became of the capital, and at what risk.
struct HeadSection {
    let evaluation: Evaluation

    /// The title, the answer in a sentence, the figures, and that it was simulated.
    var markup: Markup {
        let run = evaluation.input.run
        var parts = [
            Markup.element("p", ["class": "kicker"], "Bursar report, run \(run.id)"),
            .element("h1", run.topology),
            .element("p", ["class": "lead"], [.prose(answer)]),
        ]
        if run.isSimulated {
            parts.append(
                .element(
                    "p",
                    ["class": "notice", "id": "simulated"],
                    [
                        .element("strong", "Simulated results. "),
                        Markup("No order reached a market; fills and costs are assumed. "),
                        .prose(run.assumptions.joined(separator: " ")),
                    ]
                )
            )
        }
        parts.append(.element("dl", ["class": "tiles"], tiles))
        parts.append(more)
        return .element("header", parts)
    }

    private var answer: String {
        let numbers = evaluation.numbers
        let cycles = evaluation.input.portfolio.cycles
        let figures = evaluation.portfolio.figures
        var text = "\(numbers.amount(evaluation.input.portfolio.contributed)) became "
        text += "\(numbers.amount(cycles[cycles.count - 1].nav)) in "
        text += "\(NumberText.count(cycles.count)) \(cycles.count == 1 ? "cycle" : "cycles"), "
        text += "\(evaluation.input.portfolio.start) to \(cycles[cycles.count - 1].date): "
        text += "\(NumberText.percent(figures.totalReturn, isSigned: true)) in all"
        if let annual = figures.annualReturn {
            text += ", \(NumberText.percent(annual, isSigned: true)) a year"
        }
        return text + comparison + "."
    }

    private var comparison: String {
        guard let own = evaluation.portfolio.figures.totalReturn,
            let other = evaluation.benchmark?.figures.totalReturn,
            let name = evaluation.input.benchmark?.name
        else { return "" }
        let words = own > other ? "more than" : own < other ? "less than" : "as much as"
        return ", \(words) the benchmark (\(name)): \(NumberText.percent(other, isSigned: true))"
    }

    private var tiles: [Markup] {
        let own = evaluation.portfolio.figures
        let other = evaluation.benchmark?.figures
        let cycles = evaluation.input.portfolio.cycles
        let numbers = evaluation.numbers
        let shortYear =
            own.annualReturn == nil ? ["less than a year of cycles"] : []
        func signed(_ value: Double?) -> String { NumberText.percent(value, isSigned: true) }
        return [
            tile(
                "Net asset value",
                numbers.amount(cycles[cycles.count - 1].nav),
                evaluation.benchmark.map { numbers.amount($0.curve.values[cycles.count]) }
            ),
            tile("Total return", signed(own.totalReturn), other.map { signed($0.totalReturn) }),
            tile(
                "Annual return",
                signed(own.annualReturn),
                other.map { signed($0.annualReturn) },
                notes: shortYear
            ),
            tile(
                "Annual volatility",
                NumberText.percent(own.volatility),
                other.map { NumberText.percent($0.volatility) }
            ),
            tile(
                "Sharpe ratio ± standard error",
                sharpeText(own),
                other.map(sharpeText)
            ),
            tile(
                "Deepest drawdown",
                NumberText.percent(own.drawdown?.depth ?? 0),
                other.map { NumberText.percent($0.drawdown?.depth ?? 0) },
                notes: drawdownDates
            ),
        ]
    }

    private var drawdownDates: [String] {
        guard let deepest = evaluation.portfolio.figures.drawdown else { return ["never fell"] }
        let dates = evaluation.portfolio.dates
        let recovery = deepest.recovery.map { "back on \(dates[$0])" } ?? "not recovered yet"
        return ["\(dates[deepest.peak]) to \(dates[deepest.trough])", recovery]
    }

    private func tile(
        _ name: String,
        _ value: String,
        _ benchmark: String?,
        notes: [String] = []
    ) -> Markup {
        Tile.markup(name, value, notes: notes + (benchmark.map { ["benchmark \($0)"] } ?? []))
    }

    private var more: Markup {
        let own = evaluation.portfolio.figures
        let other = evaluation.benchmark?.figures
        var table = Table(
            caption: "More figures, portfolio and benchmark",
            columns: [.text("figure"), .number("portfolio"), .number("benchmark")]
        )
        func row(_ name: String, _ text: (PerformanceFigures) -> String) {
            table.rows.append([
                .init(name), .init(text(own)), .init(other.map(text) ?? NumberText.absent),
            ])
        }
        row("Sortino ratio") { NumberText.ratio($0.sortino) }
        row("Calmar ratio (annual return / deepest drawdown)") { NumberText.ratio($0.calmar) }
        row("Cycles that gained, of those that moved") { NumberText.percent($0.winRate) }
        row("Gains / losses of cycles") { NumberText.ratio($0.profitFactor) }
        table.rows += shape + comparison(to: evaluation.benchmark)
        return .element("details", [.element("summary", "More figures"), table.markup])
    }
}

extension HeadSection {
    /// What the laws of returns look like, and how sure the Sharpe ratio is.
    private var shape: [[Table.Cell]] {
        let tracks = [evaluation.portfolio, evaluation.benchmark]
        func row(
            _ name: String,
            _ text: (Evaluation.Track) -> String
        ) -> [Table.Cell] {
            [.init(name)] + tracks.map { .init($0.map(text) ?? NumberText.absent) }
        }
        let riskless = evaluation.input.run.convention.riskFreePerPeriod
        return [
            row("Skewness of returns") { NumberText.ratio($0.series.skewness) },
            row("Kurtosis of returns (3 for a normal law)") {
                NumberText.ratio($0.series.kurtosis)
            },
            row("Chance that the true Sharpe ratio is above 0 (Bailey, López de Prado 2012)") {
                let evidence = $0.series.sharpeEvidence(riskFreePerPeriod: riskless)
                return NumberText.percent(evidence?.probability())
            },
        ]
    }

    /// How the portfolio moved with its benchmark.
    private func comparison(to benchmark: Evaluation.Track?) -> [[Table.Cell]] {
        guard let benchmark else { return [] }
        let convention = evaluation.input.run.convention
        do {
            let pair = try BenchmarkComparison(evaluation.portfolio.series, to: benchmark.series)
            let figures = [
                ("Beta to the benchmark", NumberText.ratio(pair.beta)),
                ("Correlation with the benchmark", NumberText.ratio(pair.correlation)),
                ("Tracking error a year", NumberText.percent(pair.trackingError(convention))),
                ("Information ratio", NumberText.ratio(pair.informationRatio(convention))),
            ]
            return figures.map { [.init($0.0), .init($0.1), .init(NumberText.absent)] }
        } catch {
            preconditionFailure("both tracks have one return a cycle: \(error)")
        }
    }
}

/// A Sharpe ratio with its standard error; `—` for none.
func sharpeText(_ figures: PerformanceFigures) -> String {
    sharpeText(figures.sharpe)
}

/// A Sharpe ratio with its standard error; `—` for none.
func sharpeText(_ sharpe: SharpeRatio?) -> String {
    guard let sharpe else { return NumberText.absent }
    return "\(NumberText.ratio(sharpe.value))\u{A0}±\u{A0}\(NumberText.ratio(sharpe.standardError))"
}
