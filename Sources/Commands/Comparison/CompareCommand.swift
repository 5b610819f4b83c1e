import ArgumentParser
import Inspection

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two runs by cause: the first message that differs, then how much does.",
        discussion: """
            Messages are matched by sender, receiver and sequence, never by time, and compared by \
            what they say. Ends with 6 where the runs differ and 0 where they are the same. JSON \
            keys: a, b, is_same, settings [{name, a, b}], first {id, kind, cycle, at, a, b}, kinds \
            [{kind, a, b, same, differ, only_a, only_b}], workers [{worker, a and b {orders, fills, \
            denied, transfers, profit}}].
            """
    )

    @Argument(help: "A run: a path, a name or the beginning of one.")
    var runA: String

    @Argument(help: "The other run; the newest by default.")
    var runB: String?

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let comparison = try RunComparison(selection.open(runA), selection.open(runB))
        let terminal = Terminal.current()
        if selection.json {
            terminal.show(comparison.json)
        } else {
            terminal.show(comparison.lines(on: terminal))
        }
        if !comparison.isSame { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
}
