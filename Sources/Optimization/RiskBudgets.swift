import LinearAlgebra

extension PortfolioProblem {
    /// Returns the portfolio whose assets carry given shares of its variance, all equal by default.
    ///
    /// Contributions are `wᵢ (Σ w)ᵢ / wᵀΣw`. The weights are positive and add up to the largest
    /// budget allowed; other constraints are met by the nearest allowed weights. The objective is
    /// the largest difference between a contribution and its budget.
    /// - Parameter budgets: A share for each asset, not below zero, in any unit; an asset without a
    ///   share gets no weight.
    /// - Returns: Weights with how far contributions are from their budgets.
    /// - Throws: ``OptimizationError`` with `badInput`, or `undefined` when an asset with a share
    ///   doesn't vary or the covariance lets risks cancel.
    /// - SeeAlso: Maillard, Roncalli and Teïletche (2010), "The Properties of Equally Weighted Risk
    ///   Contribution Portfolios"; Spinu (2013), "An Algorithm for Computing Risk Parity Weights".
    package func riskBudgets(
        _ budgets: [Double]? = nil
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        let shares = try normalised(budgets ?? Array(repeating: 1, count: count))
        let included = shares.indices.filter { shares[$0] > 0 }
        try checkVariation(of: included, for: "a share of risk")
        let found = try RiskBudgetSolver(
            covariance: included.count == count ? covariance : covariance.submatrix(included),
            budgets: included.map { shares[$0] }
        ).solved()
        var weights = [Double](repeating: 0, count: count)
        for (position, asset) in included.enumerated() { weights[asset] = found[position] }
        return try nearest(to: scaledToBudget(weights)) { spread($0, shares) }
    }

    /// Returns each asset's share of the variance, `wᵢ (Σ w)ᵢ / wᵀΣw`; zeros for no variance.
    package func riskContributions(_ weights: [Double]) -> [Double] {
        let marginal = covariance.multiplied(by: weights)
        let variance = DenseKernels.dot(marginal, weights)
        return weights.indices.map { variance > 0 ? weights[$0] * marginal[$0] / variance : 0 }
    }

    private func spread(_ weights: [Double], _ shares: [Double]) -> Double {
        zip(riskContributions(weights), shares).map { abs($0 - $1) }.max() ?? 0
    }

    private func normalised(_ budgets: [Double]) throws(OptimizationError) -> [Double] {
        var sum = 0.0
        for budget in budgets { sum += budget }
        let isUsable = budgets.allSatisfy { $0.isFinite && $0 >= 0 }
        guard budgets.count == count, isUsable, sum > 0, sum.isFinite else {
            throw OptimizationError(
                .badInput,
                "risk budgets \(budgets) don't fit \(count) assets; give each a share of 0 or more"
            )
        }
        return budgets.map { $0 / sum }
    }
}

extension PortfolioProblem {
    /// Refuses assets whose returns are constant, for rules that divide by their deviation.
    func checkVariation(of assets: [Int], for purpose: String) throws(OptimizationError) {
        for asset in assets where covariance[asset, asset] == 0 {
            throw OptimizationError(
                .undefined,
                "the returns of \(names[asset]) don't vary, so that \(purpose) asks for an endless "
                    + "weight; leave it out and hold it as cash"
            )
        }
    }

    /// Scales weights of positive sum to the largest budget, or to one where that has no end.
    func scaledToBudget(_ weights: [Double]) -> [Double] {
        let most = constraints.budget.upperBound
        let target = most.isFinite ? most : 1
        var sum = 0.0
        for weight in weights { sum += weight }
        return weights.map { $0 * target / sum }
    }
}

/// Newton's method on `½ yᵀ C y − Σ bᵢ ln yᵢ`, where `C` is the correlation and `y = w σ`.
///
/// At the minimum `yᵢ (C y)ᵢ = bᵢ`. The function is self-concordant once scaled by the least
/// budget, so that damped steps always arrive.
private struct RiskBudgetSolver {
    let correlation: SymmetricMatrix
    let deviations: [Double]
    let budgets: [Double]

    init(covariance: SymmetricMatrix, budgets: [Double]) {
        deviations = covariance.diagonal.map { $0.squareRoot() }
        correlation = covariance.scaled(rowsAndColumnsBy: deviations.map { 1 / $0 })
        self.budgets = budgets
    }

    /// Returns weights, not scaled to any sum.
    func solved() throws(OptimizationError) -> [Double] {
        var y = startingPoint()
        var previous = Double.infinity
        for _ in 0..<100 {
            let product = correlation.multiplied(by: y)
            var error = 0.0
            for index in y.indices {
                error = max(error, abs(y[index] * product[index] - budgets[index]))
            }
            let isStalled = error < 1e-10 && error >= previous / 2
            if error <= 1e-15 || isStalled { return zip(y, deviations).map { $0 / $1 } }
            previous = error
            y = try improved(y, product)
            guard y.allSatisfy({ $0.isFinite && $0 < 1e8 }) else { throw cancelling }
        }
        throw cancelling
    }

    /// Each asset as if all correlations were the mean one, then scaled to the right variance.
    private func startingPoint() -> [Double] {
        let y = budgets.map { $0.squareRoot() }
        let scale = 1 / max(correlation.quadraticForm(y), 1e-12).squareRoot()
        return y.map { $0 * scale }
    }

    private func improved(
        _ y: [Double],
        _ product: [Double]
    ) throws(OptimizationError) -> [Double] {
        // Multiplying rows and columns by y makes the hessian well scaled: YCY + diag(b).
        var hessian = correlation.scaled(rowsAndColumnsBy: y)
        for index in y.indices { hessian[index, index] += budgets[index] }
        guard let factor = CholeskyFactor(hessian) else { throw cancelling }
        let right = y.indices.map { budgets[$0] - y[$0] * product[$0] }
        let step = factor.solved(right)
        let decrement = DenseKernels.dot(right, step)
        let least = budgets.min() ?? 1
        let largest = step.lazy.map { abs($0) }.max() ?? 0
        let isNear = decrement / least < 0.25 || largest < 0.5
        let length = isNear ? 1 : 1 / (1 + largest)
        return y.indices.map { y[$0] * (1 + length * step[$0]) }
    }

    private var cancelling: OptimizationError {
        OptimizationError(
            .undefined,
            "risks cancel entirely, so that no positive weights share a variance; "
                + "shrink the covariance, or drop assets that mirror one another"
        )
    }
}
