import Cluster
import Foundation
import Journal
import Logging
import Node
import Supervision
import Synchronization
import Topology

/// Runs a cluster as one process each, under a supervisor in this process.
struct ProcessCluster {
    let run: RunDirectory
    let topology: Topology
    /// Takes what happens to processes.
    let log: Logger
    var isUnjournaled = false
    /// Crashes of one process in half a minute that are answered by a restart.
    var crashesMaximum = 5

    /// A process of the run, as `processes.json` keeps it for whoever looks at a live run.
    struct Entry: Codable, Sendable, Equatable {
        var name: String
        var role: ProcessPlan.Role
        var processID: Int32
        var startedWallTime: Int64
        var ending: String?
        /// How often it was started; more than once after a crash.
        var starts = 1
        /// Why it was not started again after its last crash.
        var quarantine: String?
    }

    /// The file that tells which processes a run has.
    static func path(in run: RunDirectory) -> String { "\(run.path)/processes.json" }

    /// The processes of a run, as far as they were started.
    static func entries(of run: RunDirectory) throws -> [Entry] {
        let file = path(in: run)
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try JSONDecoder().decode(
            [Entry].self,
            from: Data(contentsOf: URL(filePath: file))
        )
    }

    /// The program that is running, which is the one that every process of the cluster runs.
    static func executable() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    /// Runs all processes until the run is over.
    /// `stopping` is called once with a closure that stops the run in order.
    func run(stopping: (@escaping @Sendable () -> Void) -> Void) async throws {
        let entries = Mutex<[Entry]>([])
        let (run, log) = (self.run, self.log)
        try MeetingPoint(run: run).forget()
        let supervisor = Supervisor(
            executable: try Self.executable(),
            plans: plans,
            patience: RestartPolicy.Patience(crashesMaximum: crashesMaximum),
            refusals: [
                ExitStatus.badInput.rawValue, ExitStatus.checkFailed.rawValue,
                ExitStatus.notFound.rawValue,
            ],
            canGoOnWithout: { [topology] in
                topology.worker(named: $0) == nil && !Self.has($0, "joined", run)
            }
        ) { event in
            log.record(event)
            entries.withLock { entries in
                Self.note(event, in: &entries)
                Self.write(entries, to: run)
            }
        }
        stopping { supervisor.stop() }
        let watch = Task { await addJoined(to: supervisor) }
        defer { watch.cancel() }
        do {
            try await supervisor.run()
        } catch let error as SupervisionError {
            try RuntimeDirectory.find(for: run)?.remove()
            throw failure(error)
        }
        try RuntimeDirectory.find(for: run)?.remove()
    }

    private var flags: [String] {
        ["--lifeline"] + (isUnjournaled ? ["--unsafe-no-journal"] : [])
    }

    private var plans: [ProcessPlan] {
        let master = ProcessPlan(
            name: "master",
            role: .master,
            arguments: ["master", run.path] + flags,
            logPath: "\(run.logsPath)/master.log"
        )
        return [master] + Self.present(topology, run).map(plan)
    }

    private func plan(_ worker: String) -> ProcessPlan {
        ProcessPlan(
            name: worker,
            role: .worker,
            arguments: ["worker", "serve", run.path, worker] + flags,
            logPath: "\(run.logsPath)/\(worker).log"
        )
    }

    /// Names of the workers that have not left, in order.
    static func present(_ topology: Topology, _ run: RunDirectory) -> [String] {
        topology.workers.map(\.name).filter { !has($0, "left", run) }
    }

    /// Whether the master has noted that a worker joined, or left.
    private static func has(_ worker: String, _ event: String, _ run: RunDirectory) -> Bool {
        guard FileManager.default.fileExists(atPath: "\(run.journalPath)/master") else {
            return false
        }
        do {
            let reader = try JournalReader(journal: run.journalPath, process: "master")
            defer { reader.close() }
            return try !reader.events(kind: event, subject: worker, limit: 1).rows.isEmpty
        } catch {
            // Where that can't be read a worker counts: its loss ends the run rather than hide.
            return event == "joined"
        }
    }

    /// Starts the workers that join while the run goes on.
    private func addJoined(to supervisor: Supervisor) async {
        while !Task.isCancelled {
            do {
                for name in try JoinedWorkers(run: run).names() { supervisor.add(plan(name)) }
                try await Task.sleep(for: .milliseconds(50))
            } catch is CancellationError {
                return
            } catch {
                FileHandle.standardError.write(Data("cannot look for new workers: \(error)\n".utf8))
                return
            }
        }
    }

    private static func note(_ event: SupervisionEvent, in entries: inout [Entry]) {
        switch event {
        case .started(let name, let role, let processID):
            if let index = entries.firstIndex(where: { $0.name == name }) {
                entries[index].processID = processID
                entries[index].startedWallTime = Composition.clock.wallTime()
                entries[index].starts += 1
                entries[index].ending = nil
                return
            }
            entries.append(
                Entry(
                    name: name,
                    role: role,
                    processID: processID,
                    startedWallTime: Composition.clock.wallTime(),
                    ending: nil
                )
            )
            entries.sort { ($0.role.rawValue, $0.name) < ($1.role.rawValue, $1.name) }
        case .ended(let name, let ending), .crashed(let name, let ending, _):
            guard let index = entries.firstIndex(where: { $0.name == name }) else { return }
            entries[index].ending = "\(ending)"
        case .quarantined(let name, let ending, let reason):
            guard let index = entries.firstIndex(where: { $0.name == name }) else { return }
            entries[index].ending = "\(ending)"
            entries[index].quarantine = reason
        }
    }

    private static func write(_ entries: [Entry], to run: RunDirectory) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        do {
            try encoder.encode(entries).write(
                to: URL(filePath: path(in: run)),
                options: .atomic
            )
        } catch {
            // The run goes on without it: only people miss it, and they are told.
            FileHandle.standardError.write(Data("cannot write \(path(in: run)): \(error)\n".utf8))
        }
    }

    /// What a lost process leaves for people: the end of what it printed, and what is kept.
    private func failure(_ error: SupervisionError) -> CommandFailure {
        let log = "\(run.logsPath)/\(error.process).log"
        let tail =
            (try? String(contentsOfFile: log, encoding: .utf8))?
            .split(separator: "\n").suffix(3).map {
                LogLine.read($0, of: error.process, run: run.runID).words(nameWidth: 0)
            } ?? []
        return CommandFailure(
            .timedOut,
            error.message,
            advice: tail + [
                "All it printed is in \(log), and its journal in \(run.journalPath)/\(error.process).",
                "What was committed is kept: \(Terminal.program) status \(run.runID)",
            ]
        )
    }
}

extension Logger {
    /// Writes down what happened to a process.
    fileprivate func record(_ event: SupervisionEvent) {
        switch event {
        case .started(let name, let role, let processID):
            info("started \(name)", metadata: ["pid": "\(processID)", "role": "\(role.rawValue)"])
        case .ended(let name, let ending):
            info("\(name) ended", metadata: ["ending": "\(ending)"])
        case .crashed(let name, let ending, let delay):
            let details: Metadata = ["ending": "\(ending)", "restart_after": "\(delay)"]
            warning("\(name) crashed", metadata: details)
        case .quarantined(let name, let ending, let reason):
            let details: Metadata = ["ending": "\(ending)", "reason": "\(reason)"]
            error("\(name) is not started again", metadata: details)
        }
    }
}
