import ArgumentParser
import Inspection
import Journal
import Market

struct TraceFollowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Prints messages as they are journaled, until the run ends or Ctrl-C.",
        discussion: """
            Processes commit in their own time, so a message waits up to a second for those that \
            may come before it. With --instrument or --strategy it waits for the worker's answer. \
            JSON: one message a line, with the keys of `bursar trace list --json`.
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

    @Flag(help: "Begin at the start of the run instead of now.")
    var fromStart = false

    @OptionGroup var selection: RunSelection

    mutating func run() async throws {
        let reading = try selection.open(chosen)
        let filter = try filters.query.filter(of: reading)
        guard try reading.isLive() else {
            throw CommandFailure(
                .notRunning,
                "\(reading.run.runID) is not running, so there is nothing to follow",
                advice: ["Read what it said with `\(reading.command("trace list --last 50"))`."]
            )
        }
        let terminal = Terminal.current()
        var tail = MessageTail(
            run: reading.run,
            filter: filter,
            subject: try filters.query.subject(of: reading)
        )
        if !fromStart { try tail.skipToEnd() }
        var isLive = true
        while isLive {
            isLive = try reading.isLive()
            while true {
                let messages = try tail.fresh(isLast: !isLive)
                terminal.show(messages.map { line($0, of: reading, on: terminal) })
                if tail.isCaughtUp { break }
            }
            if isLive { try await Task.sleep(for: .milliseconds(200)) }
        }
        guard !selection.json else { return }
        terminal.show(["the run has ended; \(reading.command("status"))"])
    }

    private func line(
        _ message: TraceMessage,
        of reading: RunReading,
        on terminal: Terminal
    ) -> String {
        if selection.json { return message.json.line }
        // As wide as the id of a message to the longest-named worker.
        let width = (reading.workers.map(\.count).max() ?? 0) + "M-master--000000".count
        let id = message.id + String(repeating: " ", count: max(0, width - message.id.count))
        let kind = message.kind + String(repeating: " ", count: max(0, 11 - message.kind.count))
        let length = id.count + kind.count + 14
        let tone = TraceListCommand.tone(of: message.kind)
        let line = "\(id)  \(message.virtualTime.date)  \(terminal.style(kind, tone))"
        let room = terminal.width - length - 2
        guard room >= 8, !message.gist.isEmpty else { return line }
        let isCut = message.gist.count > room
        return line + "  " + (isCut ? message.gist.prefix(room - 1) + "…" : message.gist)
    }
}
