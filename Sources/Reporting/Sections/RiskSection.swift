import LinearAlgebra
import Market
import Risk

/// How the workers move together, and whose risk the portfolio bears.
struct RiskSection {
    let evaluation: Evaluation
    private let contributions: [WorkerRisk.Contribution]
    /// Why there are no contributions; empty where there are.
    private let fault: String

    init(evaluation: Evaluation) {
        self.evaluation = evaluation
        var found: [WorkerRisk.Contribution] = []
        var fault = ""
        do {
            if let window = evaluation.window {
                found = try WorkerRisk(evaluation: evaluation).contributions(window: window)
            }
            if found.isEmpty {
                fault = "The run is too short for risk contributions: \(evaluation.windowsMinimum)."
            }
        } catch {
            fault = "Risk contributions are not defined: \(error.message)."
        }
        contributions = found
        self.fault = fault
    }

    /// The heat map beside the contributions, and these over time.
    var section: Section {
        guard !evaluation.input.workers.isEmpty else {
            let none = Markup.paragraph("The run had no worker.")
            return Section(id: "risk", title: "Risk", content: [none])
        }
        return Section(
            id: "risk",
            title: "Risk",
            content: [.element("div", ["class": "pair"], [correlation, latest]), overTime]
        )
    }

    private var names: [String] { evaluation.input.workers.map(\.name) }

    private var correlation: Markup {
        do {
            let found = try WorkerRisk(evaluation: evaluation).correlation()
            guard found.workers.count > 1 else {
                return .paragraph("Correlations need two workers whose returns vary.")
            }
            return heatMap(found.workers.map { names[$0] }, found.matrix, found.cycles)
        } catch {
            return .paragraph("Correlations are not defined: \(error.message).")
        }
    }

    private func heatMap(_ names: [String], _ matrix: SymmetricMatrix, _ cycles: Int) -> Markup {
        let rows = names.indices.map { row in names.indices.map { matrix[row, $0] } }
        let mean = NumberText.ratio(Correlation.meanOfPairs(matrix))
        let chart = HeatMap(
            id: "correlation",
            title: "Correlation of workers",
            summary: "Pearson's correlation of the workers' returns over "
                + "\(NumberText.count(cycles)) cycles; \(mean) on average over pairs. Blue moves "
                + "together, orange against.",
            names: names,
            rows: rows
        )
        var table = Table(
            caption: "Correlation of workers' returns",
            columns: [.text("worker")] + names.map { .number($0) }
        )
        table.rows = names.indices.map { row in
            [.init(names[row])] + rows[row].map { .init(NumberText.ratio($0)) }
        }
        return chart.figure(unfolding: "Correlations", table)
    }

    private var latest: Markup {
        guard let window = evaluation.window, let last = contributions.last else {
            return .paragraph(fault)
        }
        return bars(last, window)
    }

    private func bars(_ last: WorkerRisk.Contribution, _ window: Int) -> Markup {
        let cash = max(0, 1 - last.weights.reduce(0, +))
        let chart = PairBars(
            id: "contributions",
            title: "Capital and risk by worker",
            summary: "Share of the net asset value on \(last.date) (the rest, "
                + "\(NumberText.percent(cash)), is with the treasury or in transit) and share of the portfolio's "
                + "volatility of \(NumberText.percent(last.volatility)) a year, from the covariance of "
                + "the last \(window) cycles.",
            valueTitle: "Share, %",
            names: ("capital", "risk"),
            rows: names.indices.map { index in
                PairBars.Row(
                    name: names[index],
                    first: last.weights[index] * 100,
                    second: last.shares[index] * 100
                )
            }
        )
        var table = Table(
            caption: "Shares of capital and of risk on \(last.date)",
            columns: [.text("worker"), .number("capital"), .number("risk")]
        )
        for index in names.indices {
            table.rows.append([
                .init(names[index]), .init(NumberText.percent(last.weights[index])),
                .init(NumberText.percent(last.shares[index])),
            ])
        }
        return chart.figure(unfolding: "Shares", table)
    }

    private var overTime: Markup {
        guard let window = evaluation.window, !contributions.isEmpty else { return .empty }
        let all = contributions
        let chart = RiskShareChart(names: names, contributions: all, window: window)
        var table = Table(
            caption: "Share of the portfolio's volatility at the end of each year",
            columns: [.text("date"), .number("volatility a year")]
                + names.map { .number($0) }
        )
        for (index, one) in all.enumerated() {
            let year = one.date.components.year
            guard index + 1 == all.count || all[index + 1].date.components.year != year
            else { continue }
            table.rows.append(
                [.init(.prose("\(one.date)")), .init(NumberText.percent(one.volatility))]
                    + one.shares.map { .init(NumberText.percent($0)) }
            )
        }
        return chart.figure(unfolding: "Shares by year", table)
    }
}
