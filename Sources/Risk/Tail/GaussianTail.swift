import LinearAlgebra

/// Value at risk and expected shortfall of normally distributed returns.
///
/// Losses are positive. With `a = 1 − confidence` and `z = Φ⁻¹(a)`: `VaR = −(m + s z)` and
/// `ES = −(m − s φ(z) / a)`.
/// - SeeAlso: McNeil, Frey and Embrechts (2015), "Quantitative Risk Management", examples 2.11, 2.14.
package struct GaussianTail: Sendable, Hashable {
    /// The loss that is exceeded with probability `a`; negative where the mean outweighs it.
    package let valueAtRisk: Double
    /// The mean of the losses beyond it.
    package let expectedShortfall: Double

    /// Takes the mean and standard deviation of one period.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a confidence outside 0.5 ..< 1 or a
    ///   negative deviation, and `notFinite`.
    package init(
        mean: Double = 0,
        standardDeviation: Double,
        confidence: Double
    ) throws(RiskError) {
        try requireConfidence(confidence)
        try requireFinite([mean], "mean")
        try requireParameter(
            standardDeviation >= 0,
            "standardDeviation",
            standardDeviation,
            "a finite number not below zero"
        )
        let tail = 1 - confidence
        let quantile = NormalDistribution.quantile(tail)
        valueAtRisk = -(mean + standardDeviation * quantile)
        expectedShortfall =
            -(mean - standardDeviation * NormalDistribution.density(quantile) / tail)
    }

    /// Takes the mean and the standard deviation (`T − 1`) of returns.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two returns, `notFinite`, and
    ///   `parameterOutOfRange`.
    package init(returns: [Double], confidence: Double) throws(RiskError) {
        let moments = try SampleMoments(returns)
        try self.init(
            mean: moments.mean,
            standardDeviation: moments.sampleDeviation,
            confidence: confidence
        )
    }
}
