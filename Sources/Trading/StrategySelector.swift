package import Market
package import Persistence
package import Strategies

/// A strategy a worker may trade and the share of its risk the topology gives it.
package struct StrategyAssignment: Sendable {
    /// The strategy.
    package let type: any Strategy.Type
    /// Its parameters.
    package let parameters: StrategyParameters
    /// Its share, 0 to 1.
    package let share: Double

    /// Assigns a strategy.
    package init(type: any Strategy.Type, parameters: StrategyParameters, share: Double) {
        self.type = type
        self.parameters = parameters
        self.share = share
    }
}

/// How a strategy stands in a worker now.
package struct StrategyStanding: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Version of its rule.
    package let ruleVersion: Int64
    /// Share of the worker's risk it trades now, 0 to 1.
    package internal(set) var share: Double
    /// Since when it has that share.
    package internal(set) var since: Timestamp?
    /// Annual Sharpe ratio of its own signals over the evidence window; `nil` until it is full.
    package internal(set) var evidence: Double?
}

/// Decides which strategies are live and how much of the worker's risk each trades.
///
/// Every strategy is followed on paper: its return of a bar is the mean over instruments of the
/// strength it had before times the instrument's return. Every ``reviewEvery`` bars a strategy whose
/// Sharpe ratio over the last ``evidenceLength`` bars is negative is cut to half its share, and has
/// the whole again when it no longer is.
package struct StrategySelector: Sendable {
    /// Bars of paper returns that a review looks at.
    package static let evidenceLength = 126
    /// Bars between reviews.
    package static let reviewEvery = 21

    private let assignments: [StrategyAssignment]
    /// How each strategy stands, in the topology's order.
    package private(set) var standings: [StrategyStanding]
    private var strategies: [[any Strategy]]
    private var strengths: [[Double]]
    private var lastClose: [Double?]
    private var paper: [Trailing]
    /// Sum of paper returns since the last report, per strategy.
    private var paperReturn: [Double]
    private var signals: [Int64]

    /// Starts all strategies without a past.
    package init(assignments: [StrategyAssignment], instruments: Int) {
        self.assignments = assignments
        standings = assignments.map {
            StrategyStanding(
                name: $0.type.specification.name,
                ruleVersion: $0.type.specification.ruleVersion,
                share: $0.share
            )
        }
        strategies = assignments.map { assignment in
            (0..<instruments).map { _ in assignment.type.init(parameters: assignment.parameters) }
        }
        let zeros = [Double](repeating: 0, count: instruments)
        strengths = assignments.map { _ in zeros }
        lastClose = [Double?](repeating: nil, count: instruments)
        paper = assignments.map { _ in Trailing(length: Self.evidenceLength) }
        paperReturn = [Double](repeating: 0, count: assignments.count)
        signals = [Int64](repeating: 0, count: assignments.count)
    }

    /// Shows the strategies a step and returns a view of every instrument that had a bar.
    package mutating func decide(_ step: MarketStep) -> [InstrumentView] {
        followOnPaper(step)
        if step.index % Self.reviewEvery == 0 { review(at: step.at) }
        var views: [InstrumentView] = []
        views.reserveCapacity(step.bars.count)
        for (instrument, bar) in step.bars.enumerated() {
            guard let bar else { continue }
            var said: [StrategyView] = []
            for strategy in strategies.indices {
                guard let signal = strategies[strategy][instrument].observe(bar) else { continue }
                strengths[strategy][instrument] = signal.strength
                if signal.strength != 0 { signals[strategy] += 1 }
                let share = standings[strategy].share
                said.append(StrategyView(strategy: strategy, signal: signal, share: share))
            }
            lastClose[instrument] = bar.close.value
            if !said.isEmpty { views.append(InstrumentView(instrument: instrument, views: said)) }
        }
        return views
    }

    private mutating func followOnPaper(_ step: MarketStep) {
        for strategy in standings.indices {
            var sum = 0.0
            for (instrument, bar) in step.bars.enumerated() {
                guard let bar, let last = lastClose[instrument] else { continue }
                sum += strengths[strategy][instrument] * (bar.close.value / last - 1)
            }
            let mean = sum / Double(max(1, step.bars.count))
            paper[strategy].append(mean)
            paperReturn[strategy] += mean
        }
    }

    private mutating func review(at moment: Timestamp) {
        for index in standings.indices where paper[index].isFull {
            let deviation = paper[index].standardDeviation
            guard deviation > 0 else { continue }
            let sharpe = paper[index].mean / deviation * 252.0.squareRoot()
            standings[index].evidence = sharpe
            let share = assignments[index].share * (sharpe < 0 ? 0.5 : 1)
            guard share != standings[index].share else { continue }
            standings[index].share = share
            standings[index].since = moment
        }
    }

    /// What a strategy did since the last report.
    package struct Activity: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// Its share at the end.
        package let share: Double
        /// Sum of its paper returns.
        package let paperReturn: Double
        /// Signals other than nothing.
        package let signals: Int64
    }

    /// Hands over what the strategies did since the last call.
    package mutating func takeActivity() -> [Activity] {
        let activity = standings.indices.map {
            Activity(
                name: standings[$0].name,
                share: standings[$0].share,
                paperReturn: paperReturn[$0],
                signals: signals[$0]
            )
        }
        for index in standings.indices { (paperReturn[index], signals[index]) = (0, 0) }
        return activity
    }
}

extension StrategySelector: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.requireCount(standings.count, of: "strategies")
        for index in standings.indices {
            try coder.exchange(&standings[index].share)
            try coder.exchange(&standings[index].since)
            try coder.exchange(&standings[index].evidence)
            try coder.requireCount(strategies[index].count, of: "instruments")
            for instrument in strategies[index].indices {
                try strategies[index][instrument].exchange(with: &coder)
            }
            try coder.exchange(sameCount: &strengths[index], of: "strengths")
        }
        try coder.exchange(sameCount: &lastClose, of: "closes")
        try coder.exchange(each: &paper, of: "paper returns")
        try coder.exchange(sameCount: &paperReturn, of: "paper returns")
        try coder.exchange(sameCount: &signals, of: "signal counts")
    }
}
