import Market
import Topology

/// Reads one data file strictly: what is not right is reported with its place, never repaired.
///
/// A daily bar, `2011-06-13`, became known on that date at the topology's `known_at`. An intraday
/// row, `2011-06-13T14:30:00Z`, is the start of a bar; the bar's length is the shortest spacing of
/// rows in the file, and it became known at its end.
struct TableReader {
    /// After so many issues the rest of the file is not read.
    static let issuesMaximum = 20

    private let file: SourceFile
    private let knownAtSecondOfDay: Int64
    private(set) var issues: [DataIssue] = []
    private var cursor: RowCursor
    private var kind = TableKind.bars
    private var names: [String] = []
    private var starts: [Timestamp] = []
    private var cells: [Int64] = []
    private var isIntraday: Bool?

    init(_ file: SourceFile, knownAtSecondOfDay: Int64) {
        self.file = file
        self.knownAtSecondOfDay = knownAtSecondOfDay
        cursor = RowCursor(file.bytes)
    }

    /// Reads the whole file.
    ///
    /// - Throws: ``MarketDataError`` with `invalid` and up to ``issuesMaximum`` issues.
    mutating func read(expecting expected: TableKind? = nil) throws(MarketDataError) -> Table {
        checkBytes()
        if issues.isEmpty { readHead(expecting: expected) }
        if issues.isEmpty { readRows() }
        let length = issues.isEmpty ? barLength() : 0
        guard issues.isEmpty else { throw MarketDataError(.invalid, issues) }
        let moments = length == 0 ? starts : starts.map { $0.advanced(byNanoseconds: length) }
        return Table(kind: kind, names: names, moments: moments, cells: cells)
    }

    mutating func report(
        _ message: String,
        field: Int? = nil,
        reason: String,
        remedy: String
    ) {
        let column = field.map(cursor.column) ?? 1
        let place = (max(1, cursor.line), column)
        report(message, at: place, reason: reason, remedy: remedy)
    }

    private mutating func report(
        _ message: String,
        at place: (line: Int, column: Int),
        reason: String,
        remedy: String
    ) {
        guard issues.count < TableReader.issuesMaximum else { return }
        issues.append(
            DataIssue(
                file: file.path,
                line: place.line,
                column: place.column,
                message: message,
                reason: reason,
                remedy: remedy
            )
        )
    }

    /// Checks what holds for the file as a whole: plain ASCII, lines that end.
    private mutating func checkBytes() {
        let bytes = file.bytes
        if bytes.isEmpty {
            return report(
                "the file is empty",
                reason: "A data file has a header and at least one row.",
                remedy: "Fetch it again or remove it."
            )
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return report(
                "the file begins with a byte order mark",
                reason: "It would become part of the first column's name.",
                remedy: "Save it as UTF-8 without a mark."
            )
        }
        if let index = bytes.firstIndex(where: { $0 >= 0x80 }) {
            let before = bytes[..<index]
            let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
            let isText = String(validating: bytes, as: UTF8.self) != nil
            return report(
                isText ? "a character outside ASCII" : "byte \(bytes[index]) is not UTF-8 text",
                at: (before.count { $0 == newline } + 1, index - lineStart + 1),
                reason: "Symbols, dates and figures are plain ASCII.",
                remedy: "Save it as plain text and write symbols in letters and digits."
            )
        }
        if bytes.last != newline {
            report(
                "the last line has no line end",
                at: (bytes.count { $0 == newline } + 1, 1),
                reason: "It may have been cut short, and a figure with it.",
                remedy: "Fetch the file again, or end the line if it is whole."
            )
        }
    }

    private mutating func readHead(expecting expected: TableKind?) {
        guard cursor.advance() else { return }
        let heads = cursor.fields.indices.map { cursor.text(of: $0) }
        let barHeads = ["timestamp", "open", "high", "low", "close", "volume"]
        kind = expected ?? (heads.contains { $0.lowercased() == "close" } ? .bars : .closes)
        names = Array(heads.dropFirst())
        if kind == .bars ? heads != barHeads : heads[0] != "timestamp" || heads.count < 2 {
            let wanted = kind == .bars ? barHeads.joined(separator: ",") : "timestamp,NAME,…"
            return report(
                "the header is \"\(heads.joined(separator: ",").prefix(60))\", expected \(wanted)",
                reason: "Columns are told by their names, not guessed.",
                remedy: "Rename the columns, in this order and in small letters."
            )
        }
        guard kind == .closes else { return }
        var seen: Set<String> = []
        for index in names.indices {
            if !isSymbol(names[index]) {
                report(
                    "\"\(names[index].prefix(40))\" is not a symbol",
                    field: index + 1,
                    reason: "A symbol has letters, digits and . - _ = ^, 32 at most.",
                    remedy: "Rename the column."
                )
            } else if !seen.insert(names[index]).inserted {
                report(
                    "there are two columns \(names[index])",
                    field: index + 1,
                    reason: "One of them would win without a word.",
                    remedy: "Remove or rename one."
                )
            }
        }
    }

    private mutating func readRows() {
        let rowsEstimate = file.bytes.count / max(12, names.count * 5)
        starts.reserveCapacity(rowsEstimate)
        cells.reserveCapacity(rowsEstimate * names.count)
        while issues.count < TableReader.issuesMaximum, cursor.advance() {
            guard cursor.fields.count == names.count + 1 else {
                reportFieldCount()
                continue
            }
            readStart()
            for field in 1...names.count { readFigure(field) }
            if kind == .bars { checkBar() } else { checkCloses() }
        }
        guard issues.isEmpty, starts.isEmpty else { return }
        report(
            "there is no row after the header",
            reason: "A data file has at least one bar.",
            remedy: "Fetch it again or remove it."
        )
    }

    private mutating func reportFieldCount() {
        let count = cursor.fields.count
        let isBlank = count == 1 && cursor.fields[0].isEmpty
        report(
            isBlank
                ? "the line is empty"
                : "\(count) field\(count == 1 ? "" : "s"), the header has \(names.count + 1)",
            reason: "A row that is not whole can't be matched to its columns.",
            remedy: isBlank ? "Remove the line." : "Write every comma, also before empty fields."
        )
    }

    private mutating func readStart() {
        guard let start = barStart(file.bytes, cursor.fields[0]) else {
            return report(
                "\"\(cursor.text(of: 0).prefix(40))\" is not a time",
                field: 0,
                reason: "Rows are dated from 1678 to 2261, in UTC.",
                remedy: "Write 2011-06-13 for a day, 2011-06-13T14:30:00Z for a bar's start."
            )
        }
        let hasTime = start.secondOfDay != nil
        if let isIntraday, isIntraday != hasTime {
            return report(
                "\(cursor.text(of: 0)) mixes dates and times in one file",
                field: 0,
                reason: "A daily bar is known at the session's end, an intraday bar at its own.",
                remedy: "Keep daily and intraday bars in files of their own."
            )
        }
        isIntraday = hasTime
        let moment = Timestamp(
            date: start.date,
            secondOfDay: start.secondOfDay ?? knownAtSecondOfDay
        )
        if let last = starts.last, moment <= last {
            let isSame = moment == last
            report(
                "\(cursor.text(of: 0)) \(isSame ? "appears twice" : "is before the row above")",
                field: 0,
                reason: isSame ? "Only one bar can be true." : "Rows are in the order of time.",
                remedy: isSame ? "Remove the wrong one." : "Sort the file by its first column."
            )
        }
        starts.append(moment)
    }

    private mutating func readFigure(_ field: Int) {
        var micros = Table.empty
        switch figure(file.bytes, cursor.fields[field]) {
        case .empty: break
        case .micros(let value): micros = value
        case .malformed:
            report(
                "\"\(cursor.text(of: field).prefix(40))\" is not a decimal number",
                field: field,
                reason: "Figures are digits with at most one point; nothing else is guessed.",
                remedy: "Write it like 79.31, or leave the field empty where there is none."
            )
        case .tooLarge:
            report(
                "\(cursor.text(of: field).prefix(40)) is too large",
                field: field,
                reason: "Prices and volumes end at 9,223,372,036,854.",
                remedy: "Write it in a larger unit."
            )
        }
        cells.append(micros)
    }

    private mutating func checkCloses() {
        let start = cells.count - names.count
        for column in names.indices {
            let close = cells[start + column]
            guard close <= 0, close != Table.empty else { continue }
            reportPrice("the close of \(names[column])", field: column + 1)
        }
    }

    /// Checks a bar's prices: above zero, and none outside low … high.
    private mutating func checkBar() {
        let start = cells.count - 5
        for column in 0..<4 {
            let price = cells[start + column]
            if price <= 0, price != Table.empty { reportPrice(names[column], field: column + 1) }
        }
        let (high, low) = (cells[start + 1], cells[start + 2])
        if high != Table.empty, low > high {
            reportOrder(2, isAboveHigh: true)
        } else {
            for column in [0, 3] where cells[start + column] != Table.empty {
                let price = cells[start + column]
                if high != Table.empty, price > high { reportOrder(column, isAboveHigh: true) }
                if low != Table.empty, price < low { reportOrder(column, isAboveHigh: false) }
            }
        }
        if cells[start + 3] == Table.empty, cursor.fields[4].isEmpty {
            report(
                "there is no close",
                field: 4,
                reason: "A bar without a close has no price to mark a position at.",
                remedy: "Remove the row where there was no trading."
            )
        }
        if cells[start + 4] < 0, cells[start + 4] != Table.empty {
            report(
                "the volume \(cursor.text(of: 5)) is below zero",
                field: 5,
                reason: "Nothing less than nothing can be traded.",
                remedy: "Correct it, or leave the field empty."
            )
        }
    }

    private mutating func reportPrice(_ what: String, field: Int) {
        report(
            "\(what) is \(cursor.text(of: field)), not above zero",
            field: field,
            reason: "Prices are above zero, also at six decimals; returns are not prices.",
            remedy: kind == .bars
                ? "Correct it, or remove the row where there was no trading."
                : "Correct it, or leave the cell empty where there was no trading."
        )
    }

    private mutating func reportOrder(_ column: Int, isAboveHigh: Bool) {
        let bound = isAboveHigh ? 1 : 2
        report(
            "\(names[column]) \(cursor.text(of: column + 1)) is"
                + " \(isAboveHigh ? "above" : "below") the \(names[bound])"
                + " \(cursor.text(of: bound + 1))",
            field: column + 1,
            reason: "Every price of a bar lies between its low and its high.",
            remedy: "Find out which is wrong; a decimal point out of place is usual."
        )
    }

    /// The length of an intraday bar in nanoseconds; 0 for daily bars.
    private mutating func barLength() -> Int64 {
        guard isIntraday == true else { return 0 }
        var shortest = Int64.max
        for (last, start) in zip(starts, starts.dropFirst()) {
            shortest = min(shortest, start.nanoseconds - last.nanoseconds)
        }
        guard shortest < .max else {
            report(
                "one intraday bar alone does not say how long it is",
                reason: "A bar is known at its end; the shortest spacing of rows gives its length.",
                remedy: "Add the bar after it."
            )
            return 0
        }
        return shortest
    }
}
