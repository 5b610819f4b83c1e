import LinearAlgebra

/// What the significance of a Sharpe ratio depends on, all of one period.
package struct SharpeEvidence: Sendable, Hashable {
    /// How many returns there are, `T`.
    package let count: Int
    /// `mean / sd`, `n − 1`, of one period and above no riskless return unless one was given.
    package let sharpe: Double
    /// The skewness of returns, `g₃`.
    package let skewness: Double
    /// The kurtosis of returns, `g₄`; 3 for a normal.
    package let kurtosis: Double

    /// The variance of the ratio's estimate times `T − 1`, `1 − g₃ s + (g₄ − 1) s² / 4`.
    var unitVariance: Double {
        1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    }
}

extension ReturnSeries {
    /// Measures what the significance of the Sharpe ratio depends on.
    ///
    /// - Returns: `nil` for fewer than two returns or constant ones.
    package func sharpeEvidence(riskFreePerPeriod: Double = 0) -> SharpeEvidence? {
        let perPeriod = PerformanceConvention(
            periodsPerYear: 1,
            riskFreePerPeriod: riskFreePerPeriod
        )
        guard let ratio = sharpeRatio(perPeriod), let skewness, let kurtosis else { return nil }
        return SharpeEvidence(
            count: count,
            sharpe: ratio.value,
            skewness: skewness,
            kurtosis: kurtosis
        )
    }
}

extension SharpeEvidence {
    /// Returns the probability that the true Sharpe ratio exceeds a benchmark's.
    ///
    /// `Φ((s − b) √(T − 1) / √(1 − g₃ s + (g₄ − 1) s² / 4))`.
    /// - Parameter benchmark: `b`, a ratio of one period.
    /// - Returns: 0…1; `nil` where the estimate has no variance.
    /// - SeeAlso: Bailey and López de Prado (2012), "The Sharpe Ratio Efficient Frontier".
    package func probability(above benchmark: Double = 0) -> Double? {
        guard unitVariance > 0, benchmark.isFinite else { return nil }
        let score = (sharpe - benchmark) * Double(count - 1).squareRoot()
        return finite(NormalDistribution.cumulative(score / unitVariance.squareRoot()))
    }
}
