import LinearAlgebra

/// Volatility over a window, beside its own median over a longer stretch of history.
///
/// The median includes the newest value. Adaptive: what is high for a share is low for a currency.
package struct VolatilityReference: Sendable, Equatable {
    /// What is known after a return.
    package struct Reading: Sendable, Hashable {
        /// The standard deviation (`n − 1`) of the window's returns over a year.
        package let volatility: Double
        /// The median of the last volatilities; `nil` until the history is full.
        package let median: Double?
        /// The share of the last volatilities not above this one, 0…1; `nil` as the median.
        package let rank: Double?
    }

    private let scale: Double
    private var returns: RunningWindow
    private var volatilities: RunningWindow

    /// Starts without returns.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a window under two returns, no history
    ///   or a year not above zero.
    package init(
        window: Int = 21,
        history: Int = 105,
        periodsPerYear: Double = 252
    ) throws(RiskError) {
        try requireParameter(window >= 2, "window", Double(window), "at least 2")
        try requireParameter(history >= 1, "history", Double(history), "at least 1")
        try requireParameter(periodsPerYear > 0, "periodsPerYear", periodsPerYear, "above zero")
        scale = periodsPerYear.squareRoot()
        returns = RunningWindow(capacity: window)
        volatilities = RunningWindow(capacity: history)
    }

    /// Takes a return; `nil` until the window is full.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, also where squares overflow.
    package mutating func observe(_ value: Double) throws(RiskError) -> Reading? {
        try requireFinite([value], "return")
        returns.append(value)
        guard let deviation = returns.standardDeviation(last: returns.capacity) else { return nil }
        let volatility = deviation * scale
        try requireFinite([volatility], "volatility")
        volatilities.append(volatility)
        guard volatilities.isFull else {
            return Reading(volatility: volatility, median: nil, rank: nil)
        }
        let sorted = volatilities.values.sorted()
        let count = sorted.count
        let below = sorted.count { $0 <= volatility }
        return Reading(
            volatility: volatility,
            median: (sorted[(count - 1) / 2] + sorted[count / 2]) / 2,
            rank: Double(below) / Double(count)
        )
    }
}
