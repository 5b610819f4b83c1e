package import Market
package import Persistence

/// A limit on the loss of one day that latches.
///
/// The loss of a date is measured from the value at the end of the date before. Once it reaches the
/// limit, new risk stays stopped for the rest of that date and for the whole of the next date that
/// has values: a bad day is slept on. With the first value of the date after that it lets go.
package struct DailyLossLatch: Sendable, Hashable {
    /// The loss at which it latches, as a fraction of the value before; above 0, below 1.
    package let maximum: Double
    private var date: CalendarDate?
    private var opening: Double?
    private var last: Double?
    /// Dates for which it still holds, the current one among them; 0 while it is open.
    private var datesLeft = 0

    /// Starts open.
    package init(maximum: Double) {
        precondition(maximum > 0 && maximum < 1, "a daily loss limit of \(maximum)")
        self.maximum = maximum
    }

    /// Whether new risk is stopped.
    package var isLatched: Bool { datesLeft > 0 }

    /// Takes a value at constant capital, with the date it belongs to; dates never go back.
    ///
    /// - Returns: The loss of the date so far as a fraction of the value before it; below zero for a
    ///   gain, 0 on the first date.
    package mutating func observe(_ value: Double, on date: CalendarDate) -> Double {
        if self.date != date {
            opening = last
            self.date = date
            datesLeft = max(0, datesLeft - 1)
        }
        last = value
        guard let opening, opening > 0 else { return 0 }
        let loss = 1 - value / opening
        // A hair below the limit is rounding.
        if loss >= maximum - 1e-12 { datesLeft = 2 }
        return loss
    }
}

extension DailyLossLatch: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        var day = date?.dayNumber
        try coder.exchange(&day)
        date = day.map { CalendarDate(dayNumber: $0) }
        try coder.exchange(&opening)
        try coder.exchange(&last)
        try coder.exchange(&datesLeft)
    }
}
