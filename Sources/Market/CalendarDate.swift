/// A day of the proleptic Gregorian calendar.
package struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01; earlier days are negative.
    package let dayNumber: Int

    /// Takes days since 1970-01-01.
    package init(dayNumber: Int) { self.dayNumber = dayNumber }

    /// Takes a year, a month 1…12 and a day of that month; `nil` when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= daysInMonth(year: year, month: month)
        else {
            return nil
        }
        // Years start in March here, so that the leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let era = Int(floorQuotient(Int64(shifted), 400))
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads `2011-06-13`.
    ///
    /// - Throws: ``MarketError`` with `malformedDate`.
    package init(_ text: some StringProtocol) throws(MarketError) {
        let bytes = Array(text.utf8)
        var parts = [0, 0, 0]
        var isWellFormed = bytes.count == 10
        if isWellFormed {
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 7 {
                    isWellFormed = isWellFormed && byte == UInt8(ascii: "-")
                } else {
                    isWellFormed = isWellFormed && (48...57).contains(byte)
                    let part = index < 4 ? 0 : index < 7 ? 1 : 2
                    parts[part] = parts[part] * 10 + Int(byte) - 48
                }
            }
        }
        guard isWellFormed,
            let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
        else {
            throw MarketError(
                .malformedDate,
                "\"\(text)\" is not a date; write year-month-day, like 2011-06-13"
            )
        }
        self = date
    }

    /// The year, the month 1…12 and the day of the month.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = Int(floorQuotient(Int64(shifted), 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The day of the week, 0 for Monday to 6 for Sunday.
    package var weekday: Int {
        let shifted = (dayNumber + 3) % 7
        return shifted < 0 ? shifted + 7 : shifted
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    /// `2011-06-13`.
    package var description: String {
        let (year, month, day) = components
        let digits = String(year)
        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(zeros)\(digits)-\(padded(Int64(month)))-\(padded(Int64(day)))"
    }
}

private func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}
