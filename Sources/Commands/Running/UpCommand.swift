import ArgumentParser
import Cluster
import Foundation
import Journal
import Market
import Node
import Topology

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Starts a cluster in the background, one process each, under a supervisor."
    )

    @OptionGroup var options: RunOptions

    /// How long the workers may take to join.
    private static let patience = Duration.seconds(30)

    mutating func run() async throws {
        let (setup, launch) = try options.load()
        let mode = setup.topology.master.transport.kind.rawValue
        let run = try options.create(setup, launch, mode: mode)
        let start = Composition.clock.wallTime()
        try await DetachedProcess.start(
            ProcessCluster.executable(),
            arguments: ["supervise", run.path],
            logPath: "\(run.logsPath)/supervisor.log"
        )
        let joined = try await Self.waitForWorkers(setup.topology.workers.map(\.name), of: run)
        let ready = Composition.clock.wallTime()
        let entries = try ProcessCluster.entries(of: run)
        let width = max(6, entries.map(\.name.count).max() ?? 0)
        for entry in entries {
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let pid = String(entry.processID).padding(toLength: 8, withPad: " ", startingAt: 0)
            guard let worker = setup.topology.worker(named: entry.name) else {
                let endpoint = try String(
                    contentsOfFile: "\(run.path)/endpoint",
                    encoding: .utf8
                )
                print("\(name)  pid \(pid)\(endpoint)  epoch 1")
                continue
            }
            let took = ((joined[entry.name] ?? ready) - start) / 1_000_000
            print(
                "\(name)  pid \(pid)ready in \(took) ms  mandate \(worker.mandate.focus.name): "
                    + "\(worker.mandate.universe.count) instruments, "
                    + "\(worker.strategies.count) strategies"
            )
        }
        print(
            """
            \(entries.count) processes up in \((ready - start) / 1_000_000) ms: run \(run.runID)
              next:  scripts/cluster status --watch      \(Terminal.program) trace follow      \
            scripts/cluster down
            """
        )
    }

    /// Waits until every worker has joined; returns when each did.
    private static func waitForWorkers(
        _ names: [String],
        of run: RunDirectory
    ) async throws -> [String: Int64] {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while ContinuousClock.now < deadline {
            let joined = try joinTimes(of: run)
            if names.allSatisfy({ joined[$0] != nil }) { return joined }
            let entries = try ProcessCluster.entries(of: run)
            if let lost = entries.first(where: { $0.ending != nil && $0.ending != "exit status 0" })
            {
                throw CommandFailure(
                    .failed,
                    "\(lost.name) ended while it was starting: \(lost.ending ?? "")",
                    advice: ["See \(run.logsPath)/\(lost.name).log for the reason."]
                )
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let joined = try joinTimes(of: run)
        let missing = names.filter { joined[$0] == nil }.joined(separator: ", ")
        throw CommandFailure(
            .timedOut,
            "not joined after \(patience): \(missing)",
            advice: [
                "See the logs in \(run.logsPath).",
                "Stop the rest: \(Terminal.program) down \(run.runID)",
            ]
        )
    }

    private static func joinTimes(of run: RunDirectory) throws -> [String: Int64] {
        let file = "\(run.journalPath)/master/000001.sqlite"
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        let reader: JournalReader
        do {
            reader = try JournalReader(journal: run.journalPath, process: "master")
        } catch {
            // The master is just making it.
            return [:]
        }
        defer { reader.close() }
        var joined: [String: Int64] = [:]
        for event in try reader.events(kind: "joined", limit: 1_000).rows {
            joined[event.subject] = event.wallTime
        }
        return joined
    }
}
