extension BenchmarkComparison {
    /// Annual excess return per unit of beta, `periodsPerYear × mean(r − rf) / β`.
    ///
    /// - Returns: `nil` where ``beta`` is or is zero.
    /// - SeeAlso: Treynor (1965), "How to Rate Management of Investment Funds".
    package func treynorRatio(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let beta, beta != 0, let means = excessMeans(convention) else { return nil }
        return finite(means.portfolio * convention.periodsPerYear / beta)
    }
}
