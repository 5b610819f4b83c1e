import LinearAlgebra

extension BenchmarkComparison {
    /// The annual standard deviation of active returns, `sd(r − b) × √periodsPerYear`, `n − 1`.
    ///
    /// - Returns: `nil` for fewer than two periods; 0 where the portfolio leads or trails its
    ///   benchmark by a constant.
    package func trackingError(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let deviation = activeDeviation else { return nil }
        return finite(deviation * convention.periodsPerYear.squareRoot())
    }

    /// The standard deviation of active returns of one period.
    ///
    /// What the rounding of a difference alone makes of a constant lead is taken for zero.
    var activeDeviation: Double? {
        guard let deviation = SampleStatistics.standardDeviation(activeReturns.span) else {
            return nil
        }
        let largest = (portfolio.returns + benchmark.returns).reduce(0) { max($0, abs($1)) }
        return deviation <= 4 * largest.ulp ? 0 : deviation
    }
}
