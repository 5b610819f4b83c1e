package import Market
package import Persistence

/// A strategy's view of one instrument after a bar.
package struct Signal: Sendable, Hashable {
    /// Direction and size of the view, −1 (fully short) to +1 (fully long).
    package let strength: Double
    /// How far the view is to be trusted, 0 to 1.
    package let confidence: Double
    /// Expected simple return over the horizon.
    package let expectedReturn: Double
    /// Bars over which the view is meant to come true.
    package let horizonBars: Int
    /// Distance of the protective stop from the entry, as a fraction of the price; 0 for none.
    package let stopDistance: Double
    /// The figure the view rests on; what it is, the strategy's ``Strategy/evidence`` says.
    package let measure: Double

    /// Takes a view; strength and confidence are cut to their ranges.
    package init(
        strength: Double,
        confidence: Double,
        expectedReturn: Double,
        horizonBars: Int,
        stopDistance: Double,
        measure: Double
    ) {
        self.strength = min(1, max(-1, strength))
        self.confidence = min(1, max(0, confidence))
        self.expectedReturn = expectedReturn
        self.horizonBars = horizonBars
        self.stopDistance = stopDistance
        self.measure = measure
    }
}

/// A rule that turns one instrument's bars into views, one bar at a time.
///
/// One value serves one instrument and keeps what it needs of the past itself, so a view can only
/// rest on what was observed. A new strategy is one file that conforms and one line in
/// ``StrategyCatalogue``.
package protocol Strategy: Sendable, Persistable {
    /// Its name, rule version and parameters.
    static var specification: StrategySpecification { get }
    /// What ``Signal/measure`` is, such as "12-month return".
    static var evidence: String { get }
    /// Starts without a past.
    init(parameters: StrategyParameters)
    /// Takes the next bar and returns the view after it; `nil` while there is too little past.
    mutating func observe(_ bar: Bar) -> Signal?
}

/// The strategies there are.
package enum StrategyCatalogue {
    /// Every strategy, in order of name.
    package static let all: [any Strategy.Type] = [
        BuyAndHold.self,
        MeanReversion.self,
        TimeSeriesMomentum.self,
    ]

    /// What a topology may set, in order of name.
    package static var specifications: [StrategySpecification] { all.map { $0.specification } }

    /// The strategy of a name; `nil` when there is none.
    package static func strategy(named name: String) -> (any Strategy.Type)? {
        all.first { $0.specification.name == name }
    }
}
