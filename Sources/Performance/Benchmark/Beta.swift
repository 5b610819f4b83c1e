import LinearAlgebra

extension BenchmarkComparison {
    /// The portfolio's sensitivity to its benchmark, `cov(r, b) / var(b)`.
    ///
    /// A constant riskless return changes neither.
    /// - Returns: `nil` for fewer than two periods or a constant benchmark.
    /// - SeeAlso: Sharpe (1964), "Capital Asset Prices".
    package var beta: Double? {
        let (left, right) = (portfolio.returns, benchmark.returns)
        guard left.count > 1, let leftMean = SampleStatistics.mean(left.span),
            let rightMean = SampleStatistics.mean(right.span)
        else { return nil }
        var (products, squares) = (0.0, 0.0)
        for index in left.indices {
            let deviation = right[index] - rightMean
            products += (left[index] - leftMean) * deviation
            squares += deviation * deviation
        }
        return squares > 0 ? finite(products / squares) : nil
    }
}
