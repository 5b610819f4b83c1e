import LinearAlgebra

extension ReturnSeries {
    /// Reward per unit of downside risk, annualised: `mean(r − rf) / downside × √periodsPerYear`.
    ///
    /// - Returns: `nil` for no returns or where none falls short of the riskless return.
    /// - SeeAlso: Sortino and Price (1994), "Performance Measurement in a Downside Risk Framework".
    package func sortinoRatio(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let downside = downsideDeviation(convention), downside > 0,
            let mean = SampleStatistics.mean(returns.span)
        else { return nil }
        return finite((mean - convention.riskFreePerPeriod) * convention.periodsPerYear / downside)
    }

    /// The annual downside deviation, `√(Σ min(r − rf, 0)² / T) × √periodsPerYear`, over all `T`.
    ///
    /// - Returns: `nil` for no returns; 0 where none falls short.
    package func downsideDeviation(_ convention: PerformanceConvention = .daily) -> Double? {
        guard !returns.isEmpty else { return nil }
        var sum = 0.0
        for value in returns {
            let shortfall = min(value - convention.riskFreePerPeriod, 0)
            sum += shortfall * shortfall
        }
        return finite((sum / Double(count) * convention.periodsPerYear).squareRoot())
    }
}
