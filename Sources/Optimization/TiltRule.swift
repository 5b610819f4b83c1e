import LinearAlgebra

/// How strongly weights lean on past returns, and over how long.
package struct TiltRule: Sendable, Equatable {
    /// Periods looked back on, the skipped ones included.
    package var lookback: Int
    /// Latest periods left out.
    package var skipped: Int
    /// The logarithm of what one standard deviation of the signal multiplies a weight by.
    package var strength: Double
    /// The weights to tilt, in any unit; `nil` for equal ones.
    package var base: [Double]?

    /// Sets a tilt.
    package init(lookback: Int, skipped: Int, strength: Double, base: [Double]? = nil) {
        self.lookback = lookback
        self.skipped = skipped
        self.strength = strength
        self.base = base
    }

    /// Twelve months of daily returns less the last, the classic of momentum.
    package static let momentum = TiltRule(lookback: 252, skipped: 21, strength: 0.5)
    /// A quarter of daily returns up to now.
    package static let meanReversion = TiltRule(lookback: 63, skipped: 0, strength: 0.5)

    /// Returns each asset's compounded return over the lookback less the skipped periods.
    ///
    /// - Parameter history: Simple returns, `T × n`, oldest first.
    /// - Returns: A return for each asset.
    /// - Throws: ``OptimizationError`` with `badInput` when the history is too short.
    func returns(of history: Matrix) throws(OptimizationError) -> [Double] {
        let periods = try window(history)
        return (0..<history.columns).map { asset in
            var growth = 1.0
            for period in periods { growth *= 1 + history[period, asset] }
            return growth - 1
        }
    }

    /// Returns how many of its own deviations each price lies from its mean over the window.
    ///
    /// A price that never moved lies zero deviations away.
    /// - Throws: ``OptimizationError`` with `badInput` when the history is too short.
    func stretches(of history: Matrix) throws(OptimizationError) -> [Double] {
        let periods = try window(history)
        return (0..<history.columns).map { asset in
            var prices = [1.0]
            var price = 1.0
            for period in periods {
                price *= 1 + history[period, asset]
                prices.append(price)
            }
            let mean = SampleStatistics.mean(prices.span) ?? 0
            let deviation = SampleStatistics.standardDeviation(prices.span) ?? 0
            return deviation > 0 ? (price - mean) / deviation : 0
        }
    }

    /// Returns figures less their mean, in deviations, cut at ±3; zeros where all are alike.
    static func standardised(_ figures: [Double]) -> [Double] {
        guard let mean = SampleStatistics.mean(figures.span),
            let deviation = SampleStatistics.standardDeviation(figures.span), deviation > 0
        else { return figures.map { _ in 0 } }
        return figures.map { min(3, max(-3, ($0 - mean) / deviation)) }
    }

    private func window(_ history: Matrix) throws(OptimizationError) -> Range<Int> {
        guard skipped >= 0, lookback > skipped, lookback <= history.rows, strength.isFinite else {
            throw OptimizationError(
                .badInput,
                "a tilt over \(lookback) periods less \(skipped), strength \(strength), doesn't fit "
                    + "\(history.rows) periods of history"
            )
        }
        return history.rows - lookback..<history.rows - skipped
    }
}
