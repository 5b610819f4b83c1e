package import Market

/// A portfolio that drifts with its holdings and returns to its targets at each month's end.
package struct MonthlyRebalance: Sendable, Hashable {
    /// One return to the targets.
    package struct Trade: Sendable, Hashable {
        /// The month's last date, at whose close it happens.
        package let date: CalendarDate
        /// Turnover as a fraction of the portfolio, `Σ |target − drifted|`.
        package let twoSided: Double
    }

    /// The rebalances in order; the first purchase isn't one, nor is the last date.
    package let trades: [Trade]
    /// The portfolio's return in each period, before costs.
    package let series: ReturnSeries

    /// All turnover, buys and sales counted both.
    package var twoSidedTotal: Double { trades.reduce(0) { $0 + $1.twoSided } }

    /// All turnover, half of ``twoSidedTotal``.
    package var oneWayTotal: Double { twoSidedTotal / 2 }

    /// The greatest two-sided turnover of one rebalance; `nil` without any.
    package var twoSidedMaximum: Double? { trades.map(\.twoSided).max() }

    /// Runs a portfolio bought at its targets before the first period.
    ///
    /// - Parameters:
    ///   - targets: Fractions of the portfolio; what they leave of 1 is cash, which earns nothing.
    ///   - returns: For each period, the return of each holding.
    ///   - dates: The date on which each period ended, ascending.
    /// - Throws: ``PerformanceError`` with `countMismatch`, `notFinite`, or `impossibleValue` for
    ///   dates that don't ascend and where the whole portfolio is lost.
    package init(
        targets: [Double],
        returns: [[Double]],
        dates: [CalendarDate]
    ) throws(PerformanceError) {
        try PerformanceError.check(returns.count, "periods", dates.count, "dates")
        try PerformanceError.check(ascending: dates)
        var weights = targets
        var trades: [Trade] = []
        var growths: [Double] = []
        for period in dates.indices {
            let drifted = try Turnover.drifted(weights, by: returns[period])
            growths.append(zip(weights, returns[period]).reduce(0) { $0 + $1.0 * $1.1 })
            weights = drifted
            guard period + 1 < dates.count, isMonthEnd(dates[period], before: dates[period + 1])
            else { continue }
            let turnover = try Turnover.twoSided(from: weights, to: targets)
            trades.append(Trade(date: dates[period], twoSided: turnover))
            weights = targets
        }
        self.trades = trades
        series = try ReturnSeries(growths)
    }
}

private func isMonthEnd(_ date: CalendarDate, before next: CalendarDate) -> Bool {
    let (left, right) = (date.components, next.components)
    return (left.year, left.month) != (right.year, right.month)
}
