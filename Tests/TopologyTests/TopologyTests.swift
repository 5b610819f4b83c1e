import Foundation
import Market
import Strategies
import Testing
import Topology

struct TopologyTests {
    @Test func `what a file leaves out is standard`() throws {
        let topology = try parsed(smallTopology).topology
        #expect(topology.seed == 1)
        #expect(topology.data.prices == .adjusted)
        #expect(topology.data.knownAtSecondOfDay == 75_600)
        #expect(topology.clock == ClockSpecification())
        #expect(topology.capital.amount.decimalString == "10000000.00")
        #expect(topology.capital.currency == .usd)
        #expect(topology.benchmark == .equalWeight)
        #expect(topology.master == MasterSpecification())
        let energy = try #require(topology.worker(named: "energy"))
        #expect(energy.strategies.map(\.weight) == [1])
        #expect(energy.strategies[0].parameters["entry"] == 2)
        #expect(energy.limits == LimitsSpecification())
        #expect(energy.sizing == SizingSpecification())
        #expect(energy.mandate.focus == .specialisation("momentum"))
        #expect(energy.mandate.stance == .neutral)
    }

    @Test func `what a file says is taken`() throws {
        let document = try parsed(fullTopology)
        let topology = document.topology
        #expect(topology.seed == 9_223_372_036_854_775_807)
        #expect(topology.data.source == .bars(directory: "data/bars"))
        #expect(topology.data.path(in: "topology") == "topology/data/bars")
        #expect(topology.data.knownAtSecondOfDay == 20 * 3_600 + 30 * 60)
        #expect(topology.clock.from?.description == "2001-02-03")
        #expect(topology.clock.cycle == .week)
        #expect(topology.clock.pace == .seconds(2))
        #expect(topology.benchmark == .instrument(InstrumentID("SPY")))
        #expect(topology.master.allocation.method == .inverseVolatility)
        #expect(topology.master.allocation.transferMinimum.decimalString == "250.50")
        #expect(topology.master.transport.kind == .tcp)
        #expect(topology.master.transport.port == 5_555)
        let worker = try #require(topology.worker(named: "pair"))
        #expect(worker.mandate.isShortAllowed)
        #expect(worker.mandate.shared == worker.mandate.universe)
        #expect(worker.costs.halfSpread.decimalString == "2.50")
        #expect(worker.costs.impact.decimalString == "20.00")
        #expect(worker.limits.orderNotionalMaximum.decimalString == "1000.00")
        #expect(worker.strategies[0].parameters.whole("lookback") == 20)
        #expect(worker.strategies[0].parameters.whole("volatility_window") == 63)
        #expect(document.directory == ".")
    }

    @Test func `symbols that YAML takes for truth values stay symbols`() throws {
        let text = smallTopology.replacingOccurrences(of: "[XOM]", with: "[ON, NO, Y, 1810]")
        let worker = try #require(try parsed(text).topology.worker(named: "energy"))
        #expect(worker.mandate.universe.map(\.symbol) == ["1810", "NO", "ON", "Y"])
    }

    @Test func `all faults are reported at once, in the order of the file`() {
        let text = smallTopology.replacingOccurrences(of: "name: small", with: "name: Small")
            .replacingOccurrences(of: "weight: 0.4", with: "weight: 4")
            .replacingOccurrences(of: "[XOM]", with: "[XOM, AAPL], colour: red")
        #expect(issues(of: text).map(\.line) == [3, 9, 12, 12])
    }

    @Test func `a refusal reads as three parts`() {
        let text = smallTopology.replacingOccurrences(of: "[XOM]", with: "[XOM, AAPL]")
        let found = issues(of: text, file: "topology/broken.yaml").map(\.description)
        #expect(
            found == [
                """
                topology/broken.yaml:12:57  workers[1].mandate.universe: \
                AAPL is already claimed by worker "tech" (line 7)
                  An instrument belongs to one worker, so that its risk has one owner. \
                Remove it here, or list it under `shared` in every mandate that claims it.
                """
            ]
        )
    }

    @Test func `an instrument may be claimed twice where both share it`() throws {
        let text = smallTopology.replacingOccurrences(
            of: "[XOM]",
            with: "[XOM, AAPL], shared: true"
        )
        .replacingOccurrences(of: "[MSFT, AAPL]", with: "[MSFT, AAPL], shared: [AAPL]")
        let topology = try parsed(text).topology
        #expect(topology.instruments.map(\.symbol) == ["AAPL", "MSFT", "XOM"])
    }

    @Test func `capital that no worker can hold is a note, not an error`() throws {
        let notes = try parsed(smallTopology).notes
        #expect(notes.map(\.path) == ["master.limits.segment_weight_maximum"])
        #expect(notes.map(\.message) == ["2 workers may hold 0.25 of the capital each"])
    }

    @Test func `deep nesting is refused without harm`() {
        for text in [
            String(repeating: "[", count: 200_000), String(repeating: "- ", count: 200_000),
            String(repeating: "{a: ", count: 200_000),
        ] {
            #expect(issues(of: text).count == 1)
        }
    }

    @Test(arguments: ["halfspread", "half_sperad", "HALF_SPREAD", "half_spred"])
    func `a slip finds the name that was meant`(slip: String) {
        #expect(
            nearestName(to: slip, among: ["impact", "half_spread", "commission"]) == "half_spread"
        )
    }

    @Test func `what is like no name finds none`() {
        #expect(nearestName(to: "colour", among: ["impact", "half_spread"]) == nil)
        #expect(nearestName(to: "XOM", among: []) == nil)
    }
}

private let fullTopology = """
    kind: topology
    version: 1
    name: full
    seed: 9223372036854775807
    data: {prices: adjusted, bars: ./data//bars/, known_at: 20:30}
    clock: {from: 2001-02-03, cycle: 1w, pace: 2s}
    capital: {amount: 123456.789, currency: EUR}
    benchmark: SPY
    master:
      allocation:
        method: inverse_volatility
        window: 21
        review_every: 5
        drift: 0.1
        transfer_minimum: 250.5
      limits: {segment_weight_maximum: 1, correlation_maximum: 0.5, drawdown_maximum: 0.2}
      transport: {kind: tcp, host: localhost, port: 5555, security: none}
    costs: {half_spread: 1, impact: 20, commission: 0.5, commission_minimum: 1}
    workers:
      - name: pair
        mandate:
          specialisation: arbitrage
          stance: alpha
          universe: [KO, PEP]
          short: true
          shared: true
        strategies: [{name: time_series_momentum, weight: 1e0, parameters: {lookback: 20}}]
        sizing: {volatility_target: 0.1, window: 20}
        limits: {order_notional_maximum: 1000, leverage_maximum: 2}
        costs: {half_spread: 2.5}
    """
