import LinearAlgebra

extension ReturnSeries {
    /// The return over all periods together, `Π (1 + r) − 1`.
    ///
    /// - Returns: `nil` for no periods and beyond the largest double.
    package var totalReturn: Double? {
        returns.isEmpty ? nil : finite(SampleStatistics.compounded(returns.span))
    }

    /// The compound return of one year, `(Π (1 + r))^(periodsPerYear / T) − 1`.
    ///
    /// - Returns: `nil` for no periods and beyond the largest double; −1 after total loss.
    package func annualReturn(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let totalReturn else { return nil }
        let years = Double(count) / convention.periodsPerYear
        return finite(ElementaryFunctions.power(1 + totalReturn, 1 / years) - 1)
    }
}
