import LinearAlgebra

/// Value at risk and expected shortfall corrected for skewness and kurtosis.
///
/// Losses are positive; moments are the population's (`T`). With `a = 1 − confidence`,
/// `z = Φ⁻¹(a)`, skewness `S` and excess kurtosis `K`:
/// `h = z + (z² − 1) S/6 + (z³ − 3z) K/24 − (2z³ − 5z) S²/36`, `VaR = −(m + s h)` and
/// `ES = −m + s/a φ(h) [1 + h³ S/6 + (h⁶ − 9h⁴ + 9h² + 3) S²/72 + (h⁴ − 2h² − 1) K/24]`.
/// - SeeAlso: Boudt, Peterson and Croux (2008), "Estimation and decomposition of downside risk for
///   portfolios with non-normal returns", without their clip of the shortfall at the value at risk.
package struct CornishFisherTail: Sendable, Hashable {
    /// The loss that is exceeded with probability `a`.
    package let valueAtRisk: Double
    /// The mean of the losses beyond it, by the Edgeworth expansion.
    ///
    /// It can fall below ``valueAtRisk`` where the moments are extreme.
    package let expectedShortfall: Double
    /// Whether the corrected quantile rises with the probability everywhere.
    ///
    /// Where it does not, the expansion has left its domain and both figures are to be distrusted.
    package let isMonotone: Bool
    /// The moments the figures follow from.
    package let moments: SampleMoments

    /// Measures the tail of returns in any order.
    ///
    /// - Throws: ``RiskError`` with `degenerate` for constant returns, `tooFewObservations`,
    ///   `notFinite`, and `parameterOutOfRange` for a confidence outside 0.5 ..< 1.
    package init(returns: [Double], confidence: Double) throws(RiskError) {
        try requireConfidence(confidence)
        let moments = try SampleMoments(returns)
        guard let skewness = moments.skewness, let kurtosis = moments.excessKurtosis else {
            throw RiskError(
                .degenerate,
                "constant returns have no skewness; use the Gaussian or historical tail"
            )
        }
        let tail = 1 - confidence
        let z = NormalDistribution.quantile(tail)
        let h = Self.corrected(z, skewness, kurtosis)
        let deviation = moments.populationVariance.squareRoot()
        let square = h * h
        let bySkewness = square * h * skewness / 6
        let bySquare = (((square - 9) * square + 9) * square + 3) * skewness * skewness / 72
        let byKurtosis = ((square - 2) * square - 1) * kurtosis / 24
        let density = NormalDistribution.density(h) / tail
        valueAtRisk = -(moments.mean + deviation * h)
        expectedShortfall =
            -moments.mean + deviation * density * (1 + bySkewness + bySquare + byKurtosis)
        isMonotone = Self.isMonotone(skewness, kurtosis)
        self.moments = moments
    }

    private static func corrected(_ z: Double, _ skewness: Double, _ kurtosis: Double) -> Double {
        let square = z * z
        return z + (square - 1) * skewness / 6 + (square - 3) * z * kurtosis / 24
            - (2 * square - 5) * z * skewness * skewness / 36
    }

    /// The derivative of the expansion by `z` is a quadratic; it must have no root.
    private static func isMonotone(_ skewness: Double, _ kurtosis: Double) -> Bool {
        let quadratic = kurtosis / 8 - skewness * skewness / 6
        let linear = skewness / 3
        let constant = 1 - kurtosis / 8 + 5 * skewness * skewness / 36
        if quadratic == 0, linear == 0 { return constant > 0 }
        return quadratic > 0 && linear * linear < 4 * quadratic * constant
    }
}
