/// Writes numbers for people: thousands separated, signs kept, units beside them.
struct NumberText: Sendable {
    /// The code written after amounts.
    let currency: String

    /// What stands where there is no figure.
    static let absent = "—"

    /// An amount with its currency, two decimals.
    func money(_ value: Double, isSigned: Bool = false) -> String {
        "\(NumberText.decimal(value, decimals: 2, isSigned: isSigned))\u{A0}\(currency)"
    }

    /// An amount with its currency, without decimals from 100,000 on.
    func amount(_ value: Double) -> String {
        let isLarge = abs(value) >= 100_000
        return "\(NumberText.decimal(value, decimals: isLarge ? 0 : 2))\u{A0}\(currency)"
    }

    /// An amount in whole units, for columns whose head names the currency.
    static func whole(_ value: Double, isSigned: Bool = false) -> String {
        decimal(value, decimals: 0, isSigned: isSigned)
    }

    /// A count.
    static func count(_ value: Int) -> String {
        (value < 0 ? "−" : "") + grouped(value.magnitude)
    }

    /// A fraction as a percentage with two decimals; `—` for none.
    static func percent(_ fraction: Double?, isSigned: Bool = false) -> String {
        guard let fraction else { return absent }
        return "\(decimal(fraction * 100, decimals: 2, isSigned: isSigned))\u{A0}%"
    }

    /// A number without unit, two decimals; `—` for none.
    static func ratio(_ value: Double?) -> String {
        value.map { decimal($0, decimals: 2) } ?? absent
    }

    /// Rounds half to even at the last decimal, of at most 6; what rounds to zero has no sign.
    static func decimal(_ value: Double, decimals: Int, isSigned: Bool = false) -> String {
        var scale: UInt = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * Double(scale)).rounded(.toNearestOrEven)
        guard scaled < 9e18 else { return "\(value)" }
        let digits = UInt(scaled)
        let sign = digits == 0 ? "" : value < 0 ? "−" : isSigned ? "+" : ""
        guard decimals > 0 else { return sign + grouped(digits) }
        let fraction = String(digits % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.utf8.count)
        return "\(sign)\(grouped(digits / scale)).\(zeros)\(fraction)"
    }

    private static func grouped(_ value: UInt) -> String {
        let digits = Array(String(value))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
