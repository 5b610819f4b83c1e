/// The unit amounts are drawn in: ones, thousands, millions or billions.
struct AmountUnit: Sendable, Equatable {
    /// How much one of it is.
    let size: Double
    /// Its name before the currency, `million ` with the space; empty for ones.
    let name: String

    /// Takes the largest unit the greatest amount is ten of.
    init(greatest: Double) {
        let units: [(Double, String)] = [(1e9, "billion "), (1e6, "million "), (1e3, "thousand ")]
        let unit = units.first { greatest >= 10 * $0.0 } ?? (1, "")
        (size, name) = unit
    }
}
