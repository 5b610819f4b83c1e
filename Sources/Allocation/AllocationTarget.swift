/// The share of the portfolio one segment should hold.
package struct SegmentWeight: Sendable, Hashable {
    /// The segment's name.
    package let name: String
    /// Fraction of net asset value, 0…1.
    package let weight: Double

    /// Names a share.
    package init(name: String, weight: Double) {
        self.name = name
        self.weight = weight
    }
}

/// One thing that moved a target, in words and numbers, for the trace.
package struct AllocationStep: Sendable, Hashable {
    /// What kind of thing it was.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The weight everything starts from.
        case base
        /// The posture of the portfolio.
        case stance
        /// A multiplier for the Sharpe ratio.
        case sharpe
        /// A multiplier for the momentum.
        case momentum
        /// A multiplier for the stance.
        case tilt
        /// The share kept in cash.
        case cash
        /// The factor that makes the weights fill the rest.
        case scale
        /// A limit on one segment.
        case cap
        /// A limit that correlated segments share.
        case sharedCap = "shared_cap"
        /// What a limit freed, handed to the rest.
        case excess
        /// What could not be placed.
        case unplaced
    }

    /// What kind of thing it was.
    package let kind: Kind
    /// The segment, or segments joined by `+`; `nil` for the whole portfolio.
    package let subject: String?
    /// The multiplier, or the fraction of net asset value.
    package let value: Double
    /// What happened, as a sentence with its numbers.
    package let words: String

    /// Records a step.
    package init(_ kind: Kind, subject: String? = nil, value: Double, words: String) {
        self.kind = kind
        self.subject = subject
        self.value = value
        self.words = words
    }
}

/// How capital should be spread, and why.
package struct AllocationTarget: Sendable, Hashable {
    /// The posture of the portfolio; `balanced` for methods that know none.
    package let stance: PortfolioStance
    /// The share kept in cash on purpose, 0…1.
    package let cash: Double
    /// One weight for each segment, in the order in which the segments were given.
    package let weights: [SegmentWeight]
    /// The share that no segment may take under its limits; it stays cash too.
    package let unplaced: Double
    /// What led here, in order.
    package let steps: [AllocationStep]

    /// Takes a target; weights, cash and what is unplaced make 1.
    package init(
        stance: PortfolioStance,
        cash: Double,
        weights: [SegmentWeight],
        unplaced: Double,
        steps: [AllocationStep]
    ) {
        self.stance = stance
        self.cash = cash
        self.weights = weights
        self.unplaced = unplaced
        self.steps = steps
    }

    /// The weight of a segment, `nil` for one the target doesn't know.
    package func weight(of name: String) -> Double? {
        weights.first { $0.name == name }?.weight
    }
}
