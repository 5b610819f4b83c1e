import Market
import Testing

struct CalendarTests {
    @Test(arguments: [
        ("1970-01-01", 0, 3), ("1969-12-31", -1, 2), ("2000-02-29", 11_016, 1),
        ("2011-06-13", 15_138, 0), ("1900-03-01", -25_508, 3),
    ])
    func `a date knows its day number and weekday`(text: String, day: Int, weekday: Int) throws {
        let date = try CalendarDate(text)
        #expect(date.dayNumber == day)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
    }

    @Test func `every day of four centuries survives a round trip`() {
        for day in -80_000..<66_097 {
            let (year, month, dayOfMonth) = CalendarDate(dayNumber: day).components
            #expect(CalendarDate(year: year, month: month, day: dayOfMonth)?.dayNumber == day)
        }
    }

    @Test(arguments: ["2011-02-29", "2011-13-01", "2011-6-13", "20110613", "", "2011-06-00"])
    func `what is no date is refused`(text: String) {
        #expect(throws: MarketError.self) { try CalendarDate(text) }
    }

    @Test(arguments: ["2011-06-13T21:00:00Z", "1969-12-31T23:59:59Z", "1990-01-02T00:00:00Z"])
    func `a moment survives a round trip`(text: String) throws {
        #expect(try Timestamp(text).description == text)
    }

    @Test(arguments: ["2011-06-13T24:00:00Z", "2011-06-13 21:00:00", "2011-06-13T21:00Z"])
    func `what is no moment is refused`(text: String) {
        #expect(throws: MarketError.self) { try Timestamp(text) }
    }

    @Test(arguments: [
        (CycleLength.bar, 6), (.day, 5), (.week, 3), (.month, 2),
    ])
    func `windows hold every moment once`(length: CycleLength, expected: Int) throws {
        let moments = try [
            "2011-06-24T15:00:00Z", "2011-06-24T21:00:00Z", "2011-06-27T21:00:00Z",
            "2011-06-30T21:00:00Z", "2011-07-01T21:00:00Z", "2011-07-05T21:00:00Z",
        ].map { try Timestamp($0) }
        let windows = length.windows(over: moments)
        #expect(windows.count == expected)
        #expect(windows.map(\.cycle) == (1...Int64(expected)).map { $0 })
        for moment in moments {
            #expect(windows.count { $0.from < moment && moment <= $0.to } == 1)
        }
        #expect(length.windows(over: []).isEmpty)
    }
}
