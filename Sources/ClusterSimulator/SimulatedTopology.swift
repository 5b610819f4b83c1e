internal import Digest
internal import LinearAlgebra
internal import Market
internal import Messaging
internal import Simulation
internal import Strategies
internal import SwiftProtobuf
internal import Topology

/// A small cluster over a generated market, with everything that its processes start from.
struct SimulatedTopology: Sendable {
    let topology: Topology
    let windows: [CycleWindow]
    let series: [String: [BarSeries]]
    let dataDigest: Digest
    /// What people command meanwhile, each with its id; empty for a cluster that is left alone.
    let commands: [(id: String, body: Bursar_V1_Body)]
    /// The worker that joins in the middle; `nil` for a cluster that is left alone.
    let late: WorkerSpecification?

    /// Generates a cluster.
    ///
    /// Capital is reviewed every other cycle, so that grants and recalls are always under way, and
    /// positions are sized by five days, so that orders are placed from the first week on.
    init(workers: Int, instruments: Int, cycles: Int, isCommanded: Bool = false) throws {
        let text = Self.text(workers: workers, instruments: instruments, cycles: cycles)
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
        let fragment = isCommanded ? Self.fragment(instruments: instruments) : nil
        late = try fragment.map {
            try WorkerDocument.parse(
                $0,
                file: "the simulated fragment",
                strategies: StrategyCatalogue.specifications,
                costs: topology.costs
            ).worker
        }
        if let late {
            series[late.name] = try market.series(
                segment: late.name,
                instruments: late.mandate.universe.map {
                    Instrument(id: $0, currency: topology.capital.currency)
                }
            )
        }
        commands = Self.commands(fragment, cycles: UInt64(cycles))
        self.topology = topology
        self.series = series
        windows = topology.clock.cycle.windows(over: market.moments)
        dataDigest = SHA256.hash(Array(text.utf8))
    }
}

extension SimulatedTopology {
    /// The topology as a person would write it.
    private static func text(workers: Int, instruments: Int, cycles: Int) -> String {
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
        return text
    }

    /// A worker that joins in the middle of the run.
    private static func fragment(instruments: Int) -> String {
        let symbols = (1...instruments).map { "LATE\($0)" }.joined(separator: ", ")
        return """
            kind: worker
            version: 1
            worker:
              name: late
              mandate: {segment: late, stance: neutral, universe: [\(symbols)]}
              sizing: {window: 5}
              strategies:
                - {name: buy_and_hold, weight: 1}
            """
    }

    /// One of everything that people command, at fixed cycles: what they lead to is the same however
    /// late or often they arrive.
    private static func commands(
        _ fragment: String?,
        cycles: UInt64
    ) -> [(id: String, body: Bursar_V1_Body)] {
        guard let fragment else { return [] }
        func state(
            _ worker: String,
            _ state: Bursar_V1_TradingState,
            _ cycle: UInt64,
            flatten: Bool = false
        ) -> Bursar_V1_Body {
            .with {
                $0.setTradingState = .with {
                    $0.worker = worker
                    $0.state = state
                    $0.reason = "a drill"
                    $0.flatten = flatten
                    $0.atCycle = cycle
                }
            }
        }
        let add = Bursar_V1_Body.with {
            $0.addWorker = .with {
                $0.fragment = fragment
                $0.atCycle = cycles / 4
            }
        }
        let retire = Bursar_V1_Body.with {
            $0.retireWorker = .with {
                $0.worker = "segment2"
                $0.reason = "a drill"
                $0.atCycle = cycles / 2
            }
        }
        return [
            ("add", add), ("reduce", state("segment1", .reducing, cycles / 3)),
            ("retire", retire), ("halt", state("", .halted, cycles * 2 / 3, flatten: true)),
            ("release", state("", .active, cycles * 2 / 3 + 4)),
        ]
    }
}

extension SimulatedTopology {
    /// Bars before the crash: more than any estimate looks back.
    private static let calm = 300
    /// Bars on which everything falls, and what it falls on each, as a fraction: slowly enough that
    /// nobody is too scared to buy.
    private static let (crash, fall) = (20, 0.02)
    /// Bars after it, on which everything recovers, and what it rises on each.
    private static let (aftermath, rise) = (40, 0.01)

    /// People's topology on a generated market: everything rises calmly, then falls for weeks, then
    /// recovers. Each instrument has noise of its own.
    init(crashing topology: Topology) throws {
        let start = CalendarDate(dayNumber: 14_613)
        let count = Self.calm + Self.crash + Self.aftermath
        let moments = (0..<count).map { day in
            Timestamp(
                date: CalendarDate(dayNumber: start.dayNumber + day),
                secondOfDay: topology.data.knownAtSecondOfDay
            )
        }
        var series: [String: [BarSeries]] = [:]
        var seed: UInt64 = 0
        for worker in topology.workers {
            var own: [BarSeries] = []
            for instrument in worker.mandate.universe {
                seed += 1
                own.append(
                    try BarSeries(
                        instrument: Instrument(
                            id: instrument,
                            currency: topology.capital.currency
                        ),
                        bars: try Self.crashing(moments, seed: seed)
                    )
                )
            }
            series[worker.name] = own
        }
        self.topology = topology
        self.series = series
        windows = CycleLength.day.windows(over: moments)
        dataDigest = SHA256.hash(Array("a crash".utf8))
        commands = []
        late = nil
    }

    private static func crashing(_ moments: [Timestamp], seed: UInt64) throws -> [Bar] {
        var random = Xoshiro256(seed: seed)
        var close = 100.0
        return try moments.enumerated().map { day, moment in
            let isCrash = (calm..<(calm + crash)).contains(day)
            let drift = day < calm ? 0.0008 : isCrash ? -fall : rise
            let change = drift + random.uniform(in: -0.008...0.008)
            let open = close
            close *= 1 + change
            return Bar(
                knownAt: moment,
                open: try Price(rounding: open),
                close: try Price(rounding: close),
                volume: try Quantity(rounding: 1e7)
            )
        }
    }
}
