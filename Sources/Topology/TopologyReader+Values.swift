import Market
import Yams

/// A single value of the file as it is written.
struct ScalarText {
    let text: String
    let isQuoted: Bool
    let mark: SourceMark
    let path: String
}

extension TopologyReader {
    /// Reads the single value under a key; `nil` where it is absent or was reported.
    mutating func scalar(
        _ key: String,
        of section: Section,
        expected: String
    ) -> ScalarText? {
        guard let node = section.entries[key] else { return nil }
        return scalar(node, at: section.path(of: key), expected: expected)
    }

    /// Reads a node as a single value; an empty one is reported like one of the wrong kind.
    mutating func scalar(_ node: Node, at path: String, expected: String) -> ScalarText? {
        guard case .scalar(let scalar) = node else {
            reportType(of: node, at: path, expected: expected)
            return nil
        }
        let isQuoted = scalar.style != .plain
        if !isQuoted, ["", "~", "null"].contains(scalar.string) {
            reportType(of: node, at: path, expected: expected)
            return nil
        }
        return ScalarText(
            text: scalar.string,
            isQuoted: isQuoted,
            mark: SourceMark(node),
            path: path
        )
    }

    mutating func whole(
        _ key: String,
        of section: Section,
        standard: Int,
        in range: ClosedRange<Int>
    ) -> Int {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = scalar(key, of: section, expected: expected) else { return standard }
        guard !scalar.isQuoted, let value = Int(scalar.text) else {
            reportValue(scalar, expected: expected)
            return standard
        }
        guard range.contains(value) else {
            reportRange(scalar, expected: expected)
            return standard
        }
        return value
    }

    mutating func number(
        _ key: String,
        of section: Section,
        standard: Double,
        in range: ClosedRange<Double>
    ) -> Double {
        optionalNumber(key, of: section, in: range) ?? standard
    }

    mutating func optionalNumber(
        _ key: String,
        of section: Section,
        in range: ClosedRange<Double>
    ) -> Double? {
        let expected =
            "a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
        guard let scalar = scalar(key, of: section, expected: expected) else { return nil }
        guard !scalar.isQuoted, let value = finiteNumber(scalar.text) else {
            reportValue(scalar, expected: expected)
            return nil
        }
        guard range.contains(value) else {
            reportRange(scalar, expected: expected)
            return nil
        }
        return value
    }

    /// Reads an exact decimal: money or basis points, with six decimals at most.
    mutating func amount<Amount: FixedPoint>(
        _ key: String,
        of section: Section,
        standard: Amount,
        in range: ClosedRange<Int64>
    ) -> Amount {
        let expected = "an amount from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = scalar(key, of: section, expected: expected) else { return standard }
        let amount: Amount
        do throws(MarketError) {
            amount = try Amount(decimal: scalar.text)
        } catch {
            reportValue(scalar, expected: "\(expected), with six decimals at most")
            return standard
        }
        guard !scalar.isQuoted else {
            reportValue(scalar, expected: expected)
            return standard
        }
        let micros = range.lowerBound * microsPerUnit...range.upperBound * microsPerUnit
        guard micros.contains(amount.micros) else {
            reportRange(scalar, expected: expected)
            return standard
        }
        return amount
    }

    mutating func flag(_ key: String, of section: Section, standard: Bool) -> Bool {
        guard let scalar = scalar(key, of: section, expected: "true or false") else {
            return standard
        }
        guard !scalar.isQuoted, let value = Bool(scalar.text) else {
            reportValue(scalar, expected: "true or false")
            return standard
        }
        return value
    }

    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String,
        of section: Section,
        standard: Choice
    ) -> Choice {
        let names = Choice.allCases.map(\.rawValue)
        let expected = "one of \(names.joined(separator: ", "))"
        guard let scalar = scalar(key, of: section, expected: expected) else { return standard }
        guard let value = Choice(rawValue: scalar.text) else {
            let nearest = nearestName(to: scalar.text, among: names)
            reportValue(
                scalar,
                expected: expected,
                remedy: nearest.map { "Did you mean \"\($0)\"?" }
            )
            return standard
        }
        return value
    }

    mutating func date(_ key: String, of section: Section) -> CalendarDate? {
        let expected = "a date such as 2011-06-13, of the years 1840 to 2100"
        guard let scalar = scalar(key, of: section, expected: expected) else { return nil }
        var date: CalendarDate?
        do throws(MarketError) {
            date = try CalendarDate(scalar.text)
        } catch {
            date = nil
        }
        guard let date, (1840...2100).contains(date.components.year) else {
            reportValue(scalar, expected: expected)
            return nil
        }
        return date
    }

    /// Reads `[a-z][a-z0-9_]*` of at most 32 characters; what is missing is reported.
    mutating func identifier(_ key: String, of section: Section) -> String {
        let expected = "a name of small letters, digits and _, such as health_care"
        guard section.entries[key] != nil else {
            reportMissing(key, of: section, remedy: "Write \(expected).")
            return ""
        }
        guard let scalar = scalar(key, of: section, expected: expected) else { return "" }
        guard isIdentifier(scalar.text) else {
            reportValue(scalar, expected: "\(expected), of 32 characters at most")
            return scalar.text
        }
        return scalar.text
    }

    mutating func symbol(_ node: Node, at path: String) -> InstrumentID? {
        let expected = "a symbol such as XOM"
        guard let scalar = scalar(node, at: path, expected: expected) else { return nil }
        guard isSymbol(scalar.text) else {
            reportValue(scalar, expected: "\(expected): letters, digits and . - _ = ^, 32 at most")
            return nil
        }
        return InstrumentID(scalar.text)
    }

    mutating func reportValue(_ scalar: ScalarText, expected: String, remedy: String? = nil) {
        let isQuotedNumber = scalar.isQuoted && finiteNumber(scalar.text) != nil
        report(
            "\"\(scalar.text.prefix(60))\" is not \(expected)",
            at: scalar.mark,
            path: scalar.path,
            reason: "Nothing is guessed from a value that can't be read.",
            remedy: remedy ?? (isQuotedNumber ? "Remove the quotes." : "Write \(expected).")
        )
    }

    private mutating func reportRange(_ scalar: ScalarText, expected: String) {
        report(
            "\(scalar.text) is outside its range",
            at: scalar.mark,
            path: scalar.path,
            reason: "Values outside are slips or have no meaning.",
            remedy: "Write \(expected)."
        )
    }
}

/// Whether a name can stand in ids, file names and tables as it is.
func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= 32 else {
        return false
    }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}

/// Whether a symbol can be a file's name and a column's head as it is.
package func isSymbol(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, isAlphanumeric(first) || first == UInt8(ascii: "^"),
        text.utf8.count <= 32
    else { return false }
    return text.utf8.allSatisfy { isAlphanumeric($0) || ".-_=^".utf8.contains($0) }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
}

/// Reads a decimal, `1e6` included; `nil` for NaN, infinity and everything that is no number.
private func finiteNumber(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value
}

/// The shortest text that reads back as the number, without `.0`.
func shortest(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
