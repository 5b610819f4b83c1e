import Foundation

/// Measures Bursar beside floors in C and prints a table; `scripts/benchmark` starts it.
@main
struct Benchmark {
    let rounds: Int
    let root: String
    let scratch: String
    let bursar: Bursar
    let floor: Floor

    nonisolated static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 5, let rounds = Int(words[0]), (1...1_000).contains(rounds) else {
            say("benchmark ROUNDS ROOT SCRATCH BURSAR FLOOR; use scripts/benchmark")
            exit(4)
        }
        let benchmark = Benchmark(
            rounds: rounds,
            root: words[1],
            scratch: words[2],
            bursar: Bursar(program: Program(path: words[3]), scratch: words[2]),
            floor: Floor(program: Program(path: words[4]))
        )
        do {
            exit(try await benchmark.run() ? 0 : 1)
        } catch {
            say("benchmark: \(error)")
            exit(1)
        }
    }

    /// Measures and prints; returns whether everything could be measured.
    private func run() async throws -> Bool {
        let machine = Machine(
            root: root,
            scratch: scratch,
            bursar: bursar.program,
            floor: floor
        )
        let lines = try await machine.lines()
        let load = try Machine.load()
        Self.say("warming up …")
        let plan = try await Plan(root: root, scratch: scratch, bursar: bursar)
        var measuring = Rounds(plan: plan, bursar: bursar, floor: floor, scratch: scratch)
        for round in 1...rounds {
            Self.say("round \(round) of \(rounds) …")
            await measuring.next()
        }
        let measurements = measuring.measurements
        let head =
            lines + [
                "load before \(load), after \(try Machine.load()); rounds: \(rounds), in turns", "",
            ]
        let notes = ["", Table.verdict(measurements)] + notes(plan)
        for line in head + Table.lines(measurements) + notes { print(line) }
        for failure in measurements.failures { Self.say("not measured: \(failure)") }
        return measurements.failures.isEmpty
    }

    private func notes(_ plan: Plan) -> [String] {
        let frames = [("sp500", plan.sp500.sizes), ("segments", plan.segments.sizes)].map {
            "\($0) \($1.headerOut)+\($1.bodyOut) B out, \($1.headerBack)+\($1.bodyBack) B back"
        }
        return [
            "",
            "With a journal a rate is (cycles − 1) over the time between the first and the last",
            "BeginCycle in the master's journal. Without one it comes from the difference of two",
            "whole programs, which for sp500 play \(plan.sp500.cycles) and "
                + "\(plan.sp500.cyclesCut) cycles. Ratios are taken round by round.",
            "The round trip with the codec: numbered, encoded, decoded and checked at both ends.",
            "Frames, header + body: \(frames.joined(separator: "; ")).",
        ]
    }

    private static func say(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}
