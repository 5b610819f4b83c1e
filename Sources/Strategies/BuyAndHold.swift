package import Market
package import Persistence

/// Always fully long: what any other strategy has to beat.
package struct BuyAndHold: Strategy {
    package static let specification = StrategySpecification(
        name: "buy_and_hold",
        summary: "always fully long",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification(
                "premium",
                "expected return per 252 bars, for the decision record",
                standard: 0.05,
                range: 0...0.5
            )
        ]
    )

    package static let evidence = "expected yearly return"

    private let premium: Double

    package init(parameters: StrategyParameters) {
        premium = parameters["premium"]
    }

    package mutating func observe(_ bar: Bar) -> Signal? {
        Signal(
            strength: 1,
            confidence: 0.5,
            expectedReturn: premium / 12,
            horizonBars: 21,
            stopDistance: 0,
            measure: premium
        )
    }

    /// It keeps nothing of the past.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {}
}
