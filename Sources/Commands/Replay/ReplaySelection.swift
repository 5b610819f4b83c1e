import Foundation
import Journal
import Market
import Strategies
import Topology

/// What the command line names: a run, or the record of one in a text file.
struct ReplaySelection {
    let run: String?
    let selection: RunSelection

    /// Opens it.
    func source() throws -> any ReplaySource {
        if let run, Self.isRecord(run) { return try RecordedRun(file: run) }
        return try RunSource(selection.open(run))
    }

    /// Its path, for another program.
    func path() throws -> String {
        if let run, Self.isRecord(run) { return run }
        return try RunDirectory.find(run, in: selection.runs).path
    }

    private static func isRecord(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let isThere = unsafe FileManager.default.fileExists(
            atPath: path,
            isDirectory: &isDirectory
        )
        return isThere && !isDirectory.boolValue
    }
}

/// A topology of another file, played over the bars of a run.
enum EditedTopology {
    /// Reads the file and checks that it asks for the bars the run was played over.
    static func load(_ file: String, for setup: ClusterSetup) throws -> Topology {
        let played = setup.origin
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let edited = try LaunchRecord(
            directory: "",
            from: played.clock.from?.description,
            to: played.clock.to?.description
        ).applied(
            to: TopologyDocument.parse(
                text,
                file: file,
                strategies: StrategyCatalogue.specifications
            ).topology
        )
        let universes = { (topology: Topology) in
            topology.workers.map { ($0.name, $0.mandate.universe) }
        }
        guard edited.data == played.data, edited.seed == played.seed,
            edited.clock.cycle == played.clock.cycle,
            universes(edited).elementsEqual(universes(played), by: ==)
        else {
            throw CommandFailure(
                .badInput,
                "\(file) asks for other bars or cycles than the run was played over",
                advice: [
                    "A replay shows what the same inbox would have led to: leave seed, data, clock,",
                    "workers and universes as they are, and change strategies, sizing, limits or costs.",
                ]
            )
        }
        return edited
    }
}

/// Shows on standard error how far a replay is, where a person watches.
final class ReplayProgress {
    private let cycles: Int64
    private let isShown = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private var shown: ContinuousClock.Instant
    private var widest = 0

    /// Starts without showing anything.
    init(cycles: Int64) {
        self.cycles = cycles
        shown = clock.now
    }

    /// Shows a process's cycle, five times a second at most.
    func show(_ process: String, _ cycle: Int64) {
        guard isShown, cycle % 64 == 0, clock.now - shown > .milliseconds(200) else { return }
        shown = clock.now
        let line = "  \(process)  cycle \(grouped(cycle))/\(grouped(cycles))"
        widest = max(widest, line.count)
        write("\r" + line + String(repeating: " ", count: widest - line.count))
    }

    /// Takes the line away.
    func clear() {
        guard widest > 0 else { return }
        write("\r" + String(repeating: " ", count: widest) + "\r")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
