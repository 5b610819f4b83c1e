package import Market
package import Persistence

/// Follows an instrument's own past return, scaled by its volatility.
///
/// The view is the return over the lookback, the latest bars left out, divided by the volatility
/// of as long a period: a return of one standard deviation is a full view.
/// - SeeAlso: Moskowitz, Ooi and Pedersen (2012), "Time series momentum".
package struct TimeSeriesMomentum: Strategy {
    package static let specification = StrategySpecification(
        name: "time_series_momentum",
        summary: "long what has risen over the lookback, short what has fallen",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification(
                "lookback",
                "bars over which the return is measured",
                standard: 252,
                range: 10...1_000,
                isWhole: true
            ),
            ParameterSpecification(
                "skip",
                "latest bars left out of it; at least one bar of the lookback counts",
                standard: 21,
                range: 0...60,
                isWhole: true
            ),
            ParameterSpecification(
                "volatility_window",
                "bars over which volatility is measured",
                standard: 63,
                range: 10...504,
                isWhole: true
            ),
            ParameterSpecification(
                "stop",
                "protective stop, in volatilities of a month; 0 for none",
                standard: 3,
                range: 0...10
            ),
        ]
    )

    package static let evidence = "return over the lookback"

    private var closes: Trailing
    private var recent: Trailing
    private var volatility: TrailingVolatility
    private let bars: Double
    private let stop: Double

    package init(parameters: StrategyParameters) {
        let lookback = parameters.whole("lookback")
        let skip = min(parameters.whole("skip"), lookback - 1)
        closes = Trailing(length: lookback + 1)
        recent = Trailing(length: skip + 1)
        volatility = TrailingVolatility(length: parameters.whole("volatility_window"))
        bars = Double(lookback - skip)
        stop = parameters["stop"]
    }

    package mutating func observe(_ bar: Bar) -> Signal? {
        let close = bar.close.value
        closes.append(close)
        recent.append(close)
        volatility.observe(close: close)
        guard closes.isFull, let perBar = volatility.perBar, perBar > 0 else {
            return nil
        }
        let past = recent.oldest / closes.oldest - 1
        let score = past / (perBar * bars.squareRoot())
        let strength = min(1, max(-1, score))
        let month = perBar * 21.0.squareRoot()
        return Signal(
            strength: strength,
            confidence: min(1, 0.5 + 0.25 * abs(score)),
            expectedReturn: 0.1 * strength * month,
            horizonBars: 21,
            stopDistance: stop * month,
            measure: past
        )
    }

    /// Passes the windows of past closes through a coder.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try closes.exchange(with: &coder)
        try recent.exchange(with: &coder)
        try volatility.exchange(with: &coder)
    }
}
