/// The tail of past returns as it was: historical value at risk and its expected shortfall.
///
/// Losses are positive, in the unit and over the period of the returns. With `a = 1 − confidence`
/// the quantile is of type 7 of Hyndman and Fan (1996): position `a (T − 1)` in the sorted returns,
/// interpolated. A position within 10⁻¹² of a whole number is that whole number.
package struct HistoricalTail: Sendable, Hashable {
    /// Minus the quantile; negative where even that quantile is a gain.
    package let valueAtRisk: Double
    /// Minus the mean of the returns at or below the quantile, ties included.
    package let expectedShortfall: Double
    /// Minus the mean of the returns strictly below the quantile; `nil` where there are none.
    package let expectedShortfallStrict: Double?
    /// Minus the mean of exactly `a T` worst returns, the last one in part.
    ///
    /// The only one of the three that is coherent.
    /// - SeeAlso: Rockafellar and Uryasev (2002), "Conditional value-at-risk for general loss
    ///   distributions", proposition 8.
    package let expectedShortfallFractional: Double
    /// How many returns lie at or below the quantile.
    package let tailCount: Int

    /// Measures the tail of returns in any order.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two returns, `notFinite`, and
    ///   `parameterOutOfRange` for a confidence outside 0.5 ..< 1.
    package init(returns: [Double], confidence: Double) throws(RiskError) {
        try requireConfidence(confidence)
        try requireObservations(returns.count, atLeast: 2)
        try requireFinite(returns, "return")
        let sorted = returns.sorted()
        let tail = 1 - confidence
        let quantile = Self.quantile(sorted, probability: tail)
        let count = sorted.prefix { $0 <= quantile }.count
        let strict = sorted.prefix { $0 < quantile }.count
        valueAtRisk = -quantile
        tailCount = count
        expectedShortfall = -Self.sum(sorted, first: count) / Double(count)
        expectedShortfallStrict =
            strict == 0 ? nil : -Self.sum(sorted, first: strict) / Double(strict)
        let mass = snapped(tail * Double(sorted.count))
        let whole = min(Int(mass), sorted.count - 1)
        let part = (mass - Double(whole)) * sorted[whole]
        expectedShortfallFractional = -(Self.sum(sorted, first: whole) + part) / mass
    }

    /// The type-7 quantile of values sorted ascending.
    static func quantile(_ sorted: [Double], probability: Double) -> Double {
        let position = snapped(probability * Double(sorted.count - 1))
        let index = min(Int(position), sorted.count - 1)
        let fraction = position - Double(index)
        guard fraction > 0, index + 1 < sorted.count else { return sorted[index] }
        return sorted[index] + (sorted[index + 1] - sorted[index]) * fraction
    }

    private static func sum(_ values: [Double], first count: Int) -> Double {
        values.prefix(count).reduce(0, +)
    }
}
