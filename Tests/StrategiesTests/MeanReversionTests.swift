import Strategies
import Testing

struct MeanReversionTests {
    private func last(_ closes: [Double], _ set: [String: Double]) throws -> Signal? {
        signals(MeanReversion.self, set, over: try bars(closes))[closes.count - 1]
    }

    @Test func `a close at the threshold below its mean is half a view`() throws {
        // Mean 99, squares 1 + 1 + 1 + 9 over 3 is 4, so 96 is 1.5 deviations of 2 below.
        let signal = try #require(
            try last([100, 100, 100, 96], ["window": 4, "threshold": 1.5, "stop": 4])
        )
        #expect(isNear(signal.measure, -1.5, 1e-12))
        #expect(isNear(signal.strength, 0.5, 1e-12))
        #expect(isNear(signal.confidence, 0.5, 1e-12))
        #expect(isNear(signal.expectedReturn, (99.0 / 96 - 1) / 2, 1e-12))
        #expect(isNear(signal.stopDistance, 4.0 * 2 / 96, 1e-12))
        #expect(signal.horizonBars == 2)
    }

    @Test func `a close above its mean is sold`() throws {
        let signal = try #require(
            try last([100, 100, 100, 104], ["window": 4, "threshold": 1])
        )
        #expect(isNear(signal.measure, 1.5, 1e-12))
        #expect(isNear(signal.strength, -0.75, 1e-12))
        #expect(isNear(signal.confidence, 0.75, 1e-12))
        #expect(isNear(signal.expectedReturn, (101.0 / 104 - 1) / 2, 1e-12))
    }

    @Test func `a close nearer than the threshold is no view`() throws {
        let signal = try #require(
            try last([100, 100, 100, 96], ["window": 4, "threshold": 1.6])
        )
        #expect(isNear(signal.measure, -1.5, 1e-12))
        #expect(signal.strength == 0)
        #expect(signal.expectedReturn == 0)
    }

    @Test func `twice the threshold and more is a full view`() throws {
        let signal = try #require(
            try last([100, 100, 100, 96], ["window": 4, "threshold": 0.5])
        )
        #expect(signal.strength == 1)
        #expect(signal.confidence == 1)
    }

    @Test func `nothing is said before the window is full`() throws {
        let said = signals(MeanReversion.self, ["window": 4], over: try bars([9, 8, 7, 6, 5]))
        #expect(said.prefix(3).allSatisfy { $0 == nil })
        #expect(said.suffix(2).allSatisfy { $0 != nil })
    }

    @Test func `nothing is said of a price that does not move`() throws {
        for close in [0.01, 1.0 / 3, 97.31, 1e6] {
            let said = signals(
                MeanReversion.self,
                over: try bars([Double](repeating: close, count: 40))
            )
            #expect(said.allSatisfy { $0 == nil })
        }
    }

    @Test func `only the window counts`() throws {
        let set = ["window": 4.0]
        let old = try last([5, 900, 17, 100, 100, 100, 96], set)
        #expect(old == (try last([100, 100, 100, 96], set)))
    }
}
