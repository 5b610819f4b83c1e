import LinearAlgebra

extension ReturnSeries {
    /// The standard deviation of returns (`n − 1`) times `√periodsPerYear`.
    ///
    /// - Returns: `nil` for fewer than two returns and beyond the largest double; 0 for constant ones.
    package func annualVolatility(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let deviation = SampleStatistics.standardDeviation(returns.span) else { return nil }
        return finite(deviation * convention.periodsPerYear.squareRoot())
    }

    /// The annual volatility of the last `window` returns at each period.
    ///
    /// - Returns: As many as there are returns; `nil` until the window is full.
    package func rollingVolatility(
        window: Int,
        _ convention: PerformanceConvention = .daily
    ) -> [Double?] {
        let scale = convention.periodsPerYear.squareRoot()
        return returns.indices.map { index in
            guard window > 0, index + 1 >= window else { return nil }
            let part = returns.span.extracting((index + 1 - window)...index)
            return SampleStatistics.standardDeviation(part).flatMap { finite($0 * scale) }
        }
    }
}
