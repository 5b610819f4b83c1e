import ArgumentParser
import Digest
import Foundation
import Journal
import Node
import Topology

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a run that was stopped or broke off, from its journals.",
        discussion: """
            Every process goes on from its newest snapshot, executes its journal again behind it, \
            compares all it decides with what was stored, and goes on from there: the run ends as if \
            it had never been interrupted. Another version of the engines takes over only where a \
            run was stopped in order.
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
        try verifyWhatIsNotExecuted(run)
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

    /// Checks journals that end in a snapshot, of which nothing will be executed again and compared.
    ///
    /// Only a run that was stopped in order has such journals throughout. One that broke off may
    /// hold messages that their sender is yet to say again, so that they cannot be compared before.
    private func verifyWhatIsNotExecuted(_ run: RunDirectory) throws {
        for process in try run.journaledProcesses() {
            let newest = try SnapshotFiles(journal: run.journalPath, process: process).positions()
            let end = try JournalReader(journal: run.journalPath, process: process).lastPosition
            guard newest.first == end else { return }
        }
        let broken = try RunVerification(try RunReading(run)).checks.first { $0.violation != nil }
        guard let broken else { return }
        throw CommandFailure(
            .checkFailed,
            "a journal of \(run.runID) was damaged: \(broken.name): \(broken.violation ?? "")",
            advice: [
                "Restore \(run.journalPath) from a copy.",
                "The journals of others hold what was exchanged with it.",
            ]
        )
    }

    /// Refuses a run whose data has changed, or that other engines left in the middle of something.
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
        do {
            for process in try run.journaledProcesses() {
                let digests =
                    try setup.topology.worker(named: process).map { worker in
                        try setup.digests(of: worker, in: run)
                    } ?? (setup.origin.digest, setup.dataDigest)
                try Recovery.admit(
                    try SnapshotFiles(journal: run.journalPath, process: process),
                    try JournalReader(journal: run.journalPath, process: process),
                    origin: Snapshot.Origin(
                        run: run.runID,
                        process: process,
                        engineVersion: engineVersion,
                        topologyDigest: digests.0.bytes,
                        dataDigest: digests.1.bytes
                    )
                )
            }
        } catch let error as NodeError where error.code == .version {
            throw CommandFailure(
                .badInput,
                "\(run.runID) was played by another version of the engines",
                advice: [error.message]
            )
        }
        guard manifest.engineVersion != engineVersion else { return }
        var manifest = manifest
        manifest.engineVersion = engineVersion
        try run.write(manifest)
    }
}
