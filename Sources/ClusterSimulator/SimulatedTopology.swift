internal import Digest
internal import Market
internal import Simulation
internal import Strategies
internal import Topology

/// A small cluster over a generated market, with everything that its processes start from.
struct SimulatedTopology: Sendable {
    let topology: Topology
    let windows: [CycleWindow]
    let series: [String: [BarSeries]]
    let dataDigest: Digest

    /// Generates a cluster.
    ///
    /// Capital is reviewed every other cycle, so that grants and recalls are always under way, and
    /// positions are sized by five days, so that orders are placed from the first week on.
    init(workers: Int, instruments: Int, cycles: Int) throws {
        var text = """
            kind: topology
            version: 1
            name: simulated
            seed: 7
            data: {synthetic: {from: 2010-01-04, days: \(cycles)}}
            clock: {cycle: 1d, pace: 0ms}
            capital: {amount: 1000000, currency: USD}
            benchmark: equal_weight
            master:
              allocation: {method: segment_rule, window: 5, review_every: 2, drift: 0.002, \
            transfer_minimum: 10}
              limits: {segment_weight_maximum: 0.5, correlation_maximum: 0.9, drawdown_maximum: 0.15}
              transport: {kind: ipc, security: none}
            costs: {half_spread: 5, impact: 10}
            workers:

            """
        for worker in 1...workers {
            let symbols = (1...instruments).map { "W\(worker)I\($0)" }.joined(separator: ", ")
            text += """
                  - name: segment\(worker)
                    mandate: {segment: segment\(worker), stance: neutral, universe: [\(symbols)]}
                    sizing: {window: 5}
                    strategies:
                      - {name: mean_reversion, weight: 0.6}
                      - {name: buy_and_hold, weight: 0.4}

                """
        }
        let topology = try TopologyDocument.parse(
            text,
            file: "the simulated topology",
            strategies: StrategyCatalogue.specifications
        ).topology
        var parameters = SyntheticParameters()
        parameters.days = cycles
        let market = try SyntheticMarket(seed: topology.seed, parameters: parameters)
        var series: [String: [BarSeries]] = [:]
        for worker in topology.workers {
            series[worker.name] = try market.series(
                segment: worker.name,
                instruments: worker.mandate.universe.map {
                    Instrument(id: $0, currency: topology.capital.currency)
                }
            )
        }
        self.topology = topology
        self.series = series
        windows = topology.clock.cycle.windows(over: market.moments)
        dataDigest = SHA256.hash(Array(text.utf8))
    }
}
