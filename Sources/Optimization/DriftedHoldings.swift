/// What a portfolio's weights become while prices move and nothing is traded.
package enum DriftedHoldings {
    /// Returns the weights after one period, `wᵢ (1 + rᵢ) / (1 + Σ wⱼ rⱼ)`.
    ///
    /// What the weights leave of 1 is cash, which earns nothing. Turnover and costs count from these
    /// weights, not from the last targets.
    /// - Throws: ``OptimizationError`` with `badInput` for figures that aren't finite or don't pair,
    ///   and `undefined` when the whole portfolio is lost.
    package static func after(
        _ returns: [Double],
        of weights: [Double]
    ) throws(OptimizationError) -> [Double] {
        guard returns.count == weights.count else {
            throw OptimizationError(
                .badInput,
                "\(weights.count) weights and \(returns.count) returns don't pair"
            )
        }
        for value in returns + weights where !value.isFinite {
            throw OptimizationError(.badInput, "weights and returns include \(value)")
        }
        var growth = 1.0
        for index in weights.indices { growth += weights[index] * returns[index] }
        guard growth > 0 else {
            throw OptimizationError(
                .undefined,
                "the portfolio grew by a factor of \(growth); nothing is left to weigh"
            )
        }
        return weights.indices.map { weights[$0] * (1 + returns[$0]) / growth }
    }

    /// Returns the weights after several periods, a row of returns each, oldest first.
    ///
    /// - Throws: ``OptimizationError``, as for one period.
    package static func after(
        _ periods: [[Double]],
        of weights: [Double]
    ) throws(OptimizationError) -> [Double] {
        var drifted = weights
        for returns in periods { drifted = try after(returns, of: drifted) }
        return drifted
    }
}
