import Market
import Persistence
import Strategies
import Testing

/// What a snapshot keeps of strategies: going on from it is going on.
struct StoredStateTests {
    private func words(_ strategy: any Strategy) throws -> [UInt64] {
        var (strategy, coder) = (strategy, StateCoder())
        try strategy.exchange(with: &coder)
        return coder.words
    }

    @Test(arguments: StrategyCatalogue.all.map { $0.specification.name })
    func `a strategy goes on from its stored state as if it had never stopped`(
        name: String
    ) throws {
        let type = try #require(StrategyCatalogue.strategy(named: name))
        let parameters = StrategyParameters(for: type.specification)
        var live: any Strategy = type.init(parameters: parameters)
        var restored = live
        for (index, bar) in try bars(walk(seed: 11, count: 700)).enumerated() {
            #expect(live.observe(bar) == restored.observe(bar), "bar \(index)")
            let stored = try words(live)
            restored = type.init(parameters: parameters)
            var coder = StateCoder(reading: stored)
            try restored.exchange(with: &coder)
            try coder.finish()
            #expect(try words(restored) == stored, "bar \(index)")
        }
    }

    @Test func `a window of another length is refused`() throws {
        var (long, short) = (Trailing(length: 20), Trailing(length: 10))
        var writer = StateCoder()
        try long.exchange(with: &writer)
        var reader = StateCoder(reading: writer.words)
        #expect { try short.exchange(with: &reader) } throws: {
            ($0 as? PersistenceError)?.code == .mismatch
        }
    }
}
