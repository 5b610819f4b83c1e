import ArgumentParser
import Foundation
import Inspection
import Journal
import Market
import Messaging
import SwiftProtobuf

struct WorkerRetireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Winds a worker down: its positions are closed and its capital comes back.",
        discussion: """
            When it holds nothing any more its process ends; its books stay readable. What cannot be \
            sold is kept until it can. JSON keys: run, worker, cycle (of its leaving; null while it \
            winds down), remitted (a decimal string).
            """
    )

    @Argument(help: "The worker's name, or the run and then the name.")
    var words: [String]

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Option(help: "Why, for whoever reads it later.")
    var reason = "a person retired it"

    @Option(help: "The cycle at which it takes effect; the next by default.")
    var atCycle: UInt64 = 0

    @Flag(help: "Return when the master has accepted it, without waiting until it has left.")
    var noWait = false

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// How long a worker may take to leave before the command stops watching.
    private static let patience = Duration.seconds(30)

    mutating func validate() throws {
        guard (1...2).contains(words.count) else {
            throw ValidationError("Give a worker's name, and before it the run if not the newest.")
        }
    }

    mutating func run() async throws {
        let run = try RunDirectory.find(words.count == 2 ? words[0] : nil, in: root)
        let name = words[words.count - 1]
        let (reason, atCycle) = (self.reason, self.atCycle)
        let answer = try await CommandClient(run: run).require(
            .with {
                $0.retireWorker = .with {
                    $0.worker = name
                    $0.reason = reason
                    $0.atCycle = atCycle
                }
            }
        )
        guard !noWait, atCycle == 0 else {
            print("\(name) winds down from cycle \(answer.cycle) on")
            return
        }
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        var hasLeft = false
        while !hasLeft, ContinuousClock.now < deadline, try run.isLive() {
            hasLeft = try !reader.events(kind: "left", subject: name, limit: 1).rows.isEmpty
            if !hasLeft { try await Task.sleep(for: .milliseconds(20)) }
        }
        let remitted = try reader.transfers(worker: name, limit: JournalReader.pageSize).rows
            .filter { $0.event == .received && $0.cycle >= Int64(answer.cycle) }
            .reduce(Int64(0)) { $0 + $1.amount }
        let last = try reader.lastWorkerCycle(of: name)?.cycle
        guard !json else {
            Terminal.current().show(
                .object([
                    "run": .string(run.runID), "worker": .string(name),
                    "cycle": hasLeft ? last.map { .integer($0) } ?? .null : .null,
                    "remitted": .string(Money(micros: remitted).decimalString),
                ])
            )
            return
        }
        let money = grouped(Money(micros: remitted))
        if hasLeft {
            print("\(name) has left after cycle \(last ?? 0); \(money) came back to the treasury")
        } else {
            print("\(name) is still winding down; \(money) came back so far")
            print("  See what it holds: \(Terminal.program) worker list \(run.runID)")
        }
    }
}
