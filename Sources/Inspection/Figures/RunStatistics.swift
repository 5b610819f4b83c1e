package import Market
package import Performance

/// The figures by which a portfolio, a worker or a benchmark is judged.
package struct RunStatistics: Sendable, Hashable {
    /// Return over all cycles, as a fraction; `nil` before the first.
    package let totalReturn: Double?
    /// Annual volatility, as a fraction; `nil` before the second cycle.
    package let volatility: Double?
    /// Annual Sharpe ratio with its standard error; `nil` where the returns are constant.
    package let sharpe: SharpeRatio?
    /// The deepest fall from a peak, as a fraction, 0 … 1; `nil` before the first cycle.
    package let drawdown: Double?

    /// Measures returns of consecutive cycles.
    ///
    /// - Parameters:
    ///   - returns: One a cycle, as fractions.
    ///   - periodsPerYear: Cycles in a year.
    /// - Throws: ``PerformanceError`` where more than everything was lost in a cycle.
    package init(returns: [Double], periodsPerYear: Double) throws(PerformanceError) {
        let series = try ReturnSeries(returns)
        let convention = PerformanceConvention(periodsPerYear: periodsPerYear)
        totalReturn = series.totalReturn
        volatility = series.annualVolatility(convention)
        sharpe = series.sharpeRatio(convention)
        let deepest = EquityCurve(compounding: series).maximumDrawdown.map { -$0.depth } ?? 0
        drawdown = returns.isEmpty ? nil : deepest
    }

    /// Measures a portfolio that nothing flows into or out of.
    ///
    /// - Parameters:
    ///   - values: Its value at the start and after each cycle.
    ///   - periodsPerYear: Cycles in a year.
    /// - Throws: ``PerformanceError`` where the value fell below zero.
    package init(values: [Double], periodsPerYear: Double) throws(PerformanceError) {
        let returns = try EquityCurve(values).returns().returns
        try self.init(returns: returns, periodsPerYear: periodsPerYear)
    }
}

/// What buying a universe at the start and holding it would have come to, without costs.
package enum HoldBenchmark {
    /// Returns the value of one unit of money after each moment, 1 before the first.
    ///
    /// Equal parts buy every instrument at its first close and are held; what waits for an
    /// instrument's first close stays cash.
    ///
    /// - Parameters:
    ///   - series: The instruments' bars; one series is an index held alone.
    ///   - moments: When to value the holding, ascending.
    /// - Returns: One value more than there are moments; none where there is no series.
    package static func values(of series: [BarSeries], at moments: [Timestamp]) -> [Double] {
        guard !series.isEmpty else { return [] }
        var values = [Double](repeating: 0, count: moments.count + 1)
        values[0] = 1
        for instrument in series {
            var next = 0
            var growth = 1.0
            for (index, moment) in moments.enumerated() {
                while next < instrument.bars.count, instrument.bars[next].knownAt <= moment {
                    growth = instrument.bars[next].close.value / instrument.bars[0].close.value
                    next += 1
                }
                values[index + 1] += growth / Double(series.count)
            }
        }
        return values
    }
}
