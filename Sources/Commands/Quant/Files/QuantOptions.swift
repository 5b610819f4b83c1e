import ArgumentParser
import Inspection

/// Which prices a command works on.
struct PriceOptions: ParsableArguments {
    @Argument(
        help: "A CSV file of closes (timestamp,NAME,…), a bar file, or a directory of bar files."
    )
    var prices: String

    @Option(help: "Only these instruments: KO,PEP,XOM.")
    var symbols: String?

    @Option(help: "The first date, such as 2010-01-04.")
    var from: String?

    @Option(help: "The last date.")
    var to: String?

    /// The same choice of prices for another command, as it is typed.
    var words: String {
        let options = [("--symbols", symbols), ("--from", from), ("--to", to)]
        return
            ([Self.typed(prices)]
            + options.flatMap { name, value in value.map { [name, Self.typed($0)] } ?? [] })
            .joined(separator: " ")
    }

    private static func typed(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "/._-,=+~".contains($0) }
        return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}

/// How a command prints what it found.
struct QuantOutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs instead of tables for people.")
    var json = false

    @Flag(help: "Print CSV for spreadsheets instead of tables for people.")
    var csv = false

    mutating func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other; choose one.") }
    }

    /// Prints an answer in the shape asked for.
    func show(_ answer: QuantAnswer) {
        let terminal = Terminal.current()
        if json { return terminal.show(answer.json) }
        if csv { return terminal.show(answer.records.map(Self.record)) }
        terminal.show(answer.lines(terminal))
    }

    private static func record(_ fields: [String]) -> String {
        fields.map { field in
            field.contains { ",\"\n".contains($0) }
                ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
        }
        .joined(separator: ",")
    }
}

/// What a command of the mathematics found, in the three shapes it can be printed in.
struct QuantAnswer {
    /// What it is of, then the answer, in lines.
    var heading: [String]
    /// The tables, in order.
    var tables: [Table]
    /// What a reader should know, sentences.
    var notes: [String]
    /// Commands worth typing next.
    var next: [String] = []
    /// The same for programs.
    var json: JSONValue
    /// The same for spreadsheets, heads first.
    var records: [[String]]

    /// The answer as people read it.
    func lines(_ terminal: Terminal) -> [String] {
        var lines = heading.flatMap { wrapped($0, width: terminal.width) }
        for table in tables {
            lines += [""] + table.lines(width: terminal.width, style: terminal.style)
        }
        if !notes.isEmpty { lines.append("") }
        lines += notes.flatMap { wrapped($0, width: terminal.width) }
        if let first = next.first {
            lines += ["", "next:  \(Terminal.program) \(first)"]
            lines += next.dropFirst().map { "       \(Terminal.program) \($0)" }
        }
        return lines
    }
}

/// Figures by name as options take them: `KO=0.6,PEP=0.4`.
enum NamedFigures {
    /// Reads pairs, in order.
    static func read(_ text: String, option: String) throws -> [(name: String, value: Double)] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, let value = Double(sides[1]), value.isFinite
            else {
                throw CommandFailure(
                    .badInput,
                    "\(option) holds \"\(part)\", not NAME=NUMBER",
                    advice: ["Write it as KO=0.6,PEP=0.4."]
                )
            }
            return (String(sides[0]), value)
        }
    }

    /// Reads a figure for each instrument; those not named have a standard one.
    static func read(
        _ text: String,
        option: String,
        for history: PriceHistory,
        else standard: Double = 0
    ) throws -> [Double] {
        var values = history.symbols.map { _ in standard }
        var named: Set<Int> = []
        for (name, value) in try read(text, option: option) {
            let index = try history.index(of: name, named: option)
            guard named.insert(index).inserted else {
                throw CommandFailure(.badInput, "\(option) names \"\(name)\" twice")
            }
            values[index] = value
        }
        return values
    }
}
