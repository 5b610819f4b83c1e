package import Market

/// Compounded returns by calendar month and year.
package struct MonthlyReturns: Sendable, Hashable {
    /// One calendar year.
    package struct Year: Sendable, Hashable {
        /// The calendar year.
        package let year: Int
        /// Returns of January to December, 12 of them; `nil` for months without a period.
        package internal(set) var months: [Double?]
        /// The compounded return of the year's periods.
        package internal(set) var total: Double
    }

    /// The years that have periods, in order.
    package let years: [Year]

    /// Compounds returns by the date on which each period ended.
    ///
    /// - Parameters:
    ///   - series: The returns; none give no years.
    ///   - dates: One for each return, ascending.
    /// - Throws: ``PerformanceError`` with `countMismatch` when there aren't as many dates as
    ///   returns, and `impossibleValue` when the dates don't ascend.
    package init(_ series: ReturnSeries, dates: [CalendarDate]) throws(PerformanceError) {
        guard dates.count == series.count else {
            throw PerformanceError(
                .countMismatch,
                "\(series.count) returns came with \(dates.count) dates; give each return its date"
            )
        }
        var years: [Year] = []
        for (index, value) in series.returns.enumerated() {
            if index > 0, dates[index] < dates[index - 1] {
                throw PerformanceError(
                    .impossibleValue,
                    "\(dates[index]) comes after \(dates[index - 1]); sort returns by date"
                )
            }
            let (year, month, _) = dates[index].components
            if years.last?.year != year {
                years.append(Year(year: year, months: Array(repeating: nil, count: 12), total: 0))
            }
            let last = years.count - 1
            let before = years[last].months[month - 1] ?? 0
            years[last].months[month - 1] = compounded(before, value)
            years[last].total = compounded(years[last].total, value)
        }
        self.years = years
    }
}

/// One period after others; what grows beyond the largest double stays there.
private func compounded(_ before: Double, _ value: Double) -> Double {
    min((1 + before) * (1 + value), .greatestFiniteMagnitude) - 1
}
