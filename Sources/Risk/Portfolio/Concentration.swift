/// How much of a portfolio lies in how few holdings.
///
/// Taken over the weights as given: for a portfolio with cash or shorts scale them first.
/// - SeeAlso: Herfindahl (1950), "Concentration in the Steel Industry".
package struct Concentration: Sendable, Hashable {
    /// The Herfindahl–Hirschman index, `Σ wᵢ²`: `1/n` for equal weights, 1 for a single holding.
    package let herfindahl: Double
    /// How many equal holdings would be as concentrated, `1 / Σ wᵢ²`.
    package let effectiveNumber: Double
    /// The index moved to 0…1 for weights that sum to one, `(H − 1/n) / (1 − 1/n)`; 1 for `n = 1`.
    package let normalised: Double

    /// Measures weights.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, and `degenerate` where every weight is zero.
    package init(weights: [Double]) throws(RiskError) {
        try requireFinite(weights, "weight")
        let sum = weights.reduce(0) { $0 + $1 * $1 }
        guard sum > 0, (1 / sum).isFinite, sum.isFinite else {
            throw RiskError(
                .degenerate,
                "the squares of the weights sum to \(sum); concentration needs holdings"
            )
        }
        let share = 1 / Double(weights.count)
        herfindahl = sum
        effectiveNumber = 1 / sum
        normalised = weights.count == 1 ? 1 : (sum - share) / (1 - share)
    }
}
