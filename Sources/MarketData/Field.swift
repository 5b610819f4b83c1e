import Market

/// What stands in one field of figures.
enum Figure {
    case empty
    case micros(Int64)
    case malformed
    case tooLarge
}

/// Reads `-12`, `0.5` or `1250.0000015`, rounded half to even at the sixth decimal.
///
/// Adjusted prices come with more decimals than the price scale holds, so data files are rounded
/// where a topology would be refused.
func figure(_ bytes: [UInt8], _ range: Range<Int>) -> Figure {
    guard !range.isEmpty else { return .empty }
    var index = range.lowerBound
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var micros: Int64 = 0
    var digits = 0
    var decimals = -1
    var firstDropped: UInt8 = 0
    var isMoreDropped = false
    while index < range.upperBound {
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "."), decimals < 0 {
            decimals = 0
            continue
        }
        let digit = byte &- 48
        guard digit < 10 else { return .malformed }
        digits += 1
        if decimals >= 6 {
            if decimals == 6 { firstDropped = digit } else if digit != 0 { isMoreDropped = true }
            decimals += 1
            continue
        }
        if decimals >= 0 { decimals += 1 }
        let (tens, isTooLarge) = micros.multipliedReportingOverflow(by: 10)
        let (sum, isTooLargeNow) = tens.addingReportingOverflow(Int64(digit))
        guard !isTooLarge, !isTooLargeNow else { return .tooLarge }
        micros = sum
    }
    guard digits > 0, bytes[range.upperBound - 1] != UInt8(ascii: ".") else { return .malformed }
    for _ in min(max(decimals, 0), 6)..<6 {
        let (tens, isTooLarge) = micros.multipliedReportingOverflow(by: 10)
        guard !isTooLarge else { return .tooLarge }
        micros = tens
    }
    let isUp = firstDropped > 5 || (firstDropped == 5 && (isMoreDropped || micros & 1 == 1))
    guard !isUp || micros < .max else { return .tooLarge }
    if isUp { micros += 1 }
    return .micros(isNegative ? -micros : micros)
}

/// The start of a bar: a session's date, or a moment in UTC.
struct BarStart {
    let date: CalendarDate
    /// Seconds after midnight UTC; `nil` for a session's date.
    let secondOfDay: Int64?
}

/// Reads `2011-06-13` or `2011-06-13T14:30:00Z` of the years 1678 to 2261.
func barStart(_ bytes: [UInt8], _ range: Range<Int>) -> BarStart? {
    let start = range.lowerBound
    guard range.count == 10 || range.count == 20,
        bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
        let century = twoDigits(bytes, start), let ofCentury = twoDigits(bytes, start + 2),
        let month = twoDigits(bytes, start + 5), let day = twoDigits(bytes, start + 8),
        (1678...2261).contains(century * 100 + ofCentury),
        let date = CalendarDate(year: century * 100 + ofCentury, month: month, day: day)
    else { return nil }
    guard range.count == 20 else { return BarStart(date: date, secondOfDay: nil) }
    guard bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 19] == UInt8(ascii: "Z"),
        bytes[start + 13] == UInt8(ascii: ":"), bytes[start + 16] == UInt8(ascii: ":"),
        let hour = twoDigits(bytes, start + 11), let minute = twoDigits(bytes, start + 14),
        let second = twoDigits(bytes, start + 17), hour < 24, minute < 60, second < 60
    else { return nil }
    return BarStart(date: date, secondOfDay: Int64(hour * 3_600 + minute * 60 + second))
}

private func twoDigits(_ bytes: [UInt8], _ index: Int) -> Int? {
    let tens = bytes[index] &- 48
    let ones = bytes[index + 1] &- 48
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}
