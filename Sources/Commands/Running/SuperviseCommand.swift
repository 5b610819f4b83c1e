import ArgumentParser
import Journal
import Logging

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
        let log = try ProcessLog(of: run, to: .standardError).logger("supervisor")
        let stopped = try await Interruption.guarded { stop in
            try await ProcessCluster(
                run: run,
                topology: setup.topology,
                log: log,
                crashesMaximum: crashes ?? 5
            ).run { stop.set($0) }
        }
        log.info(stopped ? "the run was stopped" : "the run is over")
    }
}
