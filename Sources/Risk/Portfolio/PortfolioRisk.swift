package import LinearAlgebra

/// The volatility of a portfolio and what each holding contributes to it.
///
/// With weights `w`, covariance `Σ` and `σ = √(wᵀ Σ w)`, marginal risk is `Σw / σ` and component
/// risk `wᵢ (Σw)ᵢ / σ`. By Euler's theorem the components sum to `σ`: within `n` ulp of the sum of
/// their magnitudes. Weights may be short and need not sum to one. Everything per one period of the
/// covariance's returns.
/// - SeeAlso: Litterman (1996), "Hot Spots and Hedges"; Tasche (1999), "Risk contributions and
///   performance measurement".
package struct PortfolioRisk: Sendable, Hashable {
    /// `wᵀ Σ w`, not below zero.
    package let variance: Double
    /// The square root of the variance.
    package let volatility: Double
    /// By how much volatility rises with each weight, `n` of them; zeros for a riskless portfolio.
    package let marginal: [Double]
    /// The part of volatility due to each holding, `n` of them; negative for a hedge.
    package let component: [Double]

    /// Components as shares of the volatility, which sum to one; zeros for a riskless portfolio.
    package var shares: [Double] {
        component.map { volatility > 0 ? $0 / volatility : 0 }
    }

    /// Measures a portfolio.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, and `degenerate` where the
    ///   variance is negative beyond rounding, as the covariance is then not semi-definite.
    package init(weights: [Double], covariance: SymmetricMatrix) throws(RiskError) {
        try requireCount(weights.count, covariance.order, "weights")
        try requireFinite(weights, "weight")
        let product = covariance.multiplied(by: weights)
        var (variance, size) = (0.0, 0.0)
        for (weight, value) in zip(weights, product) {
            variance += weight * value
            size += abs(weight * value)
        }
        try requireFinite([variance], "variance")
        guard variance >= -1e-12 * size else {
            throw RiskError(
                .degenerate,
                "the variance is \(variance): the covariance is not semi-definite; repair it first"
            )
        }
        let volatility = max(0, variance).squareRoot()
        let scale = volatility > 0 ? 1 / volatility : 0
        try requireFinite([scale], "one over the volatility")
        self.variance = max(0, variance)
        self.volatility = volatility
        marginal = product.map { $0 * scale }
        component = zip(weights, product).map { $0 * $1 * scale }
    }
}
