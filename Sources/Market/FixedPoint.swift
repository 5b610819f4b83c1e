/// A quantity counted in whole millionths, so that sums are exact and the same everywhere.
///
/// Money, prices and quantities share this scale: the product of a price and a whole number of
/// shares is then exact in money, and six decimals are enough for quoted prices.
package protocol FixedPoint: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The value in millionths.
    var micros: Int64 { get }
    /// Takes a value in millionths.
    init(micros: Int64)
}

/// Millionths in one unit.
package let microsPerUnit: Int64 = 1_000_000

extension FixedPoint {
    /// Nothing.
    package static var zero: Self { Self(micros: 0) }

    /// Whole units, exact.
    ///
    /// - Throws: ``MarketError`` with `overflow` beyond ±9.2 × 10¹² units.
    package static func units(_ count: Int64) throws(MarketError) -> Self {
        let (micros, overflow) = count.multipliedReportingOverflow(by: microsPerUnit)
        guard !overflow else { throw .overflow("\(count) units") }
        return Self(micros: micros)
    }

    /// The value as a floating-point number, for statistics; never for the books.
    package var value: Double { Double(micros) / Double(microsPerUnit) }

    /// Rounds a floating-point number half to even at the sixth decimal.
    ///
    /// - Throws: ``MarketError`` with `notFinite` or `overflow`.
    package init(rounding value: Double) throws(MarketError) {
        guard value.isFinite else { throw .notFinite("\(value)") }
        let scaled = (value * Double(microsPerUnit)).rounded(.toNearestOrEven)
        guard abs(scaled) < 9.2e18 else { throw .overflow("\(value)") }
        self.init(micros: Int64(scaled))
    }

    /// Whether the value is below zero.
    package var isNegative: Bool { micros < 0 }

    /// Whether the value is above zero.
    package var isPositive: Bool { micros > 0 }

    /// Whether the value is zero.
    package var isZero: Bool { micros == 0 }

    /// The sum. Throws ``MarketError`` with `overflow`.
    package static func + (left: Self, right: Self) throws(MarketError) -> Self {
        let (sum, overflow) = left.micros.addingReportingOverflow(right.micros)
        guard !overflow else { throw .overflow("\(left) + \(right)") }
        return Self(micros: sum)
    }

    /// The difference. Throws ``MarketError`` with `overflow`.
    package static func - (left: Self, right: Self) throws(MarketError) -> Self {
        let (difference, overflow) = left.micros.subtractingReportingOverflow(right.micros)
        guard !overflow else { throw .overflow("\(left) - \(right)") }
        return Self(micros: difference)
    }

    /// Adds in place. Throws ``MarketError`` with `overflow`.
    package static func += (left: inout Self, right: Self) throws(MarketError) {
        left = try left + right
    }

    /// Subtracts in place. Throws ``MarketError`` with `overflow`.
    package static func -= (left: inout Self, right: Self) throws(MarketError) {
        left = try left - right
    }

    /// The same size with the other sign. Throws ``MarketError`` with `overflow`.
    package static prefix func - (operand: Self) throws(MarketError) -> Self {
        try .zero - operand
    }

    /// The size without its sign. Throws ``MarketError`` with `overflow` at the least value.
    package func magnitude() throws(MarketError) -> Self {
        isNegative ? try -self : self
    }

    package static func < (left: Self, right: Self) -> Bool { left.micros < right.micros }
}

/// Returns `value × numerator / denominator`, rounded half to even, through 128-bit products.
///
/// - Throws: ``MarketError`` with `overflow` when the result exceeds 64 bits or the denominator is 0.
package func scaled(
    _ value: Int64,
    by numerator: Int64,
    over denominator: Int64
) throws(MarketError) -> Int64 {
    guard denominator != 0 else { throw .overflow("\(value) × \(numerator) / 0") }
    var product = Int128(value) * Int128(numerator)
    var divisor = Int128(denominator)
    if divisor < 0 { (product, divisor) = (-product, -divisor) }
    var (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 { (quotient, remainder) = (quotient - 1, remainder + divisor) }
    let twice = remainder * 2
    if twice > divisor || (twice == divisor && quotient & 1 == 1) { quotient += 1 }
    guard let result = Int64(exactly: quotient) else {
        throw .overflow("\(value) × \(numerator) / \(denominator)")
    }
    return result
}
