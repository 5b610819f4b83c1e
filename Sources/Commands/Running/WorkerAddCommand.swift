import ArgumentParser
import Digest
import Foundation
import Inspection
import Journal
import Market
import MarketData
import Messaging
import Strategies
import SwiftProtobuf
import Topology

struct WorkerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds a worker to a run that is going on.",
        discussion: """
            The fragment is a YAML file of `kind: worker`. The worker takes part from the cycle after \
            its first sign of life; capital is then spread anew, and it gets its share by ordinary \
            transfers. JSON keys: run, worker, cycle (the first it takes part in), capital (granted \
            so far, a decimal string), transfers (ids).
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run, then the fragment's file; the newest run where only a file is given.",
            valueName: "run] [fragment"
        )
    )
    var words: [String]

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Option(
        help: "The cycle at which it joins, where the run waits for it; as soon as it is ready."
    )
    var atCycle: UInt64 = 0

    @Flag(help: "Return when the master has accepted it, without waiting for its capital.")
    var noWait = false

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// How long a worker may take to join and to get capital.
    private static let patience = Duration.seconds(30)

    mutating func validate() throws {
        guard (1...2).contains(words.count) else {
            throw ValidationError(
                "Give a fragment's file, and before it the run if not the newest."
            )
        }
    }

    mutating func run() async throws {
        let run = try RunDirectory.find(words.count == 2 ? words[0] : nil, in: root)
        let file = words[words.count - 1]
        let setup = try ClusterSetup.load(run, keeping: .none)
        let document = try WorkerDocument.load(
            file: file,
            strategies: StrategyCatalogue.specifications,
            costs: setup.origin.costs
        )
        try document.validate(joining: setup.topology)
        let directory = try LaunchRecord.read(from: run).directory
        let data = try ClusterSetup.data(
            of: document.worker,
            joining: setup.origin,
            in: directory
        )
        try document.validate(against: data.catalogue, clock: setup.origin.clock)
        // Without a key its process would be refused after the master has taken it in.
        _ = try ClusterKeys(of: run, setup.origin)?.worker(document.worker.name)
        let fragment = try String(contentsOfFile: file, encoding: .utf8)
        let atCycle = self.atCycle
        let answer = try await CommandClient(run: run).require(
            .with {
                $0.addWorker = .with {
                    $0.fragment = fragment
                    $0.file = file
                    $0.atCycle = atCycle
                    $0.dataDigest = .init(data.digest.bytes)
                }
            }
        )
        let name = document.worker.name
        guard !noWait, atCycle == 0 else {
            print("\(name): \(answer.words)")
            return
        }
        try await show(name, joining: run)
    }

    /// Waits until the worker has joined and has capital, and tells what happened.
    private func show(_ name: String, joining run: RunDirectory) async throws {
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        var first: WorkerCycleRow?
        var grants: [TransferRow] = []
        var recalls: [TransferRow] = []
        while ContinuousClock.now < deadline, try run.isLive() {
            first = try reader.workerCycles(worker: name, limit: 1).rows.first
            grants = try reader.transfers(worker: name, limit: 1_000).rows
                .filter { $0.event == .acknowledged }
            if let proposal = grants.first?.proposalID {
                recalls = try Self.recalls(of: proposal, reader)
            }
            if !grants.isEmpty { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        guard let first else {
            throw CommandFailure(
                .timedOut,
                "\(name) was accepted and has not joined after \(Self.patience)",
                advice: ["See what keeps it: \(Terminal.program) logs \(run.runID) \(name)"]
            )
        }
        let capital = Money(micros: grants.reduce(0) { $0 + $1.amount })
        guard !json else {
            Terminal.current().show(
                .object([
                    "run": .string(run.runID), "worker": .string(name),
                    "cycle": .integer(first.cycle), "capital": .string(capital.decimalString),
                    "transfers": .array(grants.map { .string($0.id) }),
                ])
            )
            return
        }
        guard let grant = grants.last else {
            print("\(name) joined in cycle \(first.cycle); no capital has reached it yet")
            return
        }
        let sources = Set(recalls.map(\.worker)).count
        print(
            "\(name) joined in cycle \(first.cycle); capital \(grouped(capital)) from "
                + "\(recalls.count) recalls of \(sources) workers, applied by cycle \(grant.cycle)"
        )
        print("  transfers \(grants.map(\.id).joined(separator: " "))")
        print(
            "  next:  \(Terminal.program) trace list \(run.runID) --worker \(name)      "
                + "\(Terminal.program) worker list \(run.runID)"
        )
    }

    private static func recalls(
        of proposal: String,
        _ reader: JournalReader
    ) throws -> [TransferRow] {
        var found: [TransferRow] = []
        var cursor: JournalCursor?
        while true {
            let page = try reader.transfers(after: cursor, limit: JournalReader.pageSize)
            found += page.rows.filter {
                $0.proposalID == proposal && $0.event == .received && $0.part == 1
            }
            guard page.rows.count == JournalReader.pageSize else { return found }
            cursor = page.next
        }
    }
}
