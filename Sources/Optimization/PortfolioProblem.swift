package import LinearAlgebra

/// What a construction method is given: figures of the assets and what the portfolio may look like.
///
/// Rates are per period of the covariance, which may be a day or a year as long as all agree.
package struct PortfolioProblem: Sendable {
    /// The assets' names, for messages; their order is that of every vector.
    package var names: [String]
    /// Covariance of the assets' returns, `n × n`.
    package var covariance: SymmetricMatrix
    /// Expected simple returns; methods that need none ignore them.
    package var means: [Double]?
    /// Simple returns, `T × n`, oldest first; for growth-optimal portfolios and tilts.
    package var history: Matrix?
    /// Market values of the assets, in any unit.
    package var capitalisations: [Double]?
    /// What the portfolio may look like.
    package var constraints: PortfolioConstraints

    /// Takes a covariance, with long-only, fully invested constraints unless others are given.
    package init(
        names: [String],
        covariance: SymmetricMatrix,
        means: [Double]? = nil,
        history: Matrix? = nil,
        capitalisations: [Double]? = nil,
        constraints: PortfolioConstraints? = nil
    ) {
        self.names = names
        self.covariance = covariance
        self.means = means
        self.history = history
        self.capitalisations = capitalisations
        self.constraints = constraints ?? PortfolioConstraints(assets: names.count)
    }

    /// How many assets there are.
    package var count: Int { names.count }

    /// Standard deviations of the assets' returns.
    var deviations: [Double] { covariance.diagonal.map { $0.squareRoot() } }

    /// Refuses figures no method can work with.
    func validate() throws(OptimizationError) {
        guard count > 0 else { throw OptimizationError(.badInput, "no assets were given") }
        let lengths: [(String, Int)] = [
            ("rows of the covariance", covariance.order), ("means", means?.count ?? count),
            ("columns of the history", history?.columns ?? count),
            ("capitalisations", capitalisations?.count ?? count),
            ("least weights", constraints.minimumWeights.count),
            ("largest weights", constraints.maximumWeights.count),
            ("costs", constraints.costs.count), ("holdings", constraints.held.count),
        ]
        for (name, found) in lengths where found != count {
            throw OptimizationError(
                .badInput,
                "\(count) assets need \(count) \(name), not \(found)"
            )
        }
        for limit in constraints.limits where limit.coefficients.count != count {
            throw OptimizationError(
                .badInput,
                "\(limit.name) has \(limit.coefficients.count) coefficients for \(count) assets"
            )
        }
        for row in 0..<count {
            if let bad = covariance.row(row).first(where: { !$0.isFinite }) {
                throw OptimizationError(.badInput, "the covariances of \(names[row]) hold \(bad)")
            }
            if covariance[row, row] < 0 {
                throw OptimizationError(
                    .badInput,
                    "the variance of \(names[row]) is \(covariance[row, row]), below zero"
                )
            }
        }
        for values in [means ?? [], capitalisations ?? []] {
            if let bad = values.first(where: { !$0.isFinite }) {
                throw OptimizationError(
                    .badInput,
                    "means or capitalisations hold \(bad); leave such assets out"
                )
            }
        }
    }

    /// The quadratic program over the weights, without a limit on turnover.
    ///
    /// Its rows are the budget, then the limits in their order.
    func program(
        hessian: SymmetricMatrix?,
        linear: [Double],
        costs: [Double]? = nil
    ) -> QuadraticProgram {
        var program = QuadraticProgram(hessian: hessian, linear: linear)
        program.lower = constraints.minimumWeights
        program.upper = constraints.maximumWeights
        program.costs = costs ?? constraints.costs
        program.held = constraints.held
        let budget = constraints.budget
        if budget.lowerBound > -.infinity || budget.upperBound < .infinity {
            program.addRow(
                Array(repeating: 1, count: count),
                from: budget.lowerBound,
                to: budget.upperBound
            )
        }
        for limit in constraints.limits {
            program.addRow(limit.coefficients, from: limit.minimum, to: limit.maximum)
        }
        return program
    }

    /// What the rows of ``program(hessian:linear:costs:)`` are called, in their order.
    var rowNames: [String] {
        let budget = constraints.budget
        let hasBudget = budget.lowerBound > -.infinity || budget.upperBound < .infinity
        return (hasBudget ? ["budget"] : []) + constraints.limits.map(\.name)
    }
}
