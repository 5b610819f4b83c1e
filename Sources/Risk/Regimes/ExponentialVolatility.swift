/// RiskMetrics' volatility of one series: `s₁ = r₁²`, `sₜ = λ sₜ₋₁ + (1 − λ) rₜ²`.
///
/// - SeeAlso: J.P. Morgan (1996), "RiskMetrics: Technical Document", section 5.2.
package struct ExponentialVolatility: Sendable, Hashable {
    /// The share of the variance that stays from period to period.
    package let decay: Double
    /// The variance of one period after the last return, `nil` before the first.
    package private(set) var variance: Double?

    /// Starts without returns.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a decay outside 0…1, exclusive.
    package init(decay: Double = 0.94) throws(RiskError) {
        try requireParameter(decay > 0 && decay < 1, "decay", decay, "above 0 and below 1")
        self.decay = decay
    }

    /// Takes a return and gives the variance after it.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, also where the square overflows.
    @discardableResult
    package mutating func observe(_ value: Double) throws(RiskError) -> Double {
        let square = value * value
        try requireFinite([square], "squared return")
        let after = variance.map { decay * $0 + (1 - decay) * square } ?? square
        variance = after
        return after
    }
}
