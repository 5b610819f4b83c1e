import Strategies
import Testing

struct BuyAndHoldTests {
    @Test func `it is fully long from the first bar on, whatever the price does`() throws {
        for signal in signals(BuyAndHold.self, over: try bars([100, 1, 1, 500])) {
            let signal = try #require(signal)
            #expect(signal.strength == 1)
            #expect(signal.confidence == 0.5)
            #expect(signal.stopDistance == 0)
            #expect(signal.horizonBars == 21)
        }
    }

    @Test func `a twelfth of the yearly premium is expected of 21 bars`() throws {
        let said = signals(BuyAndHold.self, ["premium": 0.06], over: try bars([100]))
        let signal = try #require(said[0])
        #expect(isNear(signal.expectedReturn, 0.005, 1e-15))
        #expect(signal.measure == 0.06)
    }
}
