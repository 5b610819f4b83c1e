import ArgumentParser
import Inspection
import Journal
import Market

struct TraceWhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explains an order, a fill, a decision or a transfer from the journals.",
        usage: "bursar trace why [RUN] ID [--runs DIR] [--json]",
        discussion: """
            An order is followed from the bar through signals, selection, size, checks and capital \
            to its fills. JSON keys of an order: order, decision, worker, instrument, side, wanted, \
            ordered, close, decided_at, cycle, currency, result, stance, regime, \
            regime_confidence, signals, conviction, size, checks, capital, fills, ending, outcome, \
            messages, gaps (what the journals do not tell; empty when the chain is whole). Of a \
            transfer: id, worker, amount, currency, direction, result, proposal, steps.
            """
    )

    @OptionGroup var target: RunAndID

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let (run, id) = try target.parts()
        let reading = try selection.open(run)
        let terminal = Terminal.current()
        switch id {
        case .order, .fill, .decision:
            if case .fill = id, !selection.json {
                terminal.show([try fill(id, reading), ""])
            }
            let explanation = try OrderReading(reading).explanation(of: id)
            let next = reading.command("trace show", explanation.decision)
            show(explanation.tree, explanation.json, next, on: terminal)
        case .transfer:
            let explanation = try TransferReading(reading).explanation(of: id)
            let next = explanation.proposal.map { reading.command("trace show", $0.id) }
            show(explanation.tree, explanation.json, next, on: terminal)
        case .message, .proposal, .cycle:
            throw CommandFailure(
                .badInput,
                "\(id) is a \(id.noun): `trace why` explains orders, fills, decisions and transfers",
                advice: ["See what it holds with `\(reading.command("trace show", "\(id)"))`."]
            )
        }
    }

    /// The trade that was asked about, before the order it belongs to.
    private func fill(_ id: TraceID, _ reading: RunReading) throws -> String {
        let row = try TraceLookup(reading).fill(id).row
        let units = NumberText.quantity(Quantity(micros: row.quantity))
        let price = NumberText.price(Price(micros: row.price))
        let date = Timestamp(nanoseconds: row.at).date
        return "FILL \(id)  \(row.side.rawValue) \(units) \(row.instrument) @ \(price) on "
            + "\(date), part of:"
    }

    private func show(
        _ tree: TreeText,
        _ json: JSONValue,
        _ next: String?,
        on terminal: Terminal
    ) {
        if selection.json { return terminal.show(json) }
        terminal.show(tree.lines(width: terminal.width, style: terminal.style))
        if let next { terminal.show(["", "next:  \(next)"]) }
    }
}
