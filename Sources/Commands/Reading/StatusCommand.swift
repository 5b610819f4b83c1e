import ArgumentParser
import Inspection
import Journal
import Topology

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows where a run stands, live or over.",
        discussion: RunStatus.jsonHelp
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @OptionGroup var selection: RunSelection

    @Flag(help: "Show it anew every second until the run ends.")
    var watch = false

    mutating func run() async throws {
        let reading = try selection.open(chosen)
        let terminal = Terminal.current()
        var history = CycleHistory()
        var status = try RunStatus(reading, &history, cycles: nil)
        var note: String?
        if status.cycles == nil {
            let (count, problem) = Self.cycles(of: reading)
            note = problem
            status = try RunStatus(reading, &history, cycles: count)
        }
        let count = status.cycles
        show(status, note, on: terminal)
        while watch, status.phase == .running {
            try await Task.sleep(for: .seconds(terminal.isInteractive ? 1 : 5))
            status = try RunStatus(reading, &history, cycles: count)
            if !selection.json { terminal.isInteractive ? terminal.clear() : terminal.show([""]) }
            show(status, note, on: terminal)
        }
        guard !selection.json else { return }
        let words = status.phase == .running ? "trace follow" : "trace list"
        terminal.show(["", "next:  \(reading.command(words))"])
    }

    private func show(_ status: RunStatus, _ note: String?, on terminal: Terminal) {
        if selection.json {
            terminal.show(watch ? [status.json.line] : [status.json.pretty])
        } else {
            terminal.show(status.lines(on: terminal) + (note.map { [$0] } ?? []))
        }
    }

    /// Counts the cycles of a run, which only its data tells; the note says why that failed.
    private static func cycles(of reading: RunReading) -> (count: Int64?, note: String?) {
        do {
            let setup = try ClusterSetup.load(reading.run, keeping: .none)
            return (Int64(setup.windows.count), nil)
        } catch {
            return (nil, "The number of cycles is unknown: \(CommandFailure.of(error).what)")
        }
    }
}
