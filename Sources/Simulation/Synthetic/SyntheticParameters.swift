package import Market

/// What can be set of a synthetic market.
package struct SyntheticParameters: Sendable, Hashable {
    /// Annual volatility of the market factor over all regimes; 0…3.
    package var marketVolatility = 0.16
    /// Mean annual return of the market factor over all regimes, simple; −1…1.
    package var marketDrift = 0.07
    /// Annual volatility of what moves one instrument alone; 0…3.
    package var idiosyncraticVolatility = 0.2
    /// Annual volatility of what moves the instruments of one segment together; 0…3.
    package var segmentVolatility = 0.12
    /// Chance that no change of regime is drawn on a day; 0 ..< 1.
    package var regimePersistence = 0.98
    /// Mean volume of an instrument on one day in units, roughly; at least 1.
    package var volumeMean = 1_000_000.0
    /// How many bars there are, one a weekday; 1…30,000.
    package var days = 2_520
    /// The first day; the Monday after it where it falls on a weekend.
    package var from = CalendarDate(dayNumber: 14_613)
    /// When a day's bar becomes known, in seconds after midnight UTC; 0 ..< 86,400.
    package var knownAtSecondOfDay: Int64 = 75_600

    /// The standard values: ten years of weekdays from 2010-01-04, known at 21:00 UTC.
    package init() {}

    /// Refuses what no market can be made from.
    func validate() throws(SyntheticMarketError) {
        try require("marketVolatility", marketVolatility, in: 0...3)
        try require("marketDrift", marketDrift, in: -1...1)
        try require("idiosyncraticVolatility", idiosyncraticVolatility, in: 0...3)
        try require("segmentVolatility", segmentVolatility, in: 0...3)
        try require("regimePersistence", regimePersistence, in: 0...(1.0.nextDown))
        try require("volumeMean", volumeMean, in: 1...1e9)
        try require("days", Double(days), in: 1...30_000)
        // With at most 115 years of weekdays after it, moments stay within their range.
        try require("from", Double(from.dayNumber), in: -50_000...50_000)
        try require("knownAtSecondOfDay", Double(knownAtSecondOfDay), in: 0...86_399)
    }

    private func require(
        _ name: String,
        _ value: Double,
        in range: ClosedRange<Double>
    ) throws(SyntheticMarketError) {
        guard range.contains(value) else {
            throw SyntheticMarketError(
                .parameterOutOfRange,
                "\(name) is \(value); it must lie between \(range.lowerBound) "
                    + "and \(range.upperBound)"
            )
        }
    }
}
