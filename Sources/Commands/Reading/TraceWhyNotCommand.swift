import ArgumentParser
import Inspection

struct TraceWhyNotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract:
            "Says why an instrument was not traded at a bar: where the way to an order ended.",
        usage: "bursar trace why-not [RUN] INSTRUMENT TIME [--worker NAME] [--runs DIR] [--json]",
        discussion: """
            TIME is a date, meaning the last bar that became known on it, or a moment such as \
            2011-06-20T21:00:00Z. A bar at which nothing was ordered or denied is in no journal: then \
            the worker is executed again up to it, and the answer says so. JSON keys: instrument, \
            worker, time, reason, words, bar {close, at}, signals, conviction, confidence, size, held, \
            pending, checks, stance, regime, record (order or decision), re_derived, \
            messages_executed. reason is one of \
            \(NoTradeExplanation.Reason.allCases.map(\.rawValue).joined(separator: ", ")).
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run, where one is named; then the instrument and the time.",
            valueName: "[run] instrument time"
        )
    )
    var words: [String]

    @Option(help: "The worker to look at; the one that may trade the instrument by default.")
    var worker: String?

    @OptionGroup var selection: RunSelection

    func validate() throws {
        guard words.count != 2, words.count != 3 else { return }
        throw ValidationError(
            "why-not takes an instrument and a time, after a run where one is named."
        )
    }

    mutating func run() throws {
        let reading = try selection.open(words.count == 3 ? words[0] : nil)
        let (instrument, time) = (words[words.count - 2], words[words.count - 1])
        let explanation = try NoTradeReading(reading, worker: worker)
            .explanation(of: instrument, at: time)
        let terminal = Terminal.current()
        if selection.json { return terminal.show(explanation.json) }
        terminal.show(explanation.tree.lines(width: terminal.width, style: terminal.style))
        if let record = explanation.record {
            terminal.show(["", "next:  \(reading.command("trace why", record))"])
        }
    }
}
