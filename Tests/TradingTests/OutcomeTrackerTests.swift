import Market
import Testing

@testable import Trading

struct OutcomeTrackerTests {
    private func decision(
        _ number: Int64,
        _ instrument: Int,
        close: String,
        expected: Double = 0.02,
        horizon: Int
    ) throws -> Decision {
        let view = view(instrument, 1, expected: expected, horizon: horizon)
        return Decision(
            number: number,
            at: day(0),
            instrument: instrument,
            close: try price(close),
            view: view,
            isStopped: false,
            target: SizedTarget(
                instrument: instrument,
                volatility: 0.2,
                uncapped: 0.5,
                weight: 0.5,
                current: 0,
                change: try quantity("1")
            ),
            gate: GateDecision(results: [], quantity: try quantity("1")),
            order: nil
        )
    }

    @Test func `an outcome comes exactly when the horizon ends`() throws {
        var tracker = OutcomeTracker(instruments: 1)
        #expect(tracker.observe(try step(0, ["100"])).isEmpty)
        tracker.follow(try decision(1, 0, close: "100", horizon: 3))
        #expect(tracker.observe(try step(1, ["150"])).isEmpty)
        #expect(tracker.observe(try step(2, ["70"])).isEmpty)
        let outcomes = tracker.observe(try step(3, ["106"]))
        let outcome = try #require(outcomes.first)
        #expect(outcomes.count == 1)
        #expect(outcome.decision == 1)
        #expect(outcome.instrument == 0)
        #expect(outcome.strategy == 0)
        #expect(outcome.at == day(3))
        #expect(outcome.expectedReturn == 0.02)
        #expect(isNear(outcome.realisedReturn, 0.06, 1e-15))
        #expect(tracker.observe(try step(4, ["500"])).isEmpty)
    }

    @Test func `the return is from the close of the decision, not from the first bar after`() throws
    {
        var tracker = OutcomeTracker(instruments: 1)
        _ = tracker.observe(try step(0, ["80"]))
        tracker.follow(try decision(1, 0, close: "80", horizon: 1))
        let outcome = try #require(tracker.observe(try step(1, ["60"])).first)
        #expect(isNear(outcome.realisedReturn, -0.25, 1e-15))
    }

    @Test func `horizons count the instrument's own bars`() throws {
        var tracker = OutcomeTracker(instruments: 2)
        _ = tracker.observe(try step(0, ["100", "10"]))
        tracker.follow(try decision(1, 0, close: "100", horizon: 2))
        #expect(tracker.observe(try step(1, [nil, "11"])).isEmpty)
        #expect(tracker.observe(try step(2, ["90", "12"])).isEmpty)
        #expect(tracker.observe(try step(3, [nil, "13"])).isEmpty)
        #expect(tracker.observe(try step(4, ["80", nil])).map(\.decision) == [1])
    }

    @Test func `overlapping decisions end one by one, in order of instrument and decision`() throws
    {
        var tracker = OutcomeTracker(instruments: 2)
        _ = tracker.observe(try step(0, ["100", "10"]))
        tracker.follow(try decision(1, 1, close: "10", horizon: 2))
        tracker.follow(try decision(2, 0, close: "100", horizon: 2))
        tracker.follow(try decision(3, 0, close: "100", horizon: 1))
        #expect(tracker.observe(try step(1, ["100", "10"])).map(\.decision) == [3])
        tracker.follow(try decision(4, 0, close: "100", horizon: 1))
        #expect(tracker.observe(try step(2, ["100", "10"])).map(\.decision) == [2, 4, 1])
        #expect(tracker.observe(try step(3, ["100", "10"])).isEmpty)
    }

    @Test func `a decision without a horizon has no outcome`() throws {
        var tracker = OutcomeTracker(instruments: 1)
        _ = tracker.observe(try step(0, ["100"]))
        tracker.follow(try decision(1, 0, close: "100", horizon: 0))
        #expect(tracker.observe(try step(1, ["100"])).isEmpty)
    }
}
