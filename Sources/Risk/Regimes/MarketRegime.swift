/// The four states of a market that decisions are made by.
package enum MarketRegime: String, Sendable, Hashable, CaseIterable {
    /// Rises.
    case bull
    /// Falls.
    case bear
    /// Goes nowhere, quietly.
    case sideways
    /// Swings so much that its direction does not matter.
    case highVolatility = "high_volatility"

    /// Its place among all cases.
    package var index: Int {
        switch self {
        case .bull: 0
        case .bear: 1
        case .sideways: 2
        case .highVolatility: 3
        }
    }
}

/// What is known of the market's regime after a return.
package struct RegimeEstimate: Sendable, Hashable {
    /// The most probable regime, the first in order of equally probable ones.
    package let regime: MarketRegime
    /// The chance of each regime in the order of `MarketRegime.allCases`; they sum to one.
    package let probabilities: [Double]
    /// Periods in a row in this regime, from 1.
    package let age: Int
    /// How many periods the regime lasts on average once entered; `nil` where nothing is known.
    package let expectedDuration: Double?

    /// Takes stored parts.
    package init(
        regime: MarketRegime,
        probabilities: [Double],
        age: Int,
        expectedDuration: Double?
    ) {
        precondition(
            probabilities.count == MarketRegime.allCases.count,
            "\(probabilities.count) chances for \(MarketRegime.allCases.count) regimes"
        )
        self.regime = regime
        self.probabilities = probabilities
        self.age = age
        self.expectedDuration = expectedDuration
    }

    /// The chance of the regime: how sure the estimate is.
    package var confidence: Double { probabilities[regime.index] }

    /// Takes chances, in order of the cases, and goes on from the estimate before.
    package init(
        probabilities: [Double],
        previous: RegimeEstimate?,
        expectedDuration: (MarketRegime) -> Double?
    ) {
        precondition(
            probabilities.count == MarketRegime.allCases.count,
            "\(probabilities.count) chances for \(MarketRegime.allCases.count) regimes"
        )
        var regime = MarketRegime.bull
        for other in MarketRegime.allCases
        where probabilities[other.index] > probabilities[regime.index] {
            regime = other
        }
        self.regime = regime
        self.probabilities = probabilities
        age = previous?.regime == regime ? (previous?.age ?? 0) + 1 : 1
        self.expectedDuration = expectedDuration(regime)
    }
}
