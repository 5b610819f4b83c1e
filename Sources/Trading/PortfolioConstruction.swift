package import Market
package import Persistence

/// Turns views into sizes and follows how decisions turn out.
package struct PortfolioConstruction: Sendable {
    private var sizer: PositionSizer
    private var stops: ProtectiveStops
    private var outcomes: OutcomeTracker
    /// Decisions made so far.
    package private(set) var decided: Int64 = 0

    /// Starts without a past.
    package init(rule: SizingRule, instruments: Int) {
        sizer = PositionSizer(rule: rule, instruments: instruments)
        stops = ProtectiveStops(instruments: instruments)
        outcomes = OutcomeTracker(instruments: instruments)
    }

    /// The sizes wanted at a step, and the outcomes of earlier decisions whose horizon ends with it.
    package struct Plan: Sendable {
        /// Sizes wanted: sales first, then purchases, each in order of instrument.
        package let targets: [SizedTarget]
        /// Per instrument, whether a protective stop keeps its position closed.
        package let stopped: [Bool]
        /// Earlier decisions whose horizon ended.
        package let outcomes: [Outcome]
    }

    /// Shows the sizer a step that is not traded: history from before the worker joined.
    package mutating func observe(_ step: MarketStep) { sizer.observe(step) }

    /// Sizes the instruments of a step; `flattens` closes every position whatever is wanted.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package mutating func plan(
        _ step: MarketStep,
        views: [InstrumentView],
        account: AccountView,
        pending: [Quantity],
        market: MarketView,
        flattens: Bool = false
    ) throws(TradingError) -> Plan {
        sizer.observe(step)
        let ended = outcomes.observe(step)
        let stopped = stops.stopped(step, account: account)
        stops.arm(views)
        let targets = try sizer.targets(
            for: views,
            stopped: stopped,
            account: account,
            pending: pending,
            market: market,
            flattens: flattens
        )
        let sales = targets.filter { $0.change.isNegative }
        let purchases = targets.filter { $0.change.isPositive }
        return Plan(targets: sales + purchases, stopped: stopped, outcomes: ended)
    }

    /// The sizes behind a plan just made, those that are not traded included.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func sizings(
        behind plan: Plan,
        views: [InstrumentView],
        account: AccountView,
        pending: [Quantity],
        market: MarketView,
        flattens: Bool = false
    ) throws(TradingError) -> [Sizing] {
        try sizer.sizings(
            for: views,
            stopped: plan.stopped,
            account: account,
            pending: pending,
            market: market,
            flattens: flattens
        )
    }

    /// Gives the next decision its number.
    package mutating func nextNumber() -> Int64 {
        decided += 1
        return decided
    }

    /// Follows a decision until its horizon ends.
    package mutating func follow(_ decision: Decision) {
        outcomes.follow(decision)
    }
}

extension PortfolioConstruction: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try sizer.exchange(with: &coder)
        try stops.exchange(with: &coder)
        try outcomes.exchange(with: &coder)
        try coder.exchange(&decided)
    }
}
