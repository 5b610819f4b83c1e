import Cluster
import Foundation
import Journal
import LinearAlgebra
import Node

/// One run as processes of its own, started and interfered with from outside like a stranger's.
final class TortureCluster {
    /// What all runs of a round have in common.
    struct Plan: Sendable {
        /// The topology, a YAML file.
        let topology: String
        /// Further arguments of `bursar run`.
        let arguments: [String]
        /// Its workers, in order.
        let workers: [String]
        /// How many cycles a run has.
        let cycles: Int64
        /// The digest of a run in peace.
        let digest: String
    }

    /// Longest time a run may take to come somewhere.
    static let patience = Duration.seconds(60)

    let plan: Plan
    /// The directory that holds the run.
    var root: String
    /// Source of victims, moments and bytes.
    var random: Xoshiro256
    /// How the cluster has taken what was done to it.
    var conduct = Conduct.wentOn
    private(set) var firings: [Firing] = []
    private var call: Task<ProgramCall.Ended, any Error>?
    private var found: RunDirectory?

    init(plan: Plan, root: String, seed: UInt64) {
        self.plan = plan
        self.root = root
        random = Xoshiro256(seed: seed)
    }

    /// The run; there once ``start(_:through:)`` has returned.
    var run: RunDirectory {
        get throws {
            guard let found else { throw BrokenPassLine("no run was begun") }
            return found
        }
    }

    /// Starts a run, by another program if one is given, and waits until it plays.
    func start(_ further: [String] = [], through wrapper: [String] = []) async throws {
        let arguments =
            ["run", plan.topology, "--json", "--out", root] + plan.arguments + further
        try launch(arguments, through: wrapper)
        try await wait("begin") {
            try findRun()
            return found != nil
        }
    }

    /// Looks for the run in its directory.
    func findRun() throws {
        guard FileManager.default.fileExists(atPath: root) else { return }
        found = try RunDirectory.all(in: root).last
    }

    /// Goes on with the run, and returns once that is under way.
    func resume(_ further: [String] = []) throws {
        try launch(["resume", try run.path, "--json"] + further, through: [])
    }

    private func launch(_ arguments: [String], through wrapper: [String]) throws {
        let words = wrapper + [try ProcessCluster.executable()] + arguments
        let (program, rest) = (words[0], Array(words.dropFirst()))
        call = Task { try await ProgramCall.run(program, arguments: rest) }
    }

    /// Waits until the run has ended by itself, and returns how.
    func ended(within patience: Duration = patience) async throws -> ProgramCall.Ended {
        guard let call else { throw BrokenPassLine("no run was begun") }
        let watch = Task { [found] in
            try await Task.sleep(for: patience)
            if let processID = try found?.supervisorProcessID() {
                Foundation.kill(processID, SIGKILL)
            }
        }
        defer { watch.cancel() }
        let ended = try await call.value
        self.call = nil
        return ended
    }

    /// Waits until the run has come to the end of its data.
    func finish() async throws {
        let ended = try await ended()
        guard ended.ending.isClean else {
            throw BrokenPassLine("it ended with \(ended.ending): \(Self.lastWords(ended.errors))")
        }
    }

    /// Waits until the run ended early, and said why in words that hold one of `reasons`.
    func stops(with status: Int32, saying reasons: [String]) async throws {
        let ended = try await ended()
        guard ended.ending == .exited(status) else {
            throw BrokenPassLine(
                "it ended with \(ended.ending), not \(status): \(Self.lastWords(ended.errors))"
            )
        }
        guard reasons.contains(where: { ended.errors.contains($0) }) else {
            throw BrokenPassLine("it does not say why it stopped: \(Self.lastWords(ended.errors))")
        }
        conduct = max(conduct, .stopped)
    }

    /// Calls the program beside the run, and waits for its end.
    func program(_ arguments: [String]) async throws -> ProgramCall.Ended {
        try await ProgramCall.run(ProcessCluster.executable(), arguments: arguments)
    }

    /// What a program said when it gave up, without the progress it showed before.
    static func lastWords(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        let words = lines[(lines.firstIndex { $0.hasPrefix("error") } ?? lines.startIndex)...]
        return words.prefix(6).map { $0.prefix(300) }.joined(separator: "\n  ")
    }

    /// Notes that the fault was done just now.
    func fired(at victim: String?, _ weight: Firing.Weight) {
        firings.append(
            Firing(victim: victim, weight: weight, wallTime: Composition.clock.wallTime())
        )
    }
}

extension TortureCluster {
    /// Waits until something holds.
    func wait(
        _ words: String,
        within patience: Duration = patience,
        until holds: () throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while try !holds() {
            guard ContinuousClock.now < deadline else {
                throw BrokenPassLine("it did not \(words) within \(patience)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits until a share of the cycles has been played.
    func reach(_ share: Double) async throws {
        let wanted = Int64(Double(plan.cycles) * share)
        try await wait("come to cycle \(wanted)") { try cycle() >= wanted }
    }

    /// The last cycle that is durable; 0 before the first.
    func cycle() throws -> Int64 {
        let journal = try run.journalPath
        guard FileManager.default.fileExists(atPath: "\(journal)/master/000001.sqlite") else {
            return 0
        }
        let reader = try JournalReader(journal: journal, process: "master")
        defer { reader.close() }
        return try reader.lastCycle()?.cycle ?? 0
    }

    /// Waits until a process runs, and returns its id.
    func processID(of name: String) async throws -> Int32 {
        var processID: Int32 = 0
        try await wait("start \(name)") {
            let entry = try ProcessCluster.entries(of: run).first { $0.name == name }
            guard let entry, entry.ending == nil else { return false }
            processID = entry.processID
            return true
        }
        return processID
    }

    /// Kills a process, and waits until its supervisor has noticed.
    func kill(_ name: String) async throws {
        let processID = try await processID(of: name)
        Foundation.kill(processID, SIGKILL)
        fired(at: name, .death)
        try await wait("notice the end of \(name)") {
            let entry = try ProcessCluster.entries(of: run).first { $0.name == name }
            return entry?.processID != processID || entry?.ending != nil
        }
    }

    /// Kills supervisor, master and workers as if the machine had died.
    func crash() async throws {
        let supervisor = try supervisorProcessID()
        Foundation.kill(supervisor, SIGSTOP)
        let processIDs = try ProcessCluster.entries(of: run).filter { $0.ending == nil }
        for entry in processIDs { Foundation.kill(entry.processID, SIGKILL) }
        Foundation.kill(supervisor, SIGKILL)
        _ = try await ended()
        for entry in processIDs {
            try await wait("end \(entry.name)") { !Self.isRunning(entry.processID) }
        }
    }

    /// Stops the run in order, as Ctrl-C does.
    func stop() async throws {
        Foundation.kill(try supervisorProcessID(), SIGINT)
        _ = try await ended()
    }

    /// Who holds the run's lock.
    func supervisorProcessID() throws -> Int32 {
        guard let processID = try run.supervisorProcessID() else {
            throw BrokenPassLine("the run was over before its supervisor could be found")
        }
        return processID
    }

    /// Whether a process is there and not only unburied.
    static func isRunning(_ processID: Int32) -> Bool {
        guard
            let status = try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        else { return false }
        return !status.contains("State:\tZ")
    }

    /// Ends whatever still runs; for when something went wrong.
    func abandon() async throws {
        guard call != nil else { return }
        if let found, try found.isLive() {
            for entry in try ProcessCluster.entries(of: found) where entry.ending == nil {
                Foundation.kill(entry.processID, SIGKILL)
            }
            if let supervisor = try found.supervisorProcessID() {
                Foundation.kill(supervisor, SIGKILL)
            }
        }
        _ = try await ended(within: .seconds(5))
    }

    /// A worker, by chance.
    func anyWorker() -> String { plan.workers[number(below: plan.workers.count)] }

    /// A whole number from 0, by chance.
    func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    /// A share between two, by chance.
    func share(_ range: ClosedRange<Double>) -> Double {
        let unit = Double(random.next() % 10_000) / 10_000
        return range.lowerBound + unit * (range.upperBound - range.lowerBound)
    }
}
