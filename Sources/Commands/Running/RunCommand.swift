import ArgumentParser
import Cluster
import Digest
import Foundation
import Journal
import Logging
import Market
import Topology

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays a topology to the end of its data, in the foreground.",
        discussion: """
            With --json it prints one object: run, digest, cycles, portfolio {contributed, nav, \
            return, volatility, sharpe, drawdown}, workers [{name, the same keys, orders, fills, \
            denied}]; money as decimal strings, ratios as numbers or null.
            """
    )

    @OptionGroup var options: RunOptions

    @Flag(help: "Run master and workers in this process instead of one process each.")
    var inProcess = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    mutating func run() async throws {
        let (setup, launch) = try options.load()
        let mode = inProcess ? "in-process" : setup.topology.master.transport.kind.rawValue
        let run = try options.create(setup, launch, mode: mode)
        let lock = try run.lock()
        defer { lock.release() }
        if !json { RunHeading(setup: setup, run: run, mode: mode).print() }
        let start = ContinuousClock.now
        let progress = Task {
            await ProgressLine(run: run, cycles: Int64(setup.windows.count)).show()
        }
        let (isInProcess, isUnjournaled) = (inProcess, options.unsafeNoJournal)
        let wasStopped: Bool
        do {
            wasStopped = try await Interruption.guarded { stop in
                try await Self.play(
                    setup,
                    run,
                    inProcess: isInProcess,
                    unjournaled: isUnjournaled,
                    stop
                )
            }
        } catch {
            progress.cancel()
            await progress.value
            throw error
        }
        progress.cancel()
        await progress.value
        if isUnjournaled {
            print("no journal was kept: \(ContinuousClock.now - start)")
            return
        }
        try RunEnding(setup: setup, run: run, elapsed: ContinuousClock.now - start)
            .print(json: json, wasStopped: wasStopped)
    }

    private static func play(
        _ setup: ClusterSetup,
        _ run: RunDirectory,
        inProcess: Bool,
        unjournaled: Bool,
        _ stop: Interruption.Stop
    ) async throws {
        if inProcess {
            var log = Logger(label: "bursar")
            log.logLevel = .warning
            let composition = Composition(
                setup: setup,
                run: run,
                log: log,
                isUnjournaled: unjournaled
            )
            try await InProcessCluster(composition: composition) { _ in }
                .run { stop.set($0) }
        } else {
            try await ProcessCluster(
                run: run,
                topology: setup.topology,
                isUnjournaled: unjournaled
            ).run { stop.set($0) }
        }
    }
}
