import ArgumentParser
import Foundation
import Inspection
import Journal
import Messaging
import SwiftProtobuf
import Topology

struct KillSwitchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill-switch",
        abstract: "Stops trading of a run or of one worker, and lets it go on.",
        discussion: """
            Engaging always works, also while the master is stopped or dead: the switch is a file of \
            the run, which the master takes as a command, or heeds when it comes back, and which \
            workers heed by themselves while they hear no master. It never blocks what reduces a \
            position. Each takes effect at the next cycle.
            """,
        subcommands: [EngageCommand.self, ReleaseCommand.self]
    )
}

extension KillSwitchCommand {
    struct EngageCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "engage",
            abstract: "Stops trading: working orders are cancelled, strategies order nothing.",
            discussion: """
                Protective stops and recalls still reduce positions. JSON keys: run, state, worker \
                (empty for the portfolio), reason, answered (whether the master took it), cycle (at \
                which it takes effect; 0 where nobody answered).
                """
        )

        @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
        var run: String?

        @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
        var root = RunDirectory.defaultRoot

        @Option(help: "Why, for whoever reads it later.")
        var reason = "a person engaged the kill switch"

        @Option(help: "Only this worker, instead of the whole portfolio.")
        var worker = ""

        @Flag(help: "Let strategies go on reducing positions instead of stopping them.")
        var reduceOnly = false

        @Flag(help: "Close every position as well.")
        var flatten = false

        @Flag(help: "Print JSON for programs instead of text for people.")
        var json = false

        mutating func run() async throws {
            let run = try RunDirectory.find(self.run, in: root)
            try requireWorker(worker, of: run)
            let latch = KillSwitchLatch(
                id: UUID().uuidString,
                worker: worker,
                state: reduceOnly ? "reducing" : "halted",
                flatten: flatten,
                reason: reason
            )
            try KillSwitchLatch.write(KillSwitchLatch.read(from: run) + [latch], to: run)
            var answer: Bursar_V1_CommandAnswer?
            if try run.isLive() {
                let client = CommandClient(run: run, patience: .seconds(2))
                answer = try await client.say(
                    .with { $0.setTradingState = latch.command },
                    as: latch.id
                )
            }
            if let answer, !answer.accepted, try run.isLive() {
                throw CommandFailure(
                    .badInput,
                    "\(run.runID) refuses: \(answer.words)",
                    advice: ["The switch stays engaged in \(run.path)/kill-switch.json."]
                )
            }
            show(latch, answer, run)
        }

        private func show(
            _ latch: KillSwitchLatch,
            _ answer: Bursar_V1_CommandAnswer?,
            _ run: RunDirectory
        ) {
            guard !json else {
                Terminal.current().show(
                    .object([
                        "run": .string(run.runID), "state": .string(latch.state),
                        "worker": .string(latch.worker), "reason": .string(latch.reason),
                        "answered": .bool(answer != nil),
                        "cycle": .integer(Int64(answer?.cycle ?? 0)),
                    ])
                )
                return
            }
            let whom = worker.isEmpty ? run.runID : "\(worker) of \(run.runID)"
            let state = "\(latch.state)\(flatten ? ", closing every position" : "")"
            if let answer {
                print("\(whom) is \(state) from cycle \(answer.cycle) on")
            } else {
                print("\(whom) is \(state): the switch is engaged, but no master has answered")
                print(
                    "  Workers heed it after a second without a master, the master when it is back."
                )
            }
            print(
                "  next:  \(Terminal.program) status \(run.runID)      "
                    + "\(Terminal.program) kill-switch release \(run.runID) --reason WHY"
            )
        }
    }

    struct ReleaseCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Lets a run or a worker trade again.",
            discussion: "JSON keys: run, worker (empty for the portfolio), cycle."
        )

        @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
        var run: String?

        @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
        var root = RunDirectory.defaultRoot

        @Option(help: "Why it is safe to go on, for whoever reads it later.")
        var reason: String

        @Option(help: "Only this worker, instead of the whole portfolio.")
        var worker = ""

        @Flag(help: "Print JSON for programs instead of text for people.")
        var json = false

        mutating func run() async throws {
            let run = try RunDirectory.find(self.run, in: root)
            try requireWorker(worker, of: run)
            let (reason, worker) = (self.reason, self.worker)
            // The file goes first: nobody may heed it after the release.
            let latches = try KillSwitchLatch.read(from: run)
            try KillSwitchLatch.write(latches.filter { $0.worker != worker }, to: run)
            let answer: Bursar_V1_CommandAnswer
            do {
                answer = try await CommandClient(run: run).require(
                    .with {
                        $0.setTradingState = .with {
                            $0.worker = worker
                            $0.state = .active
                            $0.reason = reason
                        }
                    }
                )
            } catch {
                try KillSwitchLatch.write(latches, to: run)
                throw error
            }
            guard !json else {
                Terminal.current().show(
                    .object([
                        "run": .string(run.runID), "worker": .string(worker),
                        "cycle": .integer(Int64(answer.cycle)),
                    ])
                )
                return
            }
            let whom = worker.isEmpty ? run.runID : "\(worker) of \(run.runID)"
            print("\(whom) trades again from cycle \(answer.cycle) on")
        }
    }
}

/// Checks that a run has a worker; an empty name stands for all.
private func requireWorker(_ name: String, of run: RunDirectory) throws {
    guard !name.isEmpty else { return }
    let names = try RunReading(run).topology.workers.map(\.name)
    guard names.contains(name) else {
        throw CommandFailure(
            .notFound,
            "\(run.runID) has no worker \"\(name)\"",
            advice: ["It has \(names.joined(separator: ", "))."]
        )
    }
}
