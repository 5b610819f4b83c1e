import LinearAlgebra

extension SharpeEvidence {
    /// Returns how many returns it takes to be confident that the true ratio beats a benchmark's.
    ///
    /// `1 + (1 − g₃ s + (g₄ − 1) s² / 4) (z / (s − b))²`, with `z` the confidence's quantile.
    /// - Parameters:
    ///   - benchmark: `b`, a ratio of one period.
    ///   - confidence: Above ½ and below 1.
    /// - Returns: A count, not rounded; `nil` where the ratio doesn't beat the benchmark, or the
    ///   confidence is out of range.
    /// - SeeAlso: Bailey and López de Prado (2012), "The Sharpe Ratio Efficient Frontier".
    package func minimumTrackRecord(
        above benchmark: Double = 0,
        confidence: Double = 0.95
    ) -> Double? {
        guard sharpe > benchmark, confidence > 0.5, confidence < 1 else { return nil }
        let ratio = NormalDistribution.quantile(confidence) / (sharpe - benchmark)
        return finite(1 + unitVariance * ratio * ratio)
    }
}
