import Strategies
import Testing

struct TimeSeriesMomentumTests {
    private let small = [
        "lookback": 10.0, "skip": 2, "volatility_window": 10, "stop": 3,
    ]

    /// Closes from 100 that rise and fall by 10 % in turn.
    private func sawtooth(_ count: Int) -> [Double] {
        var closes = [100.0]
        for bar in 1..<count { closes.append(closes[bar - 1] * (bar % 2 == 1 ? 1.1 : 0.9)) }
        return closes
    }

    @Test func `the view is the return over the lookback in deviations of as long a period`() throws
    {
        // Ten returns of ±10 %: deviation √(0.1 / 9). The last two left out, the price went from 100
        // to 100 × 0.99⁴ in eight bars. Prices are rounded to six decimals.
        let said = signals(TimeSeriesMomentum.self, small, over: try bars(sawtooth(11)))
        let signal = try #require(said[10])
        #expect(isNear(signal.measure, -0.039_403_99, 1e-8))
        #expect(isNear(signal.strength, -0.132_165_001, 1e-7))
        #expect(isNear(signal.confidence, 0.533_041_250, 1e-7))
        #expect(isNear(signal.expectedReturn, -0.006_384_176, 1e-7))
        #expect(isNear(signal.stopDistance, 1.449_137_672, 1e-7))
        #expect(signal.horizonBars == 21)
    }

    @Test func `nothing is said before lookback and volatility are known`() throws {
        let path = try bars(sawtooth(40))
        let said = signals(TimeSeriesMomentum.self, small, over: path)
        #expect(said.prefix(10).allSatisfy { $0 == nil })
        #expect(said.dropFirst(10).allSatisfy { $0 != nil })
        let slow = small.merging(["volatility_window": 30]) { $1 }
        let later = signals(TimeSeriesMomentum.self, slow, over: path)
        #expect(later.prefix(30).allSatisfy { $0 == nil })
        #expect(later[30] != nil)
    }

    @Test func `a steady rise is a full view long and a steady fall one short`() throws {
        let wobble = (0..<60).map { Double($0 % 2) * 0.002 }
        let rise = (0..<60).map { 100 * (1 + 0.01 * Double($0) + wobble[$0]) }
        let fall = (0..<60).map { 100 * (1 - 0.01 * Double($0) + wobble[$0]) }
        let up = signals(TimeSeriesMomentum.self, small, over: try bars(rise))
        let down = signals(TimeSeriesMomentum.self, small, over: try bars(fall))
        #expect(up[59]?.strength == 1)
        #expect(up[59]?.confidence == 1)
        #expect(down[59]?.strength == -1)
    }

    @Test func `bars that are skipped do not move the return`() throws {
        let calm = walk(seed: 4, count: 60)
        var crash = calm
        crash[58] *= 0.5
        crash[59] *= 0.4
        let before = try #require(
            signals(TimeSeriesMomentum.self, small, over: try bars(calm))[59]
        )
        let after = try #require(
            signals(TimeSeriesMomentum.self, small, over: try bars(crash))[59]
        )
        #expect(before.measure == after.measure)
    }

    @Test func `nothing is said of a price that does not move`() throws {
        let flat = try bars([Double](repeating: 97.31, count: 40))
        #expect(signals(TimeSeriesMomentum.self, small, over: flat).allSatisfy { $0 == nil })
    }

    @Test(arguments: [9.0, 10, 11, 60])
    func `a skip as long as the lookback leaves the return of the first bar`(
        skip: Double
    ) throws {
        // Time must never run backwards: the oldest bar of the lookback rose from 100 to 110.
        let set = small.merging(["skip": skip]) { $1 }
        var closes = walk(seed: 8, count: 90)
        closes[79] = 100
        closes[80] = 110
        let signal = try #require(
            signals(TimeSeriesMomentum.self, set, over: try bars(closes))[89]
        )
        #expect(isNear(signal.measure, 0.1, 1e-12))
        #expect(signal.strength > 0)
    }

    @Test func `only the lookback counts once volatility is known`() throws {
        let recent = walk(seed: 12, count: 11)
        let one = signals(TimeSeriesMomentum.self, small, over: try bars(recent))[10]
        let older = walk(seed: 13, count: 200) + recent
        let two = signals(TimeSeriesMomentum.self, small, over: try bars(older))[210]
        let (young, old) = (try #require(one), try #require(two))
        #expect(young.measure == old.measure)
        #expect(isNear(young.strength, old.strength, 1e-9))
    }
}
