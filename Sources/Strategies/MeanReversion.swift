package import Market
package import Persistence

/// Leans against short moves away from the recent mean.
///
/// The view is the distance of the close from its trailing mean in standard deviations, turned
/// round, once it exceeds the threshold.
/// - SeeAlso: Lehmann (1990), "Fads, martingales, and market efficiency", on short-horizon reversal.
package struct MeanReversion: Strategy {
    package static let specification = StrategySpecification(
        name: "mean_reversion",
        summary: "buys what fell below its recent mean, sells what rose above it",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification(
                "window",
                "bars of the mean and of its standard deviation",
                standard: 10,
                range: 3...252,
                isWhole: true
            ),
            ParameterSpecification(
                "threshold",
                "distance in standard deviations that makes a view",
                standard: 1.5,
                range: 0.1...5
            ),
            ParameterSpecification(
                "stop",
                "protective stop, in standard deviations of the window; 0 for none",
                standard: 4,
                range: 0...20
            ),
        ]
    )

    package static let evidence = "distance from the mean in standard deviations"

    private var closes: Trailing
    private let threshold: Double
    private let stop: Double

    package init(parameters: StrategyParameters) {
        closes = Trailing(length: parameters.whole("window"))
        threshold = parameters["threshold"]
        stop = parameters["stop"]
    }

    package mutating func observe(_ bar: Bar) -> Signal? {
        let close = bar.close.value
        closes.append(close)
        guard closes.isFull else { return nil }
        let mean = closes.mean
        let deviation = closes.standardDeviation
        guard deviation > 1e-9 * mean else { return nil }
        let distance = (close - mean) / deviation
        let isStretched = abs(distance) >= threshold
        let strength = isStretched ? -distance / (2 * threshold) : 0
        return Signal(
            strength: strength,
            confidence: isStretched ? min(1, abs(distance) / (2 * threshold)) : 0.5,
            expectedReturn: isStretched ? (mean / close - 1) / 2 : 0,
            horizonBars: max(1, closes.length / 2),
            stopDistance: stop * deviation / close,
            measure: distance
        )
    }

    /// Passes the windows of past closes through a coder.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try closes.exchange(with: &coder)
    }
}
