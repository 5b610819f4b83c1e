package import LinearAlgebra

/// Opinions on returns, each on a combination of assets.
package struct Views: Sendable {
    /// The combinations, `k × n`: one 1 for an absolute view, 1 and −1 for a relative one.
    package var assets: Matrix
    /// The return each combination is expected to have, per period of the covariance.
    package var returns: [Double]
    /// How sure each view is, 0 (not at all) to 1 (certain); `nil` takes the prior's own doubt.
    package var confidences: [Double]?

    /// Takes views, with Idzorek's confidences where given.
    package init(assets: Matrix, returns: [Double], confidences: [Double]? = nil) {
        self.assets = assets
        self.returns = returns
        self.confidences = confidences
    }
}

/// Expected returns and covariance after views were blended with the market's own.
package struct Posterior: Sendable {
    /// What the market's weights imply, `δ Σ w`.
    package let priorMeans: [Double]
    /// Expected returns with the views.
    package let means: [Double]
    /// Covariance of returns, the doubt about their means included: `Σ + M`.
    package let covariance: SymmetricMatrix
    /// The variance of each view's error; infinite for a view without any confidence.
    package let viewVariances: [Double]
}

extension PortfolioProblem {
    /// Returns the posterior of Black and Litterman, of ``capitalisations`` as the market's weights.
    ///
    /// Views without confidences have `Ω = diag(τ P Σ Pᵀ)`; with them `ω = τ (1/c − 1) pᵀ Σ p`.
    /// - Parameters:
    ///   - views: Opinions; none leave the market's own.
    ///   - riskAversion: `δ`, above zero.
    ///   - uncertainty: `τ`, the share of the covariance by which the means are in doubt, above zero.
    /// - Returns: Means and covariance with the views.
    /// - Throws: ``OptimizationError`` with `badInput`.
    /// - SeeAlso: Black and Litterman (1992), "Global Portfolio Optimization"; Idzorek (2005), "A
    ///   Step-by-Step Guide to the Black-Litterman Model"; Walters (2014), "The Black-Litterman
    ///   Model in Detail", section on Idzorek's closed form.
    package func blackLitterman(
        _ views: Views,
        riskAversion: Double,
        uncertainty: Double
    ) throws(OptimizationError) -> Posterior {
        try validate()
        let market = try marketWeights()
        try check(views, riskAversion, uncertainty)
        let prior = covariance.multiplied(by: market).map { $0 * riskAversion }
        let spreads = (0..<views.returns.count).map { view in
            covariance.multiplied(by: Array(views.assets.row(view))).map { $0 * uncertainty }
        }
        let doubts = spreads.indices.map { view in
            let own = DenseKernels.dot(Array(views.assets.row(view)), spreads[view])
            guard let confidence = views.confidences?[view] else { return own }
            return confidence == 0 ? .infinity : (1 / confidence - 1) * own
        }
        let used = doubts.indices.filter { doubts[$0].isFinite }
        var inner = SymmetricMatrix(order: used.count)
        for (i, view) in used.enumerated() {
            for (j, other) in used.enumerated() where j <= i {
                inner[i, j] = DenseKernels.dot(Array(views.assets.row(view)), spreads[other])
            }
            inner[i, i] += doubts[view]
        }
        guard let factor = CholeskyFactor.repairing(inner) else {
            throw OptimizationError(.badInput, "the views' variances aren't finite")
        }
        let surprises = used.map { view in
            views.returns[view] - DenseKernels.dot(Array(views.assets.row(view)), prior)
        }
        var means = prior
        for (pull, view) in zip(factor.solved(surprises), used) {
            let spread = spreads[view]
            DenseKernels.add(pull, times: spread.span, to: &means)
        }
        return Posterior(
            priorMeans: prior,
            means: means,
            covariance: posteriorCovariance(used.map { spreads[$0] }, factor, uncertainty),
            viewVariances: doubts
        )
    }

    /// Returns the best portfolio for the posterior: the largest `μᵀw − δ/2 wᵀΣw`, less costs.
    ///
    /// The objective is that utility.
    /// - Throws: ``OptimizationError``.
    package func blackLittermanPortfolio(
        _ views: Views,
        riskAversion: Double,
        uncertainty: Double
    ) throws(OptimizationError) -> PortfolioSolution {
        let posterior = try blackLitterman(
            views,
            riskAversion: riskAversion,
            uncertainty: uncertainty
        )
        let program = program(
            hessian: posterior.covariance.scaled(by: riskAversion),
            linear: posterior.means.map { -$0 }
        )
        let found = try optimum(of: program)
        return solution(
            found.solution,
            objective: -found.objective,
            turnoverMultiplier: found.turnoverMultiplier
        )
    }

    /// `Σ + τΣ − τΣPᵀ (PτΣPᵀ + Ω)⁻¹ PτΣ`.
    private func posteriorCovariance(
        _ spreads: [[Double]],
        _ factor: CholeskyFactor,
        _ uncertainty: Double
    ) -> SymmetricMatrix {
        let halves = (0..<count).map { asset in
            factor.solvedForward(spreads.map { $0[asset] })
        }
        var result = covariance.scaled(by: 1 + uncertainty)
        for i in 0..<count {
            for j in 0...i { result[i, j] -= DenseKernels.dot(halves[i], halves[j]) }
        }
        return result
    }

    /// Capitalisations as shares of their sum.
    private func marketWeights() throws(OptimizationError) -> [Double] {
        var sum = 0.0
        for value in capitalisations ?? [] { sum += value }
        guard let capitalisations, sum > 0 else {
            throw OptimizationError(
                .badInput,
                "the market's weights are missing or add up to \(sum); give capitalisations"
            )
        }
        return capitalisations.map { $0 / sum }
    }

    private func check(
        _ views: Views,
        _ riskAversion: Double,
        _ uncertainty: Double
    ) throws(OptimizationError) {
        let number = views.returns.count
        guard views.assets.rows == number, number == 0 || views.assets.columns == count,
            views.confidences?.count ?? number == number
        else {
            throw OptimizationError(
                .badInput,
                "\(number) views on \(count) assets need \(number) rows of \(count), found "
                    + "\(views.assets.rows) of \(views.assets.columns), and a confidence each or none"
            )
        }
        for value in views.returns + views.assets.storage where !value.isFinite {
            throw OptimizationError(.badInput, "the views hold \(value)")
        }
        for confidence in views.confidences ?? [] where !(confidence >= 0 && confidence <= 1) {
            throw OptimizationError(.badInput, "a confidence of \(confidence); give 0 to 1")
        }
        guard riskAversion > 0, uncertainty > 0, riskAversion.isFinite, uncertainty.isFinite else {
            throw OptimizationError(
                .badInput,
                "risk aversion \(riskAversion) and uncertainty \(uncertainty) must be above zero"
            )
        }
    }
}
