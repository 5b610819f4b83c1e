import ArgumentParser
import ClusterSimulator
import Inspection

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays small clusters under seeded faults and checks that all end alike.",
        discussion: """
            Each seed draws its own faults: lost, repeated and late messages, crashes, standstills, \
            partitions, slow and full disks, torn snapshots. Every run must end in the ledger of the \
            run without faults, to the last unit. With --json: seeds, failures [{seed, digest, \
            cycles, crashes, events, failure}], cycles, orders, remittances, crashes, \
            snapshot_recoveries, snapshots_torn, seconds, calm_rate (cycles a second without \
            faults).
            """
    )

    @Option(help: "How many seeds to play.")
    var seeds: UInt64 = 200

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "Workers of each cluster.")
    var workers = 3

    @Option(help: "Instruments of each worker.")
    var instruments = 3

    @Option(help: "Cycles of each run.")
    var cycles = 60

    @Flag(help: "Add, retire and hold back workers meanwhile.")
    var commanded = false

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    func validate() throws {
        for (name, value) in [
            ("--workers", workers), ("--instruments", instruments), ("--cycles", cycles),
        ] where !(1...10_000).contains(value) {
            throw ValidationError("\(name) is 1 to 10000, not \(value)")
        }
    }

    mutating func run() async throws {
        var size = ClusterSimulation.Size()
        (size.workers, size.instruments, size.cycles) = (workers, instruments, cycles)
        size.isCommanded = commanded
        let clean = try ClusterSimulation(seed: 0, size: size, faults: FaultPlan())
        var start = ContinuousClock.now
        let expected = clean.run()
        let calm = Double(expected.cycles) / max((ContinuousClock.now - start) / .seconds(1), 1e-9)
        start = .now
        var failures: [SimulationOutcome] = []
        var totals = Totals()
        for seed in first..<(first + seeds) {
            let outcome = try ClusterSimulation(seed: seed, size: size).run()
            totals.add(outcome)
            guard outcome.failure != nil || outcome.digest != expected.digest else { continue }
            failures.append(outcome)
            if !json { Terminal.current().show(lines(of: outcome)) }
        }
        let elapsed = ContinuousClock.now - start
        report(failures, totals, calm: calm, seconds: elapsed / .seconds(1))
        guard failures.isEmpty else {
            throw CommandFailure(
                .checkFailed,
                "\(failures.count) of \(seeds) seeds did not end as the run without faults"
            )
        }
    }

    private func lines(of outcome: SimulationOutcome) -> [String] {
        let found = outcome.failure ?? "it ended in another ledger, \(outcome.digest ?? "none")"
        var command = "\(Terminal.program) simulate --first \(outcome.seed) --seeds 1"
        if commanded { command += " --commanded" }
        command += " --workers \(workers) --instruments \(instruments) --cycles \(cycles)"
        return [
            "seed \(outcome.seed) after \(outcome.events) events, \(outcome.crashes) crashes: "
                + found,
            "  again:  \(command)",
        ]
    }

    private func report(
        _ failures: [SimulationOutcome],
        _ totals: Totals,
        calm: Double,
        seconds: Double
    ) {
        let terminal = Terminal.current()
        guard !json else {
            return terminal.show(
                .object([
                    "seeds": .integer(Int64(seeds)), "cycles": .integer(totals.cycles),
                    "orders": .integer(totals.orders),
                    "remittances": .integer(totals.remittances),
                    "crashes": .integer(totals.crashes),
                    "snapshot_recoveries": .integer(totals.snapshotRecoveries),
                    "snapshots_torn": .integer(totals.snapshotsTorn),
                    "seconds": .number(seconds),
                    "calm_rate": .number(calm),
                    "failures": .array(failures.map(json)),
                ])
            )
        }
        let rate = Int64(Double(totals.cycles) / max(seconds, 1e-9))
        terminal.show([
            "\(seeds) seeds, \(NumberText.count(totals.cycles, "cycle")), "
                + "\(NumberText.count(totals.orders, "order")), "
                + "\(NumberText.count(totals.remittances, "remittance")), "
                + "\(totals.crashes) crashes",
            "\(NumberText.count(totals.snapshotRecoveries, "start")) from a snapshot, "
                + "\(NumberText.count(totals.snapshotsTorn, "snapshot")) damaged by a crash",
            "\(failures.count) failures, \(NumberText.count(rate, "cycle")) a second; without faults "
                + "\(NumberText.integer(Int64(calm))) a second",
        ])
    }

    /// What all runs came to together.
    private struct Totals {
        var cycles: Int64 = 0
        var orders: Int64 = 0
        var remittances: Int64 = 0
        var crashes: Int64 = 0
        var snapshotRecoveries: Int64 = 0
        var snapshotsTorn: Int64 = 0

        mutating func add(_ outcome: SimulationOutcome) {
            cycles += outcome.cycles
            orders += Int64(outcome.orders)
            remittances += Int64(outcome.remittances)
            crashes += Int64(outcome.crashes)
            snapshotRecoveries += Int64(outcome.snapshotRecoveries)
            snapshotsTorn += Int64(outcome.snapshotsTorn)
        }
    }

    private func json(_ outcome: SimulationOutcome) -> JSONValue {
        .object([
            "seed": .integer(Int64(outcome.seed)), "digest": .optional(outcome.digest),
            "cycles": .integer(outcome.cycles), "crashes": .integer(Int64(outcome.crashes)),
            "events": .integer(Int64(outcome.events)), "failure": .optional(outcome.failure),
        ])
    }
}
