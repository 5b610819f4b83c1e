package import Market

/// What an equity curve gained on one calendar day.
package struct DailyProfit: Sendable, Hashable {
    /// The day.
    package let date: CalendarDate
    /// The day's last value less the previous day's, in the curve's unit.
    package let profit: Double
}

extension EquityCurve {
    /// Returns the profit of each calendar day after the first.
    ///
    /// A day's value is the last one on its date; days without a value are passed over.
    /// - Parameter dates: One for each value, ascending; several values may share one.
    /// - Returns: One for each day but the first, in order.
    /// - Throws: ``PerformanceError`` with `countMismatch` when there aren't as many dates as
    ///   values, and `impossibleValue` when the dates don't ascend.
    package func dailyProfits(dates: [CalendarDate]) throws(PerformanceError) -> [DailyProfit] {
        let closes = try lastValues(dates: dates) { $0.dayNumber }
        return zip(closes.dropFirst(), closes).map { today, before in
            DailyProfit(date: today.date, profit: today.value - before.value)
        }
    }

    /// The last value of each run of dates with the same key, with its date.
    func lastValues(
        dates: [CalendarDate],
        by key: (CalendarDate) -> Int
    ) throws(PerformanceError) -> [(date: CalendarDate, value: Double)] {
        try PerformanceError.check(values.count, "values", dates.count, "dates")
        try PerformanceError.check(ascending: dates)
        return dates.indices.compactMap { index in
            let isLast = index + 1 == dates.count || key(dates[index]) != key(dates[index + 1])
            return isLast ? (dates[index], values[index]) : nil
        }
    }
}
