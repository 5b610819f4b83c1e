import ArgumentParser
import Inspection
import Market
import MarketData

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Checks and describes files of market data.",
        subcommands: [DataCheckCommand.self, DataDescribeCommand.self]
    )
}

struct DataCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what is wrong with data files; exit status 4 when anything is.",
        discussion: """
            JSON keys: path, clean, files, skipped (CSV files that hold no prices) and issues; an \
            issue holds file, line, column, message, reason and remedy.
            """
    )

    @Argument(help: "A directory of CSV files, or one file.")
    var path: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let check = try DataCheck.run(path)
        let terminal = Terminal.current()
        if json { terminal.show(value(of: check)) } else { terminal.show(lines(check, terminal)) }
        if !check.isClean { throw ExitCode(ExitStatus.badInput.rawValue) }
    }

    private func lines(_ check: DataCheck, _ terminal: Terminal) -> [String] {
        let files = NumberText.count(Int64(check.files.count), "file")
        var lines = check.issues.flatMap { issue in
            [
                terminal.style("✗", .bad) + " \(issue.file):\(issue.line):\(issue.column)  "
                    + issue.message
            ]
                + wrapped("\(issue.reason) \(issue.remedy)", width: terminal.width - 4).map {
                    "    \($0)"
                }
        }
        if check.isClean {
            let nothing = check.files.isEmpty
            lines.append(
                nothing
                    ? "\(path) holds no CSV file of prices"
                    : terminal.style("✓", .good) + " \(path): \(files) clean"
            )
        } else {
            let errors = NumberText.count(Int64(check.issues.count), "error")
            lines.append("\(errors) in \(files)")
        }
        if !check.skipped.isEmpty {
            let names = check.skipped.joined(separator: ", ")
            lines += wrapped(
                "not looked into, for they hold no prices: \(names)",
                width: terminal.width
            )
        }
        if check.isClean, !check.files.isEmpty {
            lines += ["", "next:  \(Terminal.program) data describe \(path)"]
        }
        return lines
    }

    private func value(of check: DataCheck) -> JSONValue {
        [
            "path": .string(path), "clean": .bool(check.isClean),
            "files": .array(check.files.map { .string($0) }),
            "skipped": .array(check.skipped.map { .string($0) }),
            "issues": .array(
                check.issues.map { issue in
                    [
                        "file": .string(issue.file), "line": .integer(Int64(issue.line)),
                        "column": .integer(Int64(issue.column)),
                        "message": .string(issue.message), "reason": .string(issue.reason),
                        "remedy": .string(issue.remedy),
                    ]
                }
            ),
        ]
    }
}

struct DataDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Says what data files hold; refuses dirty ones with exit status 4.",
        discussion: """
            JSON keys: path, moments (of the calendar over all files), skipped and series; a series \
            holds file, instrument, rows, first, last, zero_volumes, missing (moments of the \
            calendar between its first and last bar that it lacks), largest_move (a fraction) and \
            largest_move_at.
            """
    )

    @Argument(help: "A directory of CSV files, or one file.")
    var path: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let description = try DataDescription.of(path)
        let terminal = Terminal.current()
        if json { return terminal.show(value(of: description)) }
        guard let first = description.calendar.first, let last = description.calendar.last else {
            return terminal.show(["\(path) holds no prices"])
        }
        let bars = description.series.reduce(0) { $0 + Int64($1.rows) }
        terminal.show(
            terminal.joined([
                "\(path): \(description.series.count) instruments",
                "\(NumberText.integer(bars)) bars", "\(first.date) … \(last.date)",
                "\(NumberText.integer(Int64(description.calendar.count))) moments",
            ])
        )
        let lines = table(description).lines(width: terminal.width, style: terminal.style)
        terminal.show([""] + lines)
    }

    private func table(_ description: DataDescription) -> Table {
        var table = Table([
            Table.Column("instrument", .left),
            Table.Column("bars"),
            Table.Column("first", .left),
            Table.Column("last", .left),
            Table.Column("missing", rank: 1),
            Table.Column("no volume", rank: 3),
            Table.Column("largest move", unit: "%", rank: 1),
            Table.Column("on", .left, rank: 2),
            Table.Column("file", .left, rank: 4, cutTo: 20),
        ])
        for series in description.series {
            let move = series.largestMove
            table.add([
                .init(series.instrument.symbol), .init(NumberText.integer(Int64(series.rows))),
                .init(series.first?.date.description ?? "–"),
                .init(series.last?.date.description ?? "–"),
                .init(NumberText.integer(Int64(series.missing))),
                .init(NumberText.integer(Int64(series.zeroVolumes))),
                .init(
                    move.map { NumberText.decimal($0.change * 100, places: 1, isSigned: true) }
                        ?? "–"
                ),
                .init(move?.at.date.description ?? "–"), .init(series.file),
            ])
        }
        return table
    }

    private func value(of description: DataDescription) -> JSONValue {
        [
            "path": .string(path), "moments": .integer(Int64(description.calendar.count)),
            "skipped": .array(description.skipped.map { .string($0) }),
            "series": .array(
                description.series.map { series in
                    [
                        "file": .string(series.file),
                        "instrument": .string(series.instrument.symbol),
                        "rows": .integer(Int64(series.rows)),
                        "first": .optional(series.first?.description),
                        "last": .optional(series.last?.description),
                        "zero_volumes": .integer(Int64(series.zeroVolumes)),
                        "missing": .integer(Int64(series.missing)),
                        "largest_move": .optional(series.largestMove?.change),
                        "largest_move_at": .optional(series.largestMove?.at.description),
                    ]
                }
            ),
        ]
    }
}
