import ArgumentParser
import Inspection

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Validates a topology with its data and prints what a run would be; writes nothing.",
        discussion: ResolvedPlan.jsonHelp
    )

    @Argument(help: "The topology, a YAML file.")
    var topology: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let (setup, launch) = try ClusterSetup.load(topology) {
            LaunchRecord(directory: $0)
        }
        let plan = ResolvedPlan(file: topology, setup: setup, launch: launch)
        let terminal = Terminal.current()
        if json { return terminal.show(plan.json) }
        terminal.show(plan.lines(on: terminal))
    }
}
