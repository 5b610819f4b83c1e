package import Market

/// The return of one week from Monday to Sunday.
package struct WeeklyReturn: Sendable, Hashable {
    /// The Monday on which the week began.
    package let monday: CalendarDate
    /// The week's last value over the previous week's, less 1; 0 after total loss.
    package let value: Double
}

extension EquityCurve {
    /// Returns the return of each week after the first; the last may not be over.
    ///
    /// Weeks are those of ISO 8601. A week's value is its last one; weeks without any are passed
    /// over.
    /// - Parameter dates: One for each value, ascending.
    /// - Returns: One for each week but the first, in order.
    /// - Throws: ``PerformanceError`` with `countMismatch` when there aren't as many dates as
    ///   values, `impossibleValue` when the dates don't ascend, and `notFinite` where a return is
    ///   beyond the largest double.
    package func weeklyReturns(dates: [CalendarDate]) throws(PerformanceError) -> [WeeklyReturn] {
        let closes = try lastValues(dates: dates) { $0.dayNumber - $0.weekday }
        let returns = try EquityCurve(closes.map(\.value)).returns().returns
        return zip(closes.dropFirst(), returns).map { close, value in
            let monday = CalendarDate(dayNumber: close.date.dayNumber - close.date.weekday)
            return WeeklyReturn(monday: monday, value: value)
        }
    }
}
