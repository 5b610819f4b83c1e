package import Market

/// Numbers as people read them: thousands separated, a true minus sign, never an exponent.
package enum NumberText {
    /// The minus sign of all texts; as wide as a plus.
    package static let minus = "−"

    /// Returns a whole number with its sign, `+3` or `−1,204`; zero has none.
    package static func signed(_ value: Int64) -> String {
        value > 0 ? "+\(integer(value))" : integer(value)
    }

    /// Returns `8,313`.
    package static func integer(_ value: Int64) -> String {
        (value < 0 ? minus : "") + grouped(value.magnitude)
    }

    /// Returns a number with a fixed count of decimals, rounded half to even, `1,234.50`.
    ///
    /// - Parameters:
    ///   - value: Any number; beyond ±10¹⁵ / 10^places it has no decimals, infinity is `∞`.
    ///   - places: Decimals, 0 to 6.
    ///   - isSigned: Whether a number above zero has a plus.
    /// - Returns: The digits, thousands separated.
    package static func decimal(
        _ value: Double,
        places: Int,
        isSigned: Bool = false
    ) -> String {
        guard value.isFinite else {
            return value.isNaN ? "–" : value < 0 ? "\(minus)∞" : "∞"
        }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (value * scale).rounded(.toNearestOrEven)
        guard abs(scaled) < 1e15 else { return "\(value)" }
        let digits = Int64(scaled)
        let sign = digits < 0 ? minus : isSigned && digits > 0 ? "+" : ""
        let whole = grouped(digits.magnitude / UInt64(scale))
        guard places > 0 else { return sign + whole }
        return sign + whole + "." + padded(digits.magnitude % UInt64(scale), to: places)
    }

    /// Returns a fraction as a percentage, `12.3 %`.
    package static func percent(
        _ fraction: Double,
        places: Int = 1,
        isSigned: Bool = false
    ) -> String {
        decimal(fraction * 100, places: places, isSigned: isSigned) + " %"
    }

    /// Returns an amount exact to the cent, `1,666,666.67`; rounded half to even.
    package static func money(_ amount: Money) -> String {
        fixed(amount.micros, places: 2, trimsTo: 2)
    }

    /// Returns an amount in whole units, `1,666,667`; rounded half to even.
    package static func wholeMoney(_ amount: Money) -> String {
        fixed(amount.micros, places: 0, trimsTo: 0)
    }

    /// Returns a count of units with as many decimals as it has, `1,200` or `0.25`.
    package static func quantity(_ quantity: Quantity) -> String {
        fixed(quantity.micros, places: 6, trimsTo: 0)
    }

    /// Returns a price with two decimals, or as many as it has below 100, `79.31` or `0.297242`.
    package static func price(_ price: Price) -> String {
        let isLarge = price.micros.magnitude >= 100 * UInt64(microsPerUnit)
        return fixed(price.micros, places: isLarge ? 2 : 6, trimsTo: 2)
    }

    /// Returns a short span of time with its unit, `0.4 ms`, `12 s` or `3 min`.
    package static func duration(nanoseconds: Int64) -> String {
        let size = Double(nanoseconds)
        if size < 1e6 { return decimal(size / 1e3, places: 0) + " µs" }
        if size < 1e8 { return decimal(size / 1e6, places: 1) + " ms" }
        if size < 1e9 { return decimal(size / 1e6, places: 0) + " ms" }
        if size < 1e10 { return decimal(size / 1e9, places: 1) + " s" }
        if size < 1.2e11 { return decimal(size / 1e9, places: 0) + " s" }
        return decimal(size / 6e10, places: 0) + " min"
    }

    /// Returns `2011-06-13 21:00 UTC`; seconds are left out.
    package static func moment(_ moment: Timestamp) -> String {
        let minute = moment.nanosecondOfDay / 60_000_000_000
        let hours = padded(UInt64(minute / 60), to: 2)
        return "\(moment.date) \(hours):\(padded(UInt64(minute % 60), to: 2)) UTC"
    }

    /// Returns `1 order` or `3 orders` for a noun whose plural takes an s.
    package static func count(_ count: Int64, _ noun: String) -> String {
        "\(integer(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func fixed(_ micros: Int64, places: Int, trimsTo least: Int) -> String {
        var unit: UInt64 = 1
        for _ in places..<6 { unit *= 10 }
        let (quotient, rest) = micros.magnitude.quotientAndRemainder(dividingBy: unit)
        let roundsUp = rest * 2 > unit || (rest * 2 == unit && quotient & 1 == 1)
        let digits = quotient + (roundsUp ? 1 : 0)
        let one = 1_000_000 / unit
        var fraction = places > 0 ? padded(digits % one, to: places) : ""
        while fraction.count > least, fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = micros < 0 && digits > 0 ? minus : ""
        return sign + grouped(digits / one) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    private static func grouped(_ magnitude: UInt64) -> String {
        var groups: [String] = []
        var rest = magnitude
        while rest >= 1_000 {
            groups.append(padded(rest % 1_000, to: 3))
            rest /= 1_000
        }
        groups.append(String(rest))
        return groups.reversed().joined(separator: ",")
    }

    private static func padded(_ value: UInt64, to count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
