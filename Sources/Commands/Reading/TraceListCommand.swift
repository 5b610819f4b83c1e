import ArgumentParser
import Inspection
import Journal
import Market

struct TraceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists messages of all processes, causes before effects.",
        discussion: """
            JSON keys: run, messages, next (the id to give to --after for what follows; null at \
            the end). A message holds id, kind, sender, receiver, cycle (0 where it belongs to \
            none), correlation, causation, virtual_time, lamport, sent_at and gist.
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

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        guard (1...100_000).contains(limit) else {
            throw CommandFailure(.badInput, "--limit \(limit): take a number from 1 to 100,000")
        }
        let reading = try selection.open(chosen)
        let filter = try filters.filter(of: reading)
        let place = try after.map { try TraceLookup(reading).place(of: $0) }
        var stream = MessageStream(reading, filter, pageSize: limit + 1)
        let found = try stream.next(limit + 1, after: place)
        let messages = Array(found.prefix(limit))
        let next = found.count > limit ? messages.last?.id : nil
        let terminal = Terminal.current()
        if selection.json {
            terminal.show([
                "run": .string(reading.run.runID),
                "messages": .array(messages.map(\.json)),
                "next": .optional(next),
            ])
        } else if messages.isEmpty {
            terminal.show(["no message fits"])
        } else {
            terminal.show(Self.table(messages).lines(width: terminal.width, style: terminal.style))
            terminal.show(hints(reading, messages, next))
        }
    }

    static func table(_ messages: [TraceMessage]) -> Table {
        var table = Table([
            Table.Column("message", .left),
            Table.Column("kind", .left),
            Table.Column("cycle", rank: 2),
            Table.Column("market", .left, rank: 1),
            Table.Column("says", .left, cutTo: 24),
            Table.Column("because of", .left, rank: 3),
            Table.Column("lamport", rank: 4),
        ])
        for message in messages {
            table.add([
                .init(message.id), .init(message.kind),
                message.cycle == 0 ? "–" : .init(NumberText.integer(message.cycle)),
                .init("\(message.virtualTime.date)"), .init(message.gist),
                message.causation.isEmpty ? .init("–", .faint) : .init(message.causation, .faint),
                .init(NumberText.integer(message.lamport), .faint),
            ])
        }
        return table
    }

    private func hints(
        _ reading: RunReading,
        _ messages: [TraceMessage],
        _ next: String?
    ) -> [String] {
        var hints = ["", "next:  \(reading.command("trace show", messages[0].id))"]
        guard let next else { return hints }
        var options: [String] = []
        if let kind = filters.kind { options += ["--kind", kind] }
        if let worker = filters.worker { options += ["--worker", worker] }
        if let cycle = filters.cycle { options += ["--cycle", cycle] }
        if let from = filters.from { options += ["--from", from] }
        if let to = filters.to { options += ["--to", to] }
        if limit != 50 { options += ["--limit", "\(limit)"] }
        let words = ([reading.command("trace list")] + options).joined(separator: " ")
        hints.append("more:  \(words) --after \(next)")
        return hints
    }
}
