import LinearAlgebra

/// Reward per unit of risk, annualised, with the uncertainty of its estimate.
package struct SharpeRatio: Sendable, Hashable {
    /// `mean(r − rf) / sd(r − rf) × √periodsPerYear`, arithmetic mean, `n − 1`.
    package let value: Double
    /// `√((1 + s²/2) / T) × √periodsPerYear` with `s` the ratio of one period.
    ///
    /// It holds for independent, identically distributed returns; serial correlation widens it.
    /// - SeeAlso: Lo (2002), "The Statistics of Sharpe Ratios", equation 9.
    package let standardError: Double

    /// Takes an annual ratio and its standard error.
    package init(value: Double, standardError: Double) {
        self.value = value
        self.standardError = standardError
    }
}

extension ReturnSeries {
    /// The Sharpe ratio over all periods.
    ///
    /// - Returns: `nil` for fewer than two returns or constant ones.
    package func sharpeRatio(_ convention: PerformanceConvention = .daily) -> SharpeRatio? {
        sharpe(returns.span, convention)
    }

    /// The Sharpe ratio of the last `window` returns at each period.
    ///
    /// - Returns: As many as there are returns; `nil` until the window is full and where the returns
    ///   in it are constant.
    package func rollingSharpeRatio(
        window: Int,
        _ convention: PerformanceConvention = .daily
    ) -> [SharpeRatio?] {
        returns.indices.map { index in
            guard window > 0, index + 1 >= window else { return nil }
            return sharpe(returns.span.extracting((index + 1 - window)...index), convention)
        }
    }
}

private func sharpe(_ returns: Span<Double>, _ convention: PerformanceConvention) -> SharpeRatio? {
    guard let mean = SampleStatistics.mean(returns),
        let deviation = finite(SampleStatistics.standardDeviation(returns)), deviation > 0
    else { return nil }
    let perPeriod = (mean - convention.riskFreePerPeriod) / deviation
    let scale = convention.periodsPerYear.squareRoot()
    guard perPeriod.isFinite, (perPeriod * perPeriod).isFinite else { return nil }
    let error = ((1 + perPeriod * perPeriod / 2) / Double(returns.count)).squareRoot()
    return SharpeRatio(value: perPeriod * scale, standardError: error * scale)
}
