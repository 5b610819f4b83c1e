package import Market
package import Persistence

/// Why an order was, or was not, sent: from the signals to the checks.
package struct Decision: Sendable, Hashable {
    /// Its number within the worker, from 1.
    package let number: Int64
    /// When it was made: when its bar became known.
    package let at: Timestamp
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// The close of its bar.
    package let close: Price
    /// The signals and their weighing.
    package let view: InstrumentView
    /// Whether a protective stop forced the position to be closed.
    package let isStopped: Bool
    /// The size wanted and how it came about.
    package let target: SizedTarget
    /// What each check said.
    package let gate: GateDecision
    /// The order that was sent; `nil` when it was denied.
    package let order: Order?

    /// Takes what was decided.
    package init(
        number: Int64,
        at: Timestamp,
        instrument: Int,
        close: Price,
        view: InstrumentView,
        isStopped: Bool,
        target: SizedTarget,
        gate: GateDecision,
        order: Order?
    ) {
        self.number = number
        self.at = at
        self.instrument = instrument
        self.close = close
        self.view = view
        self.isStopped = isStopped
        self.target = target
        self.gate = gate
        self.order = order
    }
}

/// How a decision turned out when its horizon ended.
package struct Outcome: Sendable, Hashable {
    /// Number of the decision within its worker.
    package let decision: Int64
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// The strategy whose view was the strongest, by its place in the worker's list.
    package let strategy: Int
    /// When the horizon ended.
    package let at: Timestamp
    /// Simple return that was expected.
    package let expectedReturn: Double
    /// Simple return that came, from the decision's close.
    package let realisedReturn: Double
}

/// Waits for the horizons of decisions to end and says how they turned out.
package struct OutcomeTracker: Sendable {
    fileprivate struct Pending: Sendable {
        let decision: Int64
        let strategy: Int
        let close: Double
        let expectedReturn: Double
        let endsAt: Int
    }

    private var pending: [[Pending]]
    private var bars: [Int]

    /// Waits for nothing yet.
    package init(instruments: Int) {
        pending = [[Pending]](repeating: [], count: instruments)
        bars = [Int](repeating: 0, count: instruments)
    }

    /// Follows a decision until its horizon ends.
    package mutating func follow(_ decision: Decision) {
        guard decision.view.horizonBars > 0 else { return }
        pending[decision.instrument].append(
            Pending(
                decision: decision.number,
                strategy: decision.view.lead,
                close: decision.close.value,
                expectedReturn: decision.view.expectedReturn,
                endsAt: bars[decision.instrument] + decision.view.horizonBars
            )
        )
    }

    /// Takes a step and returns the outcomes of the decisions whose horizon ends with it.
    package mutating func observe(_ step: MarketStep) -> [Outcome] {
        var outcomes: [Outcome] = []
        for (index, bar) in step.bars.enumerated() {
            guard let bar else { continue }
            bars[index] += 1
            guard !pending[index].isEmpty else { continue }
            let now = bars[index]
            for entry in pending[index] where entry.endsAt <= now {
                outcomes.append(
                    Outcome(
                        decision: entry.decision,
                        instrument: index,
                        strategy: entry.strategy,
                        at: step.at,
                        expectedReturn: entry.expectedReturn,
                        realisedReturn: bar.close.value / entry.close - 1
                    )
                )
            }
            pending[index].removeAll { $0.endsAt <= now }
        }
        return outcomes
    }
}

extension OutcomeTracker: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(sameCount: &pending, of: "instruments")
        try coder.exchange(sameCount: &bars, of: "instruments")
    }
}

extension OutcomeTracker.Pending: Storable {
    init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        decision = try coder.value(known?.decision)
        strategy = try coder.value(known?.strategy)
        close = try coder.value(known?.close)
        expectedReturn = try coder.value(known?.expectedReturn)
        endsAt = try coder.value(known?.endsAt)
    }
}
