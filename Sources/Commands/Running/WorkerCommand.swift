import ArgumentParser

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Adds workers to a running cluster, retires and restarts them, and lists them.",
        subcommands: [
            WorkerAddCommand.self, WorkerRetireCommand.self, WorkerRestartCommand.self,
            WorkerListCommand.self, WorkerServeCommand.self,
        ]
    )
}
