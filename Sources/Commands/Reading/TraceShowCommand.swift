import ArgumentParser
import Inspection

struct TraceShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows what any id names: its fields, what it holds, its cause and its effects.",
        usage: "bursar trace show [RUN] ID [--runs DIR] [--json]",
        discussion: TraceRecord.jsonHelp
    )

    @OptionGroup var target: RunAndID

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let (run, id) = try target.parts()
        let reading = try selection.open(run)
        let record = try TraceRecordReading(reading).record(of: id)
        let terminal = Terminal.current()
        if selection.json { return terminal.show(record.json) }
        terminal.show(record.lines(width: terminal.width, style: terminal.style))
        let isExplained =
            switch id {
            case .order, .fill, .decision, .transfer: true
            case .message, .proposal, .cycle: false
            }
        guard isExplained else { return }
        terminal.show(["", "next:  \(reading.command("trace why", "\(id)"))"])
    }
}
