package import Performance

/// The statistics a report shows of one curve, each computed by `Performance`.
package struct PerformanceFigures: Sendable, Hashable {
    /// The return over all periods; `nil` for none.
    package let totalReturn: Double?
    /// The compound return of one year; `nil` for less than a year of periods.
    package let annualReturn: Double?
    /// The annual volatility; `nil` for fewer than two periods.
    package let volatility: Double?
    /// The annual Sharpe ratio; `nil` for fewer than two periods or constant returns.
    package let sharpe: SharpeRatio?
    /// The annual Sortino ratio; `nil` where nothing was lost.
    package let sortino: Double?
    /// Annual return per unit of the deepest fall; `nil` for less than a year or no fall.
    package let calmar: Double?
    /// The share of gains among the periods that gained or lost.
    package let winRate: Double?
    /// The sum of gains over the sum of losses; `nil` where nothing was lost.
    package let profitFactor: Double?
    /// The deepest fall, its indices into the curve; `nil` where it never falls.
    package let drawdown: Drawdown?

    /// Takes a curve, the returns between its values, and how many periods make a year.
    ///
    /// Less than a year is not blown up to one: its annual return and Calmar ratio are `nil`.
    package init(
        curve: EquityCurve,
        series: ReturnSeries,
        convention: PerformanceConvention
    ) {
        let isYear = Double(series.count) >= convention.periodsPerYear
        totalReturn = series.totalReturn
        annualReturn = isYear ? series.annualReturn(convention) : nil
        volatility = series.annualVolatility(convention)
        sharpe = series.sharpeRatio(convention)
        sortino = series.sortinoRatio(convention)
        calmar = isYear ? series.calmarRatio(convention) : nil
        winRate = series.winRate
        profitFactor = series.profitFactor
        drawdown = curve.maximumDrawdown
    }
}
