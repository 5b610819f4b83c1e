import ArgumentParser
import Inspection

struct TraceLifeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "life",
        abstract: "Follows a transfer of capital through both journals and both ledgers.",
        usage: "bursar trace life [RUN] TRANSFER [--runs DIR] [--json]",
        discussion: """
            A grant is decided, journaled and sent by the master, received, applied and journaled by \
            the worker, and acknowledged; a recall is received by the worker and remitted in parts, \
            each received by the master. Commits have no time of their own: journaled is told by \
            the first message that acknowledges what it rests on, so it is the latest it can have \
            been. JSON keys: id, worker, amount, currency, direction, result, proposal, stations \
            [{event, process, cycle, at, is_latest, amount, message}] and ledger [{process, entry, \
            kind, cycle, account, amount}].
            """
    )

    @OptionGroup var target: RunAndID

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let (run, id) = try target.parts()
        let reading = try selection.open(run)
        guard case .transfer = id else {
            throw CommandFailure(
                .badInput,
                "\(id) is a \(id.noun): only transfers of capital have a life, such as T-0000087",
                advice: ["See what it holds with `\(reading.command("trace show", "\(id)"))`."]
            )
        }
        let life = try TransferLifeReading(reading).life(of: id)
        let terminal = Terminal.current()
        if selection.json { return terminal.show(life.json) }
        terminal.show(life.lines(width: terminal.width, style: terminal.style))
        terminal.show(["", "next:  \(reading.command("trace why", "\(id)"))"])
    }
}
