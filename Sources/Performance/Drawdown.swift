package import Market

/// The deepest fall of an equity curve below its own maximum, with where it began and ended.
package struct Drawdown: Sendable, Hashable {
    /// The fall as a fraction of the peak, −1 ..< 0.
    package let depth: Double
    /// Index of the peak: the last value equal to the running maximum before the trough.
    package let peak: Int
    /// Index of the first value of the greatest depth.
    package let trough: Int
    /// Index of the first later value not below the peak; `nil` while under water.
    package let recovery: Int?

    /// The dates of peak, trough and recovery on the calendar of the curve's values.
    ///
    /// - Throws: ``PerformanceError`` with `countMismatch` when the calendar is too short.
    package func dates(
        on calendar: [CalendarDate]
    ) throws(PerformanceError) -> (
        peak: CalendarDate, trough: CalendarDate, recovery: CalendarDate?
    ) {
        let last = recovery ?? trough
        guard last < calendar.count else {
            throw PerformanceError(
                .countMismatch,
                "the drawdown reaches value \(last + 1), the calendar has \(calendar.count) dates; "
                    + "give one date for each value of the curve"
            )
        }
        return (calendar[peak], calendar[trough], recovery.map { calendar[$0] })
    }
}

extension EquityCurve {
    /// The fall below the running maximum at each value, `Vₜ / max Vᵤ − 1` with `u ≤ t`, −1…0.
    package var drawdowns: [Double] {
        var maximum = 0.0
        return values.map { value in
            maximum = max(maximum, value)
            return value / maximum - 1
        }
    }

    /// The deepest drawdown, the first of several equal ones.
    ///
    /// - Returns: `nil` for no values or where the curve never falls.
    package var maximumDrawdown: Drawdown? {
        var trough = 0
        let falls = drawdowns
        for index in falls.indices where falls[index] < falls[trough] { trough = index }
        guard trough < falls.count, falls[trough] < 0 else { return nil }
        var peak = 0
        for index in 0..<trough where values[index] >= values[peak] { peak = index }
        let recovery = values[trough...].firstIndex { $0 >= values[peak] }
        return Drawdown(depth: falls[trough], peak: peak, trough: trough, recovery: recovery)
    }
}
