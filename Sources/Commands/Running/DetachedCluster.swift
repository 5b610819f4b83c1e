import Cluster
import Foundation
import Journal
import Market
import Node
import Topology

/// Starts the processes of a run in the background and waits until they have joined.
struct DetachedCluster {
    let setup: ClusterSetup
    let run: RunDirectory

    /// How long the workers may take to join.
    private static let patience = Duration.seconds(30)

    /// Starts the supervisor, waits, and prints who is there.
    func start() async throws {
        let start = Composition.clock.wallTime()
        // What it says is about processes of an earlier time.
        let path = ProcessCluster.path(in: run)
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try await DetachedProcess.start(
            ProcessCluster.executable(),
            arguments: ["supervise", run.path],
            logPath: "\(run.logsPath)/supervisor.log"
        )
        let joined = try await waitForWorkers(
            ProcessCluster.present(setup.topology, run),
            since: start
        )
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
                print("\(name)  pid \(pid)\(endpoint)  epoch \(try epoch())")
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

    private func epoch() throws -> Int64 {
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        return try reader.lives().last?.life ?? 1
    }

    /// Waits until every worker has joined; returns when each did.
    private func waitForWorkers(
        _ names: [String],
        since start: Int64
    ) async throws -> [String: Int64] {
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        while ContinuousClock.now < deadline {
            let joined = try joinTimes(since: start)
            if names.allSatisfy({ joined[$0] != nil }) { return joined }
            let entries = try ProcessCluster.entries(of: run)
            if let lost = entries.first(where: { $0.quarantine != nil }) {
                throw CommandFailure(
                    .failed,
                    "\(lost.name) ended while it was starting: \(lost.ending ?? "")",
                    advice: ["See \(run.logsPath)/\(lost.name).log for the reason."]
                )
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let joined = try joinTimes(since: start)
        let missing = names.filter { joined[$0] == nil }.joined(separator: ", ")
        throw CommandFailure(
            .timedOut,
            "not joined after \(Self.patience): \(missing)",
            advice: [
                "See the logs in \(run.logsPath).",
                "Stop the rest: \(Terminal.program) down \(run.runID)",
            ]
        )
    }

    private func joinTimes(since start: Int64) throws -> [String: Int64] {
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
        let events = try reader.events(kind: "joined", limit: JournalReader.limitMaximum).rows
        for event in events where event.wallTime >= start {
            joined[event.subject] = event.wallTime
        }
        return joined
    }
}
