package import LinearAlgebra

/// How much an asset moves with a benchmark.
///
/// `β = cov(r, b) / var(b)`; both moments share a denominator, so it does not matter which.
/// - SeeAlso: Sharpe (1964), "Capital Asset Prices".
package enum Beta {
    /// Returns the beta of returns against the benchmark's over the same periods.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `tooFewObservations` for fewer than two,
    ///   `notFinite`, and `degenerate` for a constant benchmark.
    package static func value(
        returns: [Double],
        benchmark: [Double]
    ) throws(RiskError) -> Double {
        try requireCount(returns.count, benchmark.count, "returns beside the benchmark's")
        try requireObservations(returns.count, atLeast: 2)
        try requireFinite(returns, "return")
        try requireFinite(benchmark, "benchmark return")
        let mean = SampleStatistics.mean(returns.span) ?? 0
        let benchmarkMean = SampleStatistics.mean(benchmark.span) ?? 0
        var (products, squares) = (0.0, 0.0)
        for (left, right) in zip(returns, benchmark) {
            products += (left - mean) * (right - benchmarkMean)
            squares += (right - benchmarkMean) * (right - benchmarkMean)
        }
        return try quotient(products, squares)
    }

    /// Returns each asset's beta against the portfolio of the weights, `(Σw)ᵢ / wᵀΣw`.
    ///
    /// The weighted sum of the betas is one.
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, and `degenerate` for a
    ///   portfolio without risk.
    package static func values(
        covariance: SymmetricMatrix,
        benchmarkWeights: [Double]
    ) throws(RiskError) -> [Double] {
        try requireCount(benchmarkWeights.count, covariance.order, "weights")
        try requireFinite(benchmarkWeights, "weight")
        let product = covariance.multiplied(by: benchmarkWeights)
        var variance = 0.0
        for (weight, value) in zip(benchmarkWeights, product) { variance += weight * value }
        var betas: [Double] = []
        for value in product { betas.append(try quotient(value, variance)) }
        return betas
    }

    private static func quotient(_ covariance: Double, _ variance: Double) throws(RiskError)
        -> Double
    {
        let beta = covariance / variance
        guard variance > 0, beta.isFinite else {
            throw RiskError(
                .degenerate,
                "the benchmark's variance is \(variance); a beta needs one that moves"
            )
        }
        return beta
    }
}
