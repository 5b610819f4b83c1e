import ArgumentParser
import Journal
import Topology

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays a topology to the end of its data, in the foreground.",
        discussion: """
            With --json it prints one object: run, digest, cycles, portfolio {contributed, nav, \
            return, volatility, sharpe, drawdown}, workers [{name, the same keys, orders, fills, \
            denied}]; money as decimal strings, ratios as numbers or null.
            """
    )

    @OptionGroup var options: RunOptions

    @Flag(help: "Run master and workers in this process instead of one process each.")
    var inProcess = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    mutating func run() async throws {
        let (setup, launch) = try options.load()
        let mode = inProcess ? "in-process" : setup.topology.master.transport.kind.rawValue
        let run = try options.create(setup, launch, mode: mode)
        let session = RunSession(
            setup: setup,
            run: run,
            isInProcess: inProcess,
            isUnjournaled: options.unsafeNoJournal,
            crashesMaximum: options.crashesMaximum
        )
        try await session.play(mode: mode, json: json)
    }
}
