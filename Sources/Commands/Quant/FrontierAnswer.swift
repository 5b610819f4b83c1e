import Inspection
import LinearAlgebra
import Optimization
import Risk

/// The portfolios of an efficient frontier, from the least volatility to the largest return.
struct FrontierAnswer {
    let history: PriceHistory
    let problem: PortfolioProblem
    let solutions: [PortfolioSolution]
    let covariance: CovarianceName
    /// The riskless return of a year.
    let riskFree: Double

    /// The answer in all shapes.
    var answer: QuantAnswer {
        let names = covariance == .sample ? "" : ", covariance \(covariance.rawValue)"
        return QuantAnswer(
            heading: ["efficient-frontier of \(history.heading)\(names)"],
            tables: [table],
            notes: notes,
            json: json,
            records: records
        )
    }

    private var year: Double { history.periodsPerYear }
    private func volatility(_ solution: PortfolioSolution) -> Double {
        (max(0, solution.objective) * year).squareRoot()
    }
    private func mean(_ solution: PortfolioSolution) -> Double {
        DenseKernels.dot(problem.means ?? [], solution.weights) * year
    }
    private func sharpe(_ solution: PortfolioSolution) -> Double? {
        let risk = volatility(solution)
        return risk > 0 ? (mean(solution) - solution.cost * year - riskFree) / risk : nil
    }
    private var isTrading: Bool { problem.constraints.held.contains { $0 != 0 } }

    private var table: Table {
        var table = Table(
            [
                Table.Column("point"), Table.Column("mean return", unit: "%/y"),
                Table.Column("volatility", unit: "%/y"), Table.Column("sharpe", rank: 1),
                Table.Column("holdings", rank: 3),
            ] + (isTrading ? [Table.Column("turnover", unit: "%", rank: 2)] : [])
                + [Table.Column("largest weights, %", .left, rank: 1, cutTo: 24)]
        )
        for (place, solution) in solutions.enumerated() {
            table.add(
                [
                    .init("\(place + 1)"),
                    .init(NumberText.decimal(mean(solution) * 100, places: 2, isSigned: true)),
                    .init(NumberText.decimal(volatility(solution) * 100, places: 2)),
                    .init(sharpe(solution).map { NumberText.decimal($0, places: 2) } ?? "–"),
                    .init("\(solution.weights.count { $0 != 0 })"),
                ]
                    + (isTrading
                        ? [.init(NumberText.decimal(solution.turnover * 100, places: 1))] : [])
                    + [.init(largest(solution))]
            )
        }
        return table
    }

    /// The three largest weights, in percent.
    private func largest(_ solution: PortfolioSolution) -> String {
        let order = solution.weights.indices.sorted { first, second in
            let (a, b) = (abs(solution.weights[first]), abs(solution.weights[second]))
            return a != b ? a > b : first < second
        }
        return order.prefix(3).filter { solution.weights[$0] != 0 }.map { index in
            "\(history.symbols[index]) "
                + NumberText.decimal(solution.weights[index] * 100, places: 1)
        }.joined(separator: ", ")
    }

    private var notes: [String] {
        let worst = solutions.compactMap { $0.residual?.largest }.max() ?? 0
        return [
            "Each has the least volatility of all that earn as much, optimal within "
                + "\((worst * 1e18).rounded() / 1e18) (KKT residual, relative).",
            "--csv and --json tell all weights. Figures are of the past that the weights were "
                + "chosen on; none is a forecast.",
        ]
    }

    private var json: JSONValue {
        [
            "method": "efficient-frontier", "covariance": .string(covariance.rawValue),
            "first": .string(history.text(0)),
            "last": .string(history.text(history.moments.count - 1)),
            "returns": .count(history.moments.count - 1),
            "periods_per_year": .number(year),
            "notes": .texts(notes),
            "points": .array(
                solutions.map { solution in
                    [
                        "weights": .named(history.symbols, solution.weights),
                        "volatility": .number(volatility(solution)),
                        "mean_return": .number(mean(solution)),
                        "sharpe": .optional(sharpe(solution)),
                        "turnover": .number(solution.turnover),
                        "cost": .number(solution.cost * year),
                        "residual": .optional(solution.residual?.largest),
                        "binding": .texts(solution.bindingNames),
                    ]
                }
            ),
        ]
    }

    private var records: [[String]] {
        let heads = ["point", "mean_return", "volatility", "turnover", "cost"]
        return [heads + history.symbols]
            + solutions.enumerated().map { place, solution in
                let figures = [
                    mean(solution), volatility(solution), solution.turnover, solution.cost * year,
                ]
                return ["\(place + 1)"] + (figures + solution.weights).map { "\($0)" }
            }
    }
}
