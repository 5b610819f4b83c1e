import Market
package import Strategies

/// One strategy's signal on one instrument, with the share the strategy trades.
package struct StrategyView: Sendable, Hashable {
    /// Which strategy, by its place in the worker's list.
    package let strategy: Int
    /// What it says.
    package let signal: Signal
    /// Share of the worker's risk it trades now, 0 to 1.
    package let share: Double
}

/// All strategies' signals on one instrument after a bar, weighed into one conviction.
package struct InstrumentView: Sendable, Hashable {
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// The signals, in the strategies' order; strategies without a view are absent.
    package let views: [StrategyView]
    /// Weighted strength, −1 to 1.
    package let conviction: Double
    /// Weighted confidence, 0 to 1.
    package let confidence: Double
    /// Weighted expected simple return.
    package let expectedReturn: Double
    /// The strategy with the strongest view, by its place in the worker's list.
    package let lead: Int
    /// Bars until the strongest view should have come true.
    package let horizonBars: Int
    /// The strongest view's stop distance, as a fraction of the price; 0 for none.
    package let stopDistance: Double

    init(instrument: Int, views: [StrategyView]) {
        self.instrument = instrument
        self.views = views
        var conviction = 0.0
        var confidence = 0.0
        var expected = 0.0
        var shares = 0.0
        var strongest: (size: Double, view: StrategyView)?
        for view in views {
            let size = view.share * abs(view.signal.strength)
            conviction += view.share * view.signal.strength
            confidence += view.share * view.signal.confidence
            expected += view.share * view.signal.expectedReturn
            shares += view.share
            if size > strongest?.size ?? -1 { strongest = (size, view) }
        }
        self.conviction = conviction
        self.confidence = shares > 0 ? confidence / shares : 0
        expectedReturn = expected
        lead = strongest?.view.strategy ?? 0
        horizonBars = strongest?.view.signal.horizonBars ?? 0
        stopDistance = strongest?.view.signal.stopDistance ?? 0
    }
}
