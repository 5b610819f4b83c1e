import Foundation
import MarketData
import Testing

struct MalformedTests {
    @Test(arguments: expectations)
    func `a file with one fault is refused at its place and in words`(
        expected: Expectation
    ) throws {
        let file = malformedDirectory.appendingPathComponent("\(expected.name).csv").path
        let found = try DataCheck.run(file).issues
        #expect(found.count == 1, "\(found.map(\.description))")
        let issue = try #require(found.first)
        #expect(issue.file == file)
        #expect("\(issue.line):\(issue.column)" == expected.place)
        #expect(issue.message.hasPrefix(expected.message), "\(issue.message)")
        #expect(issue.reason.hasSuffix(".") && issue.remedy.hasSuffix("."))
    }

    @Test func `every malformed file has an expectation`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: malformedDirectory.path)
        #expect(files.sorted() == expectations.map { "\($0.name).csv" }.sorted())
    }

    @Test func `a malformed file is not described either`() {
        #expect(throws: MarketDataError.self) { try DataDescription.of(malformedDirectory.path) }
    }
}

/// What is expected of one malformed file: its name, the place and the message's start.
struct Expectation: Sendable, CustomTestStringConvertible {
    let name: String
    let place: String
    let message: String

    var testDescription: String { name }
}

private let malformedDirectory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Malformed")

private let expectations: [Expectation] = table.split(separator: "\n").map { line in
    let cells = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    return Expectation(name: cells[0], place: cells[1], message: cells[2])
}

private let table = """
    bar_line_twice | 3:1 | 2011-06-13 appears twice
    bars_unsorted | 4:1 | 2011-06-10 is before the row above
    blank_line | 3:1 | the line is empty
    byte_order_mark | 1:1 | the file begins with a byte order mark
    close_above_high | 3:23 | close 12.5 is above the high 12
    close_below_low | 3:23 | close 1.15 is below the low 10
    close_below_price_scale | 3:15 | close is 0.0000004, not above zero
    close_missing | 3:23 | there is no close
    close_negative | 3:15 | close is -11.5, not above zero
    close_not_a_number | 3:23 | "NaN" is not a decimal number
    close_too_large | 3:15 | 99999999999999 is too large
    close_zero | 3:15 | close is 0, not above zero
    closes_column_twice | 1:21 | there are two columns AAPL
    closes_column_with_slash | 1:16 | "../MSFT" is not a symbol
    closes_column_without_name | 1:16 | "" is not a symbol
    closes_header_date | 1:1 | the header is "Date,AAPL,MSFT", expected timestamp,NAME,…
    closes_infinite | 3:12 | "inf" is not a decimal number
    closes_of_returns | 3:17 | the close of MSFT is -0.02, not above zero
    closes_row_twice | 3:1 | 2011-06-13 appears twice
    closes_unsorted | 3:1 | 2011-06-13 is before the row above
    closes_without_columns | 1:1 | the header is "timestamp", expected timestamp,NAME,…
    cut_short | 4:1 | the last line has no line end
    date_that_is_none | 3:1 | "2011-02-29" is not a time
    date_too_early | 2:1 | "1677-12-31" is not a time
    date_with_slashes | 3:1 | "2011/06/14" is not a time
    dates_and_times_mixed | 3:1 | 2011-06-14T00:00:00Z mixes dates and times in one file
    empty_file | 1:1 | the file is empty
    fields_too_few | 3:1 | 5 fields, the header has 6
    figure_ends_with_point | 3:23 | "11." is not a decimal number
    figure_in_quotes | 3:23 | ""11.5"" is not a decimal number
    figure_with_exponent | 3:23 | "1.15e1" is not a decimal number
    figure_with_space | 3:23 | " 11.5" is not a decimal number
    figure_with_thousands_commas | 3:1 | 7 fields, the header has 6
    figure_with_two_points | 3:23 | "11.5.1" is not a decimal number
    garbage_after_the_last_row | 5:1 | 1 field, the header has 6
    header_in_capitals | 1:1 | the header is "Timestamp,Open,High,Low,Close,Volume", expected
    header_only | 1:1 | there is no row after the header
    header_without_volume | 1:1 | the header is "timestamp,open,high,low,close", expected
    high_below_low | 3:15 | low 10 is above the high 9
    low_zero | 3:20 | low is 0, not above zero
    not_ascii | 3:25 | a character outside ASCII
    not_utf8 | 3:29 | byte 255 is not UTF-8 text
    nul_byte | 3:23 | "11.5?" is not a decimal number
    one_intraday_bar | 2:1 | one intraday bar alone does not say how long it is
    open_above_high | 3:12 | open 12.5 is above the high 12
    open_below_low | 3:12 | open 9.5 is below the low 10
    time_without_zone | 2:1 | "2011-06-14T14:30:00" is not a time
    volume_negative | 3:28 | the volume -900 is below zero
    """
