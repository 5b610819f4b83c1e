import Foundation
import Inspection
import Journal
import Market

/// What a run came to, after it has ended: the result, where it is kept and what to type next.
struct RunEnding {
    let setup: ClusterSetup
    let run: RunDirectory
    let elapsed: Duration

    /// Writes `result.json` into the run and prints the result.
    func print(json: Bool, wasStopped: Bool) throws {
        let result = try RunResult.read(run)
        try Data((result.json.pretty + "\n").utf8)
            .write(to: URL(filePath: run.resultPath), options: .atomic)
        let terminal = Terminal.current()
        if json {
            terminal.show(result.json)
        } else {
            let benchmark = wasStopped ? nil : try RunResult.benchmark(of: setup)
            terminal.show(
                result.lines(
                    on: terminal,
                    benchmark: benchmark,
                    elapsed: elapsed,
                    path: run.path
                )
            )
            if wasStopped { terminal.show(stopped(result)) }
            terminal.show(next(result))
        }
        guard result.imbalance.isZero else {
            throw CommandFailure(
                .failed,
                "the books of \(run.runID) do not balance: \(result.imbalance.decimalString)",
                advice: ["Keep the run and its journals: this must not happen."]
            )
        }
    }

    /// The directory that holds the run.
    private var root: String {
        run.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }

    private func stopped(_ result: RunResult) -> [String] {
        [
            "stopped after cycle \(grouped(result.cycles)) of "
                + "\(grouped(Int64(setup.windows.count))): all of it is committed and can be read",
            "to go on from there:  \(Terminal.program) resume \(run.runID)"
                + (root == RunDirectory.defaultRoot ? "" : " --runs \(root)"),
        ]
    }

    /// Commands worth typing next, about this run where it is not the newest by default.
    private func next(_ result: RunResult) -> [String] {
        let option = root == RunDirectory.defaultRoot ? "" : " --runs \(root)"
        let busiest = result.workers.max { $0.orders < $1.orders }
        var lines = ["next:  \(Terminal.program) report\(option)"]
        if let busiest, busiest.orders > 0 {
            let order = OrderID(worker: busiest.name, generation: 1, number: busiest.orders)
            lines.append("       \(Terminal.program) trace why \(order)\(option)")
        }
        lines.append("       scripts/cluster up topology/segments.yaml --pace 100ms")
        return lines
    }
}
