import Inspection
import LinearAlgebra
import Optimization
import Risk

/// A portfolio that was built, with the figures people ask for next.
struct OptimizeAnswer {
    private let history: PriceHistory
    private let problem: PortfolioProblem
    private let solution: PortfolioSolution
    private let method: String
    private let covariance: CovarianceName
    private let risk: PortfolioRisk
    private let means: [Double]
    private let year: Double

    /// Takes a solution of a problem that has means.
    init(
        history: PriceHistory,
        problem: PortfolioProblem,
        solution: PortfolioSolution,
        method: String,
        covariance: CovarianceName
    ) throws {
        self.history = history
        self.problem = problem
        self.solution = solution
        self.method = method
        self.covariance = covariance
        risk = try PortfolioRisk(weights: solution.weights, covariance: problem.covariance)
        year = history.periodsPerYear
        let year = year
        means = (problem.means ?? []).map { $0 * year }
    }

    private var volatility: Double { risk.volatility * year.squareRoot() }
    private var mean: Double { DenseKernels.dot(means, solution.weights) }

    private var deviations: [Double] {
        problem.covariance.diagonal.map { ($0 * year).squareRoot() }
    }

    private var diversification: Double? {
        guard risk.volatility > 0 else { return nil }
        return DenseKernels.dot(deviations, solution.weights.map { abs($0) }) / volatility
    }

    private var effectiveNumber: Double? {
        let squares = DenseKernels.dot(solution.weights, solution.weights)
        return squares > 0 ? 1 / squares : nil
    }

    /// The answer about prices read as options say.
    func answer(_ prices: PriceOptions) throws -> QuantAnswer {
        let held = solution.weights.count { $0 != 0 }
        let names = covariance == .sample ? "" : ", covariance \(covariance.rawValue)"
        let weights = zip(history.symbols, solution.weights).filter { $1 != 0 }
            .map { "\($0)=\(rounded($1))" }
        let isShort = weights.count <= 5
        return QuantAnswer(
            heading: [
                "\(method) holds \(held) of \(history.heading)\(names)",
                "volatility \(NumberText.percent(volatility)) a year, mean return "
                    + "\(NumberText.percent(mean, isSigned: true)) a year"
                    + (diversification.map {
                        ", diversification ratio \(NumberText.decimal($0, places: 2))"
                    } ?? ""),
            ],
            tables: [table],
            notes: notes,
            next: isShort
                ? ["shock \(prices.words) --weights \(weights.joined(separator: ","))"] : [],
            json: json,
            records: records
        )
    }

    private func rounded(_ weight: Double) -> String {
        "\((weight * 1e6).rounded() / 1e6)"
    }

    private var table: Table {
        let hasHeld = problem.constraints.held.contains { $0 != 0 }
        var table = Table(
            [
                Table.Column("instrument", .left),
                Table.Column("weight", unit: "%"),
                Table.Column("risk share", unit: "%", rank: 1),
                Table.Column("volatility", unit: "%/y", rank: 2),
                Table.Column("mean return", unit: "%/y", rank: 3),
            ] + (hasHeld ? [Table.Column("held", unit: "%", rank: 4)] : [])
        )
        func percent(_ value: Double, places: Int = 2, isSigned: Bool = false) -> Table.Cell {
            .init(NumberText.decimal(value * 100, places: places, isSigned: isSigned))
        }
        for index in history.symbols.indices {
            let weight = solution.weights[index]
            table.add(
                [
                    .init(history.symbols[index]), percent(weight), percent(risk.shares[index]),
                    percent(deviations[index], places: 1),
                    percent(means[index], places: 1, isSigned: true),
                ] + (hasHeld ? [percent(problem.constraints.held[index])] : [])
            )
        }
        table.addTotal(
            [
                "sum", percent(solution.weights.reduce(0, +)), percent(risk.shares.reduce(0, +)),
                percent(volatility, places: 1), percent(mean, places: 1, isSigned: true),
            ] + (hasHeld ? [percent(problem.constraints.held.reduce(0, +))] : [])
        )
        return table
    }

    private var notes: [String] {
        // That a weight is not below zero needs no mention.
        let binding = solution.bindingNames.filter {
            !$0.hasSuffix(" at its minimum 0.0") && $0 != "budget fixed"
        }
        var notes: [String] = []
        if !binding.isEmpty { notes.append("Binding: \(binding.joined(separator: "; ")).") }
        notes += solution.notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        if problem.constraints.held.contains(where: { $0 != 0 }) {
            notes.append("Turnover from what is held: \(NumberText.percent(solution.turnover)).")
        }
        if let residual = solution.residual {
            let size = (residual.largest * 1e18).rounded() / 1e18
            notes.append("Optimal within \(size) (KKT residual, relative).")
        }
        notes.append("Figures are of the past that the weights were chosen on; none is a forecast.")
        return notes
    }

    private var json: JSONValue {
        [
            "method": .string(method), "covariance": .string(covariance.rawValue),
            "first": .string(history.text(0)),
            "last": .string(history.text(history.moments.count - 1)),
            "returns": .count(history.moments.count - 1),
            "periods_per_year": .number(year),
            "weights": .named(history.symbols, solution.weights),
            "risk_shares": .named(history.symbols, risk.shares),
            "volatility": .number(volatility), "mean_return": .number(mean),
            "diversification_ratio": .optional(diversification),
            "effective_number": .optional(effectiveNumber),
            "turnover": .number(solution.turnover), "cost": .number(solution.cost * year),
            "objective": .number(solution.objective),
            "residual": .optional(solution.residual?.largest),
            "binding": .texts(solution.bindingNames), "notes": .texts(solution.notes),
        ]
    }

    private var records: [[String]] {
        [["instrument", "weight", "risk_share", "volatility", "mean_return"]]
            + history.symbols.indices.map { index in
                [
                    history.symbols[index], "\(solution.weights[index])",
                    "\(risk.shares[index])", "\(deviations[index])", "\(means[index])",
                ]
            }
    }
}

extension JSONValue {
    /// Numbers by name.
    static func named(_ names: [String], _ values: [Double]) -> JSONValue {
        .object(
            Dictionary(zip(names, values.map { JSONValue.number($0) })) { first, _ in first }
        )
    }
}
