import Testing

@testable import Trading

struct InstrumentViewTests {
    private func say(
        _ strategy: Int,
        _ strength: Double,
        share: Double,
        confidence: Double = 0.5,
        expected: Double = 0,
        horizon: Int = 5,
        stop: Double = 0
    ) -> StrategyView {
        let signal = signal(
            strength,
            confidence: confidence,
            expected: expected,
            horizon: horizon,
            stop: stop
        )
        return StrategyView(strategy: strategy, signal: signal, share: share)
    }

    @Test func `views are weighed by the share of their strategy`() {
        let view = InstrumentView(
            instrument: 4,
            views: [
                say(0, 1, share: 0.6, confidence: 0.9, expected: 0.05, horizon: 21, stop: 0.2),
                say(2, -0.5, share: 0.4, confidence: 0.4, expected: -0.01, horizon: 3, stop: 0.1),
            ]
        )
        // 0.6 × 1 − 0.4 × 0.5; 0.6 × 0.9 + 0.4 × 0.4; 0.6 × 5 % − 0.4 × 1 %.
        #expect(isNear(view.conviction, 0.4, 1e-15))
        #expect(isNear(view.confidence, 0.7, 1e-15))
        #expect(isNear(view.expectedReturn, 0.026, 1e-15))
        #expect(view.instrument == 4)
        #expect(view.lead == 0)
        #expect(view.horizonBars == 21)
        #expect(view.stopDistance == 0.2)
    }

    @Test func `the strongest view leads by its size, not by its sign`() {
        let view = InstrumentView(
            instrument: 0,
            views: [
                say(0, 0.5, share: 0.5, horizon: 21), say(1, -1, share: 0.5, horizon: 3, stop: 0.3),
            ]
        )
        #expect(view.lead == 1)
        #expect(view.horizonBars == 3)
        #expect(view.stopDistance == 0.3)
        #expect(isNear(view.conviction, -0.25, 1e-15))
    }

    @Test func `of equally strong views the first leads`() {
        let view = InstrumentView(
            instrument: 0,
            views: [say(3, -1, share: 0.5, horizon: 7), say(5, 1, share: 0.5, horizon: 9)]
        )
        #expect(view.lead == 3)
        #expect(view.horizonBars == 7)
        #expect(view.conviction == 0)
    }

    @Test func `a view of nothing still leads when there is no other`() {
        let view = InstrumentView(instrument: 0, views: [say(1, 0, share: 1, horizon: 5)])
        #expect(view.lead == 1)
        #expect(view.horizonBars == 5)
        #expect(view.confidence == 0.5)
    }

    @Test func `a share of nothing counts for nothing`() {
        let view = InstrumentView(instrument: 0, views: [say(0, 1, share: 0, confidence: 1)])
        #expect(view.conviction == 0)
        #expect(view.confidence == 0)
    }
}
