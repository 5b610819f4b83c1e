/// A moment in nanoseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
///
/// Covers 1677 to 2262. Moments come in messages and data; nothing below the runtime reads a clock.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Nanoseconds since the epoch.
    package let nanoseconds: Int64

    /// The start of 1970, UTC.
    package static let epoch = Timestamp(nanoseconds: 0)

    /// The earliest moment there is.
    package static let distantPast = Timestamp(nanoseconds: .min)

    /// Takes nanoseconds since the epoch.
    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Takes a time of day on a date, UTC; wraps on to following days beyond 24 hours.
    package init(date: CalendarDate, secondOfDay: Int64 = 0) {
        nanoseconds = (Int64(date.dayNumber) * 86_400 + secondOfDay) * 1_000_000_000
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment a number of nanoseconds later.
    package func advanced(byNanoseconds count: Int64) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds + count)
    }

    /// The UTC date the moment falls on.
    package var date: CalendarDate {
        CalendarDate(dayNumber: Int(floorQuotient(nanoseconds, 86_400_000_000_000)))
    }

    /// Nanoseconds since the start of its UTC day.
    package var nanosecondOfDay: Int64 {
        nanoseconds - Int64(date.dayNumber) * 86_400_000_000_000
    }

    /// `2011-06-13T21:00:00Z`, with nine decimals of a second where they are not zero.
    package var description: String {
        let second = nanosecondOfDay / 1_000_000_000
        let fraction = nanosecondOfDay % 1_000_000_000
        let time = "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
        guard fraction != 0 else { return "\(date)T\(time)Z" }
        let digits = String(fraction)
        return "\(date)T\(time).\(String(repeating: "0", count: 9 - digits.count))\(digits)Z"
    }

    /// Reads `2011-06-13` (midnight UTC) or `2011-06-13T21:00:00Z`.
    ///
    /// - Throws: ``MarketError`` with `malformedDate`.
    package init(_ text: some StringProtocol) throws(MarketError) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10 else { throw malformed(text) }
        let date = try CalendarDate(String(decoding: bytes[0..<10], as: UTF8.self))
        guard bytes.count > 10 else {
            self.init(date: date)
            return
        }
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digitPair(bytes, 11), let minute = digitPair(bytes, 14),
            let second = digitPair(bytes, 17), hour < 24, minute < 60, second < 60
        else { throw malformed(text) }
        self.init(date: date, secondOfDay: Int64(hour * 3600 + minute * 60 + second))
    }
}

private func malformed(_ text: some StringProtocol) -> MarketError {
    MarketError(
        .malformedDate,
        "\"\(text)\" is not a time; write 2011-06-13 or 2011-06-13T21:00:00Z (UTC)"
    )
}

private func digitPair(_ bytes: [UInt8], _ index: Int) -> Int? {
    let tens = Int(bytes[index]) - 48
    let ones = Int(bytes[index + 1]) - 48
    guard (0...9).contains(tens), (0...9).contains(ones) else { return nil }
    return tens * 10 + ones
}

func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

func floorQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
