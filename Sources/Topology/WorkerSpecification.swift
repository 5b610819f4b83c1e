package import Market
package import Strategies

/// One worker of a cluster: what it may trade, how, and within which bounds.
package struct WorkerSpecification: Sendable, Equatable {
    /// The worker's name, `[a-z][a-z0-9_]*`, at most 32 characters, unique in its cluster.
    package let name: String
    /// What it may do.
    package let mandate: MandateSpecification
    /// The strategies it may run, sorted by name; their weights sum to 1 at most.
    package let strategies: [StrategyAllocationSpecification]
    /// How signals become sizes.
    package let sizing: SizingSpecification
    /// What it may risk.
    package let limits: LimitsSpecification
    /// What trading costs it.
    package let costs: CostSpecification

    /// Takes checked parts and sorts the strategies by name.
    package init(
        name: String,
        mandate: MandateSpecification,
        strategies: [StrategyAllocationSpecification],
        sizing: SizingSpecification = SizingSpecification(),
        limits: LimitsSpecification = LimitsSpecification(),
        costs: CostSpecification = CostSpecification()
    ) {
        self.name = name
        self.mandate = mandate
        self.strategies = strategies.sorted { $0.name < $1.name }
        self.sizing = sizing
        self.limits = limits
        self.costs = costs
    }
}

/// What a worker may do.
package struct MandateSpecification: Sendable, Equatable {
    /// The most instruments one worker may claim.
    package static let universeMaximum = 1_000

    /// The part of the market or the kind of trade it is for.
    package let focus: MandateFocus
    /// How it behaves beside the others; standard neutral.
    package let stance: MandateStance
    /// The instruments it may trade, sorted; at least one.
    package let universe: [InstrumentID]
    /// Whether it may sell what it does not hold; standard false.
    package let isShortAllowed: Bool
    /// Those of the universe that other workers may claim too, sorted; standard none.
    package let shared: [InstrumentID]

    /// Takes checked parts and sorts the instruments.
    package init(
        focus: MandateFocus,
        stance: MandateStance = .neutral,
        universe: [InstrumentID],
        isShortAllowed: Bool = false,
        shared: [InstrumentID] = []
    ) {
        self.focus = focus
        self.stance = stance
        self.universe = universe.sorted()
        self.isShortAllowed = isShortAllowed
        self.shared = shared.sorted()
    }
}

/// What a worker is for: exactly one of a segment and a specialisation.
package enum MandateFocus: Sendable, Equatable {
    /// A part of the market, such as `tech`.
    case segment(String)
    /// A kind of trade on any part of it, such as `momentum`.
    case specialisation(String)

    /// The name of the segment or specialisation.
    package var name: String {
        switch self {
        case .segment(let name), .specialisation(let name): name
        }
    }
}

/// How a worker's returns are expected to behave beside the market's.
package enum MandateStance: String, Sendable, CaseIterable {
    /// Holds its value when markets fall.
    case defensive
    /// Takes risk for return of its own.
    case alpha
    /// Neither.
    case neutral
}

/// A strategy that a worker runs, with the share of its capital and its parameters.
package struct StrategyAllocationSpecification: Sendable, Equatable {
    /// What the catalogue says of the strategy.
    package let specification: StrategySpecification
    /// The share of the worker's capital, 0 … 1; standard one over the number of strategies.
    package let weight: Double
    /// Every parameter of the strategy, set or standard.
    package let parameters: StrategyParameters

    /// Takes a strategy; its parameters are standard unless given.
    package init(
        specification: StrategySpecification,
        weight: Double,
        parameters: StrategyParameters? = nil
    ) {
        self.specification = specification
        self.weight = weight
        self.parameters = parameters ?? StrategyParameters(for: specification)
    }

    /// The strategy's name.
    package var name: String { specification.name }
}
