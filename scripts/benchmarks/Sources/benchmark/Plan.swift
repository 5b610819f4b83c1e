import Foundation

/// What is run, and how much of it there is; found out once, before anything is timed.
struct Plan {
    /// A topology with the cycles of a whole run and of one that is cut short.
    ///
    /// Without a journal nothing tells when the first cycle began. The difference of a whole and a
    /// short run does: starting, reading data and ending are the same in both.
    struct Play {
        let topology: String
        let cut: [String]
        let cycles: Int
        let cyclesCut: Int
        let sizes: Floor.FrameSizes

        /// Cycles a second, from the wall times of a whole and a short run.
        func cyclesPerSecond(whole: Double, short: Double) -> Double {
            Double(cycles - cyclesCut) / (whole - short)
        }
    }

    let sp500: Play
    let segments: Play
    let pair: Play

    init(root: String, scratch: String, bursar: Bursar) async throws {
        let pair = "\(scratch)/pair.yaml"
        try Self.pair.write(toFile: pair, atomically: true, encoding: .utf8)
        sp500 = try await Self.measure("\(root)/topology/sp500.yaml", "1990-01-31", bursar)
        segments = try await Self.measure("\(root)/topology/segments.yaml", "2010-01-29", bursar)
        self.pair = try await Self.measure(pair, "2010-01-29", bursar)
    }

    private static func measure(
        _ topology: String,
        _ to: String,
        _ bursar: Bursar
    ) async throws -> Play {
        let cut = ["--to", to]
        let whole = try await bursar.play(topology) { (try $0.span(), try $0.frameSizes()) }
        let short = try await bursar.play(topology, flags: cut) { try $0.span() }
        return Play(
            topology: topology,
            cut: cut,
            cycles: whole.found.0.cycles,
            cyclesCut: short.found.cycles,
            sizes: whole.found.1
        )
    }

    /// As little as a cycle can hold: a worker that buys once and then reports.
    private static let pair = """
        kind: topology
        version: 1
        name: pair
        seed: 1
        data: {synthetic: {from: 2010-01-04, days: 5040}}
        clock: {cycle: 1d, pace: 0ms}
        capital: {amount: 10000000, currency: USD}
        benchmark: equal_weight
        master:
          allocation: {method: equal_weight, window: 63, review_every: 21, drift: 0.05, \
        transfer_minimum: 1000}
          limits: {segment_weight_maximum: 1, correlation_maximum: 0.7, drawdown_maximum: 0.15}
          transport: {kind: ipc, security: none}
        costs: {half_spread: 5, impact: 10}
        workers:
          - name: tech
            mandate: {segment: tech, stance: neutral, universe: [TEC1]}
            strategies: [{name: buy_and_hold, weight: 1}]

        """
}
