import ArgumentParser
import Inspection
import Journal
import Market

struct TraceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists messages of all processes, causes before effects.",
        discussion: """
            Without more it begins at the start of the run; --last begins at its end, --after and \
            --before beside a message, and --around shows what led to a message and what it led to. \
            JSON keys: run, messages, previous and next (the ids to give to --before and --after for \
            what comes before and what follows; null where nothing does). A message holds id, \
            kind, sender, receiver, cycle (0 where it belongs to none), correlation, causation, \
            virtual_time, lamport, sent_at, bytes and gist; around a message also distance: how many \
            causes back (below zero) or effects on.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @OptionGroup var filters: TraceFilterOptions

    @Option(help: "At most so many messages.")
    var limit = 50

    @Option(help: ArgumentHelp("Only what follows this message.", valueName: "id"))
    var after: String?

    @Option(help: ArgumentHelp("What comes just before this message.", valueName: "id"))
    var before: String?

    @Option(help: ArgumentHelp("The last so many messages.", valueName: "n"))
    var last: Int?

    @OptionGroup var around: TraceAroundOptions

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        try validateOptions()
        let reading = try selection.open(chosen)
        if let neighbourhood = try around.neighbourhood(in: reading) {
            return show(neighbourhood, of: reading)
        }
        let page = try page(of: reading)
        let terminal = Terminal.current()
        if selection.json {
            terminal.show([
                "run": .string(reading.run.runID),
                "messages": .array(page.messages.map(\.json)),
                "previous": .optional(page.previous), "next": .optional(page.next),
            ])
        } else if page.messages.isEmpty {
            terminal.show(["no message fits"])
        } else {
            terminal.show(
                Self.table(page.messages).lines(width: terminal.width, style: terminal.style)
            )
            terminal.show(hints(reading, page))
        }
    }

    private func validateOptions() throws {
        for (name, value) in [("--limit", limit), ("--last", last ?? 1)]
        where !(1...100_000).contains(value) {
            throw CommandFailure(.badInput, "\(name) \(value): take a number from 1 to 100,000")
        }
        let starts = [
            ("--after", after != nil), ("--before", before != nil), ("--last", last != nil),
            ("--around", around.around != nil),
        ].filter(\.1).map(\.0)
        guard starts.count < 2 else {
            throw CommandFailure(
                .badInput,
                "\(starts.joined(separator: " and ")) each say where to begin",
                advice: ["Keep one of them."]
            )
        }
        guard around.around == nil || filters.query.words.isEmpty else {
            throw CommandFailure(
                .badInput,
                "--around follows causes and effects whatever they are",
                advice: ["Leave \(filters.query.words.joined(separator: " ")) out."]
            )
        }
    }

    /// Messages, and where to go on either way.
    private struct Page {
        var messages: [TraceMessage]
        var previous: String?
        var next: String?
    }

    private func page(of reading: RunReading) throws -> Page {
        let filter = try filters.query.filter(of: reading)
        let lookup = TraceLookup(reading)
        var start = MessageStream.Start.beginning
        if let after { start = .after(try lookup.place(of: after, "--after")) }
        if let before { start = .before(try lookup.place(of: before, "--before")) }
        if last != nil { start = .end }
        let count = last ?? limit
        var stream = MessageStream(
            reading,
            filter,
            subject: try filters.query.subjectRead(of: reading),
            from: start,
            pageSize: count + 1
        )
        let found = try stream.next(count + 1)
        let isMore = found.count > count
        if start.isBackward {
            let messages = Array(found.suffix(count))
            let next = before == nil ? nil : messages.last?.id
            return Page(messages: messages, previous: isMore ? messages.first?.id : nil, next: next)
        }
        let messages = Array(found.prefix(count))
        return Page(
            messages: messages,
            previous: after == nil ? nil : messages.first?.id,
            next: isMore ? messages.last?.id : nil
        )
    }

    static func table(_ messages: [TraceMessage], distances: [Int] = []) -> Table {
        var table = Table(
            (distances.isEmpty ? [] : [Table.Column("steps")]) + [
                Table.Column("message", .left),
                Table.Column("kind", .left),
                Table.Column("cycle", rank: 2),
                Table.Column("market", .left, rank: 1),
                Table.Column("says", .left, cutTo: 24),
                Table.Column("because of", .left, rank: 3),
                Table.Column("lamport", rank: 4),
            ]
        )
        for (index, message) in messages.enumerated() {
            var cells: [Table.Cell] = []
            if !distances.isEmpty {
                let steps = Int64(distances[index])
                cells = [steps == 0 ? .init("here", .strong) : .init(NumberText.signed(steps))]
            }
            cells += [
                .init(message.id), .init(message.kind, Self.tone(of: message.kind)),
                message.cycle == 0 ? "–" : .init(NumberText.integer(message.cycle)),
                .init("\(message.virtualTime.date)"), .init(message.gist),
                message.causation.isEmpty ? .init("–", .faint) : .init(message.causation, .faint),
                .init(NumberText.integer(message.lamport), .faint),
            ]
            table.add(cells)
        }
        return table
    }

    /// How a kind of message shows: what stops or limits somebody stands out.
    static func tone(of kind: String) -> TextTone {
        switch kind {
        case "LimitBreach": .bad
        case "Directive", "Retire", "Goodbye": .warning
        case "CycleReport": .good
        default: .plain
        }
    }

    private func show(_ neighbourhood: CausalNeighbourhood, of reading: RunReading) {
        let terminal = Terminal.current()
        let entries = neighbourhood.entries
        if selection.json {
            return terminal.show([
                "run": .string(reading.run.runID), "previous": .null, "next": .null,
                "messages": .array(
                    entries.map { entry in
                        guard case .object(var fields) = entry.message.json else { return .null }
                        fields["distance"] = .integer(Int64(entry.distance))
                        return .object(fields)
                    }
                ),
            ])
        }
        let table = Self.table(entries.map(\.message), distances: entries.map(\.distance))
        terminal.show(table.lines(width: terminal.width, style: terminal.style))
        let drawing = reading.command("trace graph") + " --around \(around.around ?? "")"
        terminal.show(["", "next:  \(drawing)"])
    }

    private func hints(_ reading: RunReading, _ page: Page) -> [String] {
        var hints = ["", "next:  \(reading.command("trace show", page.messages[0].id))"]
        var options = filters.query.words
        if (last ?? limit) != 50 { options += ["--limit", "\(last ?? limit)"] }
        let words = ([reading.command("trace list")] + options).joined(separator: " ")
        if let next = page.next { hints.append("more:  \(words) --after \(next)") }
        if let previous = page.previous { hints.append("back:  \(words) --before \(previous)") }
        return hints
    }
}
