import Foundation
import Market
import Testing
import Topology

struct CanonicalTextTests {
    @Test func `comments, spelling, order and written defaults do not change the digest`() throws {
        let other = """
            # The same, otherwise.
            version: 1
            kind: "topology"
            name: small
            capital: {currency: USD, amount: 10000000.000}
            benchmark: equal_weight
            workers:
              - name: energy
                strategies: [{name: mean_reversion, weight: 1.0, parameters: {entry: 2.0}}]
                mandate: {universe: [XOM], specialisation: momentum, short: false, shared: false}
              - name: tech
                strategies:
                  - name: buy_and_hold
                    weight: 2e-1
                  - name: time_series_momentum
                    weight: 0.40
                mandate: {segment: tech, universe: ["AAPL", MSFT]}
            data:
              closes: ./closes.csv
              known_at: "21:00"
            """
        let first = try parsed(smallTopology).topology
        let second = try parsed(other).topology
        #expect(first == second)
        #expect(first.canonicalText == second.canonicalText)
        #expect(first.digest == second.digest)
    }

    @Test(arguments: [
        ("[XOM]", "[CVX]"), ("weight: 0.4", "weight: 0.41"), ("name: small", "name: smaller"),
        ("closes.csv", "close.csv"), ("momentum, universe", "arbitrage, universe"),
    ])
    func `a change of meaning changes the digest`(old: String, new: String) throws {
        let changed = smallTopology.replacingOccurrences(of: old, with: new)
        let (before, after) = (try parsed(smallTopology), try parsed(changed))
        #expect(before.topology.digest != after.topology.digest)
    }

    @Test(arguments: ["sp500", "segments"])
    func `canonical text reads back as the same topology`(name: String) throws {
        let file = topologyDirectory.appendingPathComponent("\(name).yaml").path
        let topology = try TopologyDocument.load(file: file, strategies: catalogue).topology
        let again = try parsed(topology.canonicalText).topology
        #expect(again == topology)
        #expect(again.canonicalText == topology.canonicalText)
    }

    @Test func `every key of every kind survives the round trip`() throws {
        let text = """
            kind: topology
            version: 1
            name: generated
            seed: 0
            data:
              synthetic: {from: 1999-12-31, days: 10, market_volatility: 0.2, market_drift: -0.1,
                idiosyncratic_volatility: 0.3, segment_volatility: 0.1, regime_persistence: 0.98,
                volume_mean: 1e6, unclaimed: {shipping: [SHP2, SHP1], rail: [RL1]}}
            clock: {from: 2000-01-03, to: 2000-01-05, cycle: 1bar, pace: 100ms}
            benchmark: BRK-B
            workers:
              - name: all
                mandate: {segment: all, universe: [BRK-B, ^GSPC], shared: [BRK-B]}
                strategies: [{name: buy_and_hold}]
            """
        let topology = try parsed(text).topology
        #expect(try parsed(topology.canonicalText).topology == topology)
        guard case .synthetic(let market) = topology.data.source else {
            Issue.record("expected a generated market")
            return
        }
        #expect(market.unclaimed.map(\.segment) == ["rail", "shipping"])
        #expect(market.unclaimed[1].instruments.map(\.symbol) == ["SHP1", "SHP2"])
        #expect(market.marketDrift == -0.1)
    }
}
