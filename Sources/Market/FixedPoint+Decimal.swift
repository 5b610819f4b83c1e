extension FixedPoint {
    /// Reads a decimal such as `-12`, `0.5` or `1250.000001`, exactly.
    ///
    /// - Throws: ``MarketError`` with `malformedNumber` for anything else, more than six significant
    ///   decimals included, and `overflow` when it is too large.
    package init(decimal text: some StringProtocol) throws(MarketError) {
        var micros: Int64 = 0
        var decimals = 0
        var digits = 0
        var isFraction = false
        var isNegative = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: isNegative = true
            case UInt8(ascii: ".") where !isFraction: isFraction = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if isFraction { decimals += 1 }
                if decimals > 6 {
                    guard byte == UInt8(ascii: "0") else { throw .tooManyDecimals("\(text)") }
                    continue
                }
                let (tens, overflowed) = micros.multipliedReportingOverflow(by: 10)
                let digit = Int64(byte - UInt8(ascii: "0"))
                let (sum, overflowedToo) = tens.addingReportingOverflow(digit)
                guard !overflowed, !overflowedToo else { throw .overflow("\(text)") }
                micros = sum
            default: throw .malformedNumber("\(text)")
            }
        }
        guard digits > 0 else { throw .malformedNumber("\(text)") }
        for _ in min(decimals, 6)..<6 {
            let (tens, overflowed) = micros.multipliedReportingOverflow(by: 10)
            guard !overflowed else { throw .overflow("\(text)") }
            micros = tens
        }
        self.init(micros: isNegative ? -micros : micros)
    }

    /// The exact decimal with two to six decimals, `10000000.00`, as programs read it.
    package var decimalString: String {
        let magnitude = micros.magnitude
        var fraction = String(magnitude % UInt64(microsPerUnit))
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(isNegative ? "-" : "")\(magnitude / UInt64(microsPerUnit)).\(fraction)"
    }

    package var description: String { decimalString }
}
