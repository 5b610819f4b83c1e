/// What can be set of the regime detector.
///
/// The standard values were chosen on planted markets of other seeds than the score is published for.
package struct RegimeDetectorParameters: Sendable, Hashable {
    /// Returns needed before the first estimate, at least 8.
    package var observationsMinimum = 10
    /// Returns between two fits at least, at least 1; a tenth of the history where that is more.
    package var refitInterval = 63
    /// How many of the last returns a fit sees, not below `observationsMinimum`.
    package var historyMaximum = 2_520
    /// Steps a fit takes at most, at least 1.
    package var iterationsMaximum = 10
    /// How many periods a regime is believed to last, above 1.
    package var believedDuration = 80.0
    /// How many returns the belief in each mean is worth, not below zero.
    package var meanWeight = 300.0
    /// How many returns the belief in each variance is worth, above zero.
    package var varianceWeight = 10.0
    /// How many moves the belief in each row of the transition is worth, above zero.
    package var transitionWeight = 200.0
    /// The base volatility of one period that is believed in first; 0.01 suits daily shares.
    package var typicalVolatility = 0.01
    /// The deviation of the logarithm of the base volatility around it, above zero.
    package var volatilitySpread = 0.7

    /// The standard values; set what should differ.
    package init() {}

    /// Refuses what no detector can work with.
    func validate() throws(RiskError) {
        let counts: [(String, Int, Int)] = [
            ("observationsMinimum", observationsMinimum, 8),
            ("refitInterval", refitInterval, 1),
            ("historyMaximum", historyMaximum, observationsMinimum),
            ("iterationsMaximum", iterationsMaximum, 1),
        ]
        for (name, value, minimum) in counts {
            try requireParameter(value >= minimum, name, Double(value), "at least \(minimum)")
        }
        try requireParameter(believedDuration > 1, "believedDuration", believedDuration, "above 1")
        try requireParameter(meanWeight >= 0, "meanWeight", meanWeight, "not below zero")
        let positive: [(String, Double)] = [
            ("varianceWeight", varianceWeight), ("transitionWeight", transitionWeight),
            ("typicalVolatility", typicalVolatility), ("volatilitySpread", volatilitySpread),
        ]
        for (name, value) in positive {
            try requireParameter(value > 0, name, value, "above zero")
        }
    }
}
