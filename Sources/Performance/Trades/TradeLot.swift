package import Market

/// A position, or the part of one, that was bought together and sold together.
package struct TradeLot: Sendable, Hashable {
    /// What it earned after costs, in money; a loss is below zero.
    package let profit: Double
    /// How long it was held, in days, from 0.
    package let holdingDays: Double

    /// Takes a profit and a holding time.
    ///
    /// - Throws: ``PerformanceError`` with `notFinite`, or `impossibleValue` for a time below zero.
    package init(profit: Double, holdingDays: Double) throws(PerformanceError) {
        try PerformanceError.check(finite: [profit, holdingDays], "lot's profit and days")
        guard holdingDays >= 0 else {
            throw PerformanceError(
                .impossibleValue,
                "a lot was held for \(holdingDays) days; its exit can't come before its entry"
            )
        }
        self.profit = profit
        self.holdingDays = holdingDays
    }

    /// Takes a profit and the dates of entry and exit; the calendar days between them count.
    ///
    /// - Throws: ``PerformanceError`` as ``init(profit:holdingDays:)``.
    package init(
        profit: Double,
        entry: CalendarDate,
        exit: CalendarDate
    ) throws(PerformanceError) {
        try self.init(profit: profit, holdingDays: Double(exit.dayNumber - entry.dayNumber))
    }
}

/// Closed lots, of which every statistic is a property in a file of its own.
package struct TradeLots: Sendable, Hashable {
    /// The lots, in any order; sums keep it.
    package let lots: [TradeLot]

    /// Takes closed lots; none is allowed.
    package init(_ lots: [TradeLot]) { self.lots = lots }

    /// How many lots were closed.
    package var count: Int { lots.count }

    /// What the lots earned together; `nil` beyond the largest double.
    package var netProfit: Double? { finite(lots.reduce(0) { $0 + $1.profit }) }
}
