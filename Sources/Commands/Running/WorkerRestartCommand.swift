import ArgumentParser
import Cluster
import Foundation
import Glibc
import Inspection
import Journal

struct WorkerRestartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Ends a worker's process in order and starts it again, from its journal.",
        discussion: "The run waits for it and decides nothing differently. JSON keys: run, worker, "
            + "process (the new one's id), milliseconds (until it ran)."
    )

    @Argument(help: "The worker's name, or the run and then the name.")
    var words: [String]

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// How long the process may take to be there again.
    private static let patience = Duration.seconds(20)

    mutating func validate() throws {
        guard (1...2).contains(words.count) else {
            throw ValidationError("Give a worker's name, and before it the run if not the newest.")
        }
    }

    mutating func run() async throws {
        let run = try RunDirectory.find(words.count == 2 ? words[0] : nil, in: root)
        let name = words[words.count - 1]
        guard try run.isLive() else {
            throw CommandFailure(.notRunning, "\(run.runID) is not running")
        }
        guard let before = try entry(name, of: run) else {
            let names = try ProcessCluster.entries(of: run).filter { $0.role == .worker }
            throw CommandFailure(
                .notFound,
                "\(run.runID) has no process of a worker \"\(name)\"",
                advice: ["It has \(names.map(\.name).joined(separator: ", "))."]
            )
        }
        guard before.ending == nil else {
            throw CommandFailure(
                .notRunning,
                "\(name) is not running: \(before.ending ?? "")",
                advice: [before.quarantine ?? "It is being started again."]
            )
        }
        let start = ContinuousClock.now
        kill(before.processID, SIGTERM)
        while let now = try entry(name, of: run), now.starts == before.starts {
            guard ContinuousClock.now - start < Self.patience, try run.isLive() else {
                throw CommandFailure(
                    .timedOut,
                    "\(name) was not started again after \(Self.patience)",
                    advice: ["See \(Terminal.program) logs \(run.runID) \(name)"]
                )
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let processID = try entry(name, of: run)?.processID ?? 0
        let took = (ContinuousClock.now - start) / .milliseconds(1)
        guard !json else {
            Terminal.current().show(
                .object([
                    "run": .string(run.runID), "worker": .string(name),
                    "process": .integer(Int64(processID)), "milliseconds": .number(took),
                ])
            )
            return
        }
        print("\(name) was started again as process \(processID) after \(Int(took)) ms")
    }

    private func entry(_ name: String, of run: RunDirectory) throws -> ProcessCluster.Entry? {
        try ProcessCluster.entries(of: run).first { $0.name == name && $0.role == .worker }
    }
}
