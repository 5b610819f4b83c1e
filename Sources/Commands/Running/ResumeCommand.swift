import ArgumentParser
import Digest
import Foundation
import Journal
import Topology

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a run that was stopped or broke off, from its journals.",
        discussion: """
            Every process executes its journal again, compares all it decides with what was stored, \
            and goes on from there: the run ends as if it had never been interrupted.
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Flag(help: "Run master and workers in this process instead of one process each.")
    var inProcess = false

    @Flag(help: "Leave it running in the background, under a supervisor.")
    var detach = false

    @OptionGroup var logs: LogOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    mutating func run() async throws {
        let run = try RunDirectory.find(self.run, in: root)
        guard try !run.isLive() else {
            throw CommandFailure(
                .failed,
                "\(run.runID) is running",
                advice: ["Watch it: \(Terminal.program) status --watch \(run.runID)"]
            )
        }
        let setup = try ClusterSetup.load(run, keeping: inProcess ? .all : .none)
        try check(setup, against: try run.manifest(), of: run)
        try keepLevels(of: run, setup)
        if detach {
            try await DetachedCluster(setup: setup, run: run).start()
            return
        }
        let crashes = try LaunchRecord.read(from: run).crashesMaximum
        let session = RunSession(
            setup: setup,
            run: run,
            isInProcess: inProcess,
            crashesMaximum: crashes ?? 5
        )
        try await session.play(mode: "resumed", json: json)
    }

    /// Lets processes write as much as they are asked to now, where they are.
    private func keepLevels(of run: RunDirectory, _ setup: ClusterSetup) throws {
        guard !logs.settings.isEmpty else { return }
        try LogLevels(logs.settings).require(
            among: ProcessLog.processes(of: RunReading(run).topology)
        )
        var launch = try LaunchRecord.read(from: run)
        launch.logLevels = logs.settings
        try launch.write(to: run)
    }

    /// Refuses a run whose engines or data are not those that it was begun with.
    private func check(
        _ setup: ClusterSetup,
        against manifest: RunManifest,
        of run: RunDirectory
    ) throws {
        guard manifest.dataDigest == setup.dataDigest.description else {
            throw CommandFailure(
                .badInput,
                "the data of \(run.runID) has changed since the run was begun",
                advice: [
                    "Its digest was \(manifest.dataDigest), and is \(setup.dataDigest).",
                    "Put the old files back, or begin a new run.",
                ]
            )
        }
        guard manifest.engineVersion == engineVersion else {
            throw CommandFailure(
                .badInput,
                "\(run.runID) was begun by engines of version \(manifest.engineVersion)",
                advice: ["Resume it with that version of \(Terminal.program)."]
            )
        }
    }
}
