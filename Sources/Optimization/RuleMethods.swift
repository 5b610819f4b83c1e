import LinearAlgebra

extension PortfolioProblem {
    /// Returns equal weights.
    ///
    /// - Throws: ``OptimizationError``.
    /// - SeeAlso: DeMiguel, Garlappi and Uppal (2009), "Optimal Versus Naive Diversification".
    package func equalWeights() throws(OptimizationError) -> PortfolioSolution {
        try validate()
        return try nearestRule(to: Array(repeating: 1, count: count))
    }

    /// Returns weights in proportion to the assets' market values.
    ///
    /// - Throws: ``OptimizationError`` with `badInput` when they are missing, negative or all zero.
    /// - SeeAlso: Sharpe (1964), "Capital Asset Prices".
    package func capitalisationWeights() throws(OptimizationError) -> PortfolioSolution {
        try validate()
        guard let capitalisations, capitalisations.allSatisfy({ $0 >= 0 }),
            capitalisations.contains(where: { $0 > 0 })
        else {
            throw OptimizationError(
                .badInput,
                "capitalisations \(self.capitalisations ?? []) can't be weights; give a market "
                    + "value of 0 or more for each asset, one above 0"
            )
        }
        return try nearestRule(to: capitalisations)
    }

    /// Returns weights in proportion to one over each asset's standard deviation.
    ///
    /// - Throws: ``OptimizationError`` with `undefined` when an asset doesn't vary.
    /// - SeeAlso: Leote de Carvalho, Lu and Moulin (2012), "Demystifying Equity Risk-Based
    ///   Strategies".
    package func inverseVolatility() throws(OptimizationError) -> PortfolioSolution {
        try validate()
        try checkVariation(of: Array(0..<count), for: "inverse volatility")
        return try nearestRule(to: deviations.map { 1 / $0 })
    }

    /// Returns base weights tilted towards assets that rose most.
    ///
    /// Each weight is multiplied by `exp(strength × z)`, where `z` is the asset's return over the
    /// lookback less the skipped periods, standardised across assets and cut at ±3.
    /// - Throws: ``OptimizationError`` with `badInput` when the history is too short.
    /// - SeeAlso: Jegadeesh and Titman (1993), "Returns to Buying Winners and Selling Losers".
    package func momentumTilt(
        _ tilt: TiltRule = .momentum
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        let signals = try tilt.returns(of: try fullHistory())
        return try tilted(signals, tilt)
    }

    /// Returns base weights tilted towards assets that fell furthest below their own average.
    ///
    /// Each weight is multiplied by `exp(−strength × z)`, where `z` is the distance of the last
    /// price from its mean over the lookback in its own standard deviations, standardised across
    /// assets and cut at ±3.
    /// - Throws: ``OptimizationError`` with `badInput` when the history is too short.
    /// - SeeAlso: De Bondt and Thaler (1985), "Does the Stock Market Overreact?"; Poterba and
    ///   Summers (1988), "Mean Reversion in Stock Prices".
    package func meanReversionTilt(
        _ tilt: TiltRule = .meanReversion
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        let signals = try tilt.stretches(of: try fullHistory())
        return try tilted(signals.map { -$0 }, tilt)
    }

    func fullHistory() throws(OptimizationError) -> Matrix {
        guard let history, history.rows > 0 else {
            throw OptimizationError(.badInput, "this method needs past returns; give a history")
        }
        if let bad = history.storage.first(where: { !$0.isFinite }) {
            throw OptimizationError(.badInput, "the history holds \(bad); leave such periods out")
        }
        return history
    }

    private func tilted(
        _ signals: [Double],
        _ tilt: TiltRule
    ) throws(OptimizationError) -> PortfolioSolution {
        let base = tilt.base ?? Array(repeating: 1, count: count)
        guard base.count == count, base.allSatisfy({ $0.isFinite && $0 >= 0 }),
            base.contains(where: { $0 > 0 })
        else {
            throw OptimizationError(
                .badInput,
                "base weights \(base) can't be tilted; give \(count) of 0 or more"
            )
        }
        let scores = TiltRule.standardised(signals)
        return try nearestRule(
            to: base.indices.map { index in
                base[index] * ElementaryFunctions.exp(tilt.strength * scores[index])
            }
        )
    }

    /// Scales a rule's proportions to the budget; the objective is the variance.
    private func nearestRule(
        to proportions: [Double]
    ) throws(OptimizationError) -> PortfolioSolution {
        try nearest(to: scaledToBudget(proportions)) { covariance.quadraticForm($0) }
    }
}
