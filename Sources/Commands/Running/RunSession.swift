import Journal
import Market
import Topology

/// Plays a run in the foreground, from its start or from where it was left, and prints the result.
struct RunSession: Sendable {
    let setup: ClusterSetup
    let run: RunDirectory
    let isInProcess: Bool
    var isUnjournaled = false
    let crashesMaximum: Int

    /// Plays to the end of the data, or to the end of the cycle in which it is interrupted.
    func play(mode: String, json: Bool) async throws {
        let lock = try run.lock()
        defer { lock.release() }
        if !json { RunHeading(setup: setup, run: run, mode: mode).print() }
        let start = ContinuousClock.now
        let progress = Task {
            await ProgressLine(run: run, cycles: Int64(setup.windows.count)).show()
        }
        let wasStopped: Bool
        do {
            wasStopped = try await Interruption.guarded { try await begin($0) }
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

    /// Runs the processes; told to stop through the handle.
    func begin(_ stop: Interruption.Stop) async throws {
        if isInProcess {
            let composition = Composition(
                setup: setup,
                run: run,
                log: try ProcessLog(of: run, to: .file),
                isUnjournaled: isUnjournaled
            )
            try await InProcessCluster(composition: composition) { _ in }
                .run { stop.set($0) }
        } else {
            try await ProcessCluster(
                run: run,
                topology: setup.topology,
                log: try ProcessLog(of: run, to: .file).logger("supervisor"),
                isUnjournaled: isUnjournaled,
                crashesMaximum: isUnjournaled ? 0 : crashesMaximum
            ).run { stop.set($0) }
        }
    }
}
