import LinearAlgebra

/// Returns of a portfolio beside those of its benchmark in the same periods.
///
/// Every statistic is a method in a file of its own.
package struct BenchmarkComparison: Sendable, Hashable {
    /// The portfolio's returns.
    package let portfolio: ReturnSeries
    /// The benchmark's returns, as many.
    package let benchmark: ReturnSeries

    /// Takes returns of the same periods.
    ///
    /// - Throws: ``PerformanceError`` with `countMismatch` when there are more of one.
    package init(
        _ portfolio: ReturnSeries,
        to benchmark: ReturnSeries
    ) throws(PerformanceError) {
        let (left, right) = (portfolio.count, benchmark.count)
        try PerformanceError.check(left, "returns", right, "returns of the benchmark")
        self.portfolio = portfolio
        self.benchmark = benchmark
    }

    /// Pearson's correlation, −1…1; `nil` for fewer than two periods or constant returns.
    package var correlation: Double? {
        finite(SampleStatistics.correlation(portfolio.returns.span, benchmark.returns.span))
    }

    /// The portfolio's returns less the benchmark's.
    var activeReturns: [Double] { zip(portfolio.returns, benchmark.returns).map { $0 - $1 } }

    /// The means less the riskless return; `nil` for no periods.
    func excessMeans(
        _ convention: PerformanceConvention
    ) -> (portfolio: Double, benchmark: Double)? {
        guard let left = finite(SampleStatistics.mean(portfolio.returns.span)),
            let right = finite(SampleStatistics.mean(benchmark.returns.span))
        else { return nil }
        return (left - convention.riskFreePerPeriod, right - convention.riskFreePerPeriod)
    }
}
