import ArgumentParser
import Inspection
import Journal
import Topology

struct MakeLargeRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-large-run",
        abstract: "Makes a run of many messages, to try how reading does on it.",
        discussion: """
            Nothing is traded. A master and the topology's workers exchange messages of real kinds \
            through their mailboxes and write them, with orders, fills and grants now and then, to \
            journals as a run does. Wall time is made up: no clock is read.
            """,
        shouldDisplay: false
    )

    @Option(help: "The topology whose workers take part.")
    var topology: String

    @Option(name: .customLong("out"), help: "The directory that holds the runs.")
    var root: String

    @Option(help: "How many messages, each of which stands in two journals.")
    var messages: Int64 = 10_000_000

    mutating func run() throws {
        guard (1...1_000_000_000).contains(messages) else {
            throw CommandFailure(.badInput, "--messages \(messages): take 1 to 1,000,000,000")
        }
        let options = try RunOptions.parse([topology, "--out", root])
        let (setup, launch) = try options.load()
        let run = try options.create(setup, launch, mode: "in-process")
        let workers = setup.topology.workers
        let cycles = max(1, messages / Int64(2 * workers.count))
        var made = try LargeRun(run: run, topology: setup.topology)
        let terminal = Terminal.current()
        for cycle in 1...cycles {
            try made.play(cycle)
            if cycle.isMultiple(of: max(1, cycles / 20)) {
                let said = NumberText.integer(made.said)
                terminal.show(["\(said) of \(NumberText.integer(messages)) messages"])
            }
        }
        try made.close()
        terminal.show([run.path])
    }
}
