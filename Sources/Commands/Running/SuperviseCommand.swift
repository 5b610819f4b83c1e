import ArgumentParser
import Journal

struct SuperviseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise",
        abstract: "Starts and watches the processes of a run; `bursar up` starts it.",
        shouldDisplay: false
    )

    @Argument(help: "The run's directory.")
    var run: String

    mutating func run() async throws {
        let run = RunDirectory(path: self.run)
        let lock = try run.lock()
        defer { lock.release() }
        let setup = try ClusterSetup.load(run, keeping: .none)
        let crashes = try LaunchRecord.read(from: run).crashesMaximum
        let stopped = try await Interruption.guarded { stop in
            try await ProcessCluster(
                run: run,
                topology: setup.topology,
                crashesMaximum: crashes ?? 5
            ).run { stop.set($0) }
        }
        print(stopped ? "the run was stopped" : "the run is over")
    }
}
