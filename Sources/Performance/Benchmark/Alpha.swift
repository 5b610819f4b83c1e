extension BenchmarkComparison {
    /// The return of one period that beta doesn't explain, `mean(r − rf) − β mean(b − rf)`.
    ///
    /// - Returns: `nil` where ``beta`` is.
    /// - SeeAlso: Jensen (1968), "The Performance of Mutual Funds in the Period 1945–1964".
    package func alphaPerPeriod(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let beta, let means = excessMeans(convention) else { return nil }
        return finite(means.portfolio - beta * means.benchmark)
    }

    /// The alpha of one year, `periodsPerYear × alphaPerPeriod`, added up and not compounded.
    package func alpha(_ convention: PerformanceConvention = .daily) -> Double? {
        finite(alphaPerPeriod(convention).map { $0 * convention.periodsPerYear })
    }
}
