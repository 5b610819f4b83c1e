import LinearAlgebra

extension BenchmarkComparison {
    /// Active return per unit of active risk, `mean(r − b) / sd(r − b) × √periodsPerYear`.
    ///
    /// - Returns: `nil` for fewer than two periods or a tracking error of zero.
    /// - SeeAlso: Grinold and Kahn (1999), "Active Portfolio Management", chapter 5.
    package func informationRatio(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let deviation = finite(activeDeviation), deviation > 0,
            let mean = SampleStatistics.mean(activeReturns.span)
        else { return nil }
        return finite(mean / deviation * convention.periodsPerYear.squareRoot())
    }
}
