/// The strength of a trend, 0…100, from highs, lows and closes: Wilder's ADX.
///
/// Directional movement and true range are smoothed by `S ← S − S/p + x`. The first smoothed value
/// is the sum of the first `p − 1` times `(p − 1)/p` plus the `p`-th, as TTR and TA-Lib seed it, or
/// the plain sum of the first `p`, as Wilder did. `DI± = 100 S± / S(TR)`,
/// `DX = 100 |DI⁺ − DI⁻| / (DI⁺ + DI⁻)`; the ADX starts as the mean of the first `p` DX, then
/// `((p − 1) ADX + DX) / p`. Where nothing moves, DI and DX are 0.
/// - SeeAlso: Wilder (1978), "New Concepts in Technical Trading Systems".
package struct AverageDirectionalIndex: Sendable, Hashable {
    /// How the sums start.
    package enum Seed: Sendable, Hashable {
        /// As TTR and TA-Lib.
        case smoothed
        /// As Wilder.
        case plain
    }

    /// What the index says after a bar.
    package struct Reading: Sendable, Hashable {
        /// The share of upward movement in the range, 0…100.
        package let plus: Double
        /// The share of downward movement, 0…100.
        package let minus: Double
        /// The index, `nil` for the first `p − 1` readings.
        package let value: Double?
    }

    /// Bars smoothed over, at least 2.
    package let period: Int
    /// How the sums start.
    package let seed: Seed
    private var last: (high: Double, low: Double, close: Double)? {
        count == 0 ? nil : (lastHigh, lastLow, lastClose)
    }
    private var lastHigh = 0.0
    private var lastLow = 0.0
    private var lastClose = 0.0
    private var count = 0
    private var plus = 0.0
    private var minus = 0.0
    private var range = 0.0
    private var index = 0.0

    /// Starts before the first bar.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange`.
    package init(period: Int = 14, seed: Seed = .smoothed) throws(RiskError) {
        try requireParameter(period >= 2, "period", Double(period), "at least 2")
        self.period = period
        self.seed = seed
    }

    /// Takes a bar; `nil` for the first `period` of them.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, and `parameterOutOfRange` for a high below the low;
    ///   then nothing changed.
    package mutating func observe(
        high: Double,
        low: Double,
        close: Double
    ) throws(RiskError) -> Reading? {
        try requireFinite([high, low, close], "price")
        try requireParameter(high >= low, "high", high, "not below the low of \(low)")
        let before = last
        (lastHigh, lastLow, lastClose) = (high, low, close)
        count += 1
        guard let before else { return nil }
        let (up, down) = (high - before.high, before.low - low)
        smooth(
            up > down && up > 0 ? up : 0,
            down > up && down > 0 ? down : 0,
            max(high, before.close) - min(low, before.close)
        )
        guard count > period else { return nil }
        return reading()
    }

    private mutating func smooth(_ up: Double, _ down: Double, _ trueRange: Double) {
        // The bar's place among those with one before them, from 1.
        let place = count - 1
        let kept: Double
        if place < period {
            kept = 1
        } else if place == period, seed == .plain {
            kept = 1
        } else {
            kept = 1 - 1 / Double(period)
        }
        plus = kept * plus + up
        minus = kept * minus + down
        range = kept * range + trueRange
    }

    private mutating func reading() -> Reading {
        let (up, down) = range > 0 ? (100 * plus / range, 100 * minus / range) : (0, 0)
        let movement = up + down > 0 ? 100 * abs(up - down) / (up + down) : 0
        // How many readings there were, this one included.
        let place = count - period
        let length = Double(period)
        if place <= period {
            index += movement / length
        } else {
            index = ((length - 1) * index + movement) / length
        }
        return Reading(plus: up, minus: down, value: place >= period ? index : nil)
    }
}
