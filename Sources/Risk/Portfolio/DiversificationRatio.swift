package import LinearAlgebra

/// The mean volatility of the holdings in proportion to the portfolio's.
///
/// `Σ |wᵢ| σᵢ / √(wᵀ Σ w)`: 1 for a single holding or perfect correlation, `√n` for `n` equal
/// uncorrelated ones. For long positions `|w|` is `w`, as in the paper.
/// - SeeAlso: Choueifaty and Coignard (2008), "Toward Maximum Diversification".
package enum DiversificationRatio {
    /// Returns the ratio.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, and `degenerate` for a
    ///   portfolio without risk.
    package static func value(
        weights: [Double],
        covariance: SymmetricMatrix
    ) throws(RiskError) -> Double {
        let risk = try PortfolioRisk(weights: weights, covariance: covariance)
        var sum = 0.0
        for (weight, variance) in zip(weights, covariance.diagonal) {
            sum += abs(weight) * max(0, variance).squareRoot()
        }
        let ratio = sum / risk.volatility
        guard ratio.isFinite else {
            throw RiskError(
                .degenerate,
                "the portfolio's volatility is \(risk.volatility); the ratio needs one above zero"
            )
        }
        return ratio
    }
}
