import LinearAlgebra

/// A likelihood-ratio statistic and the chance of one at least as large if the model is right.
package struct LikelihoodRatioTest: Sendable, Hashable {
    /// Minus twice the logarithm of the likelihood ratio, not below zero.
    package let statistic: Double
    /// The degrees of freedom of its chi-squared law.
    package let degrees: Int

    init(logLikelihoodUnderModel: Double, free: Double, degrees: Int) {
        statistic = max(0, 2 * (free - logLikelihoodUnderModel))
        self.degrees = degrees
    }

    init(statistic: Double, degrees: Int) {
        self.statistic = statistic
        self.degrees = degrees
    }

    /// The p-value, 0…1: the model is refused at 5 % where it is below 0.05.
    package var pValue: Double { ChiSquared.survival(statistic, degrees: degrees) }
}

/// How forecasts of value at risk met the returns that followed.
///
/// A *breach* is a return below minus the value at risk. Three questions: whether there are as many
/// breaches as promised, whether they come independently of one another, and both at once.
package struct CoverageTest: Sendable, Hashable {
    /// How many forecasts met a return.
    package let observations: Int
    /// How many of them were breached.
    package let breaches: Int
    /// Whether the share of breaches is `1 − confidence`; one degree of freedom.
    ///
    /// - SeeAlso: Kupiec (1995), "Techniques for Verifying the Accuracy of Risk Measurement Models".
    package let kupiec: LikelihoodRatioTest
    /// Whether a breach is as likely after a breach as after none; one degree of freedom.
    ///
    /// Over the `T − 1` pairs of consecutive days; a count of zero contributes nothing (`0 ln 0 = 0`).
    /// - SeeAlso: Christoffersen (1998), "Evaluating Interval Forecasts".
    package let independence: LikelihoodRatioTest
    /// Both at once: the sum of the two statistics, two degrees of freedom.
    package let conditionalCoverage: LikelihoodRatioTest

    /// Tests a sequence of days, each with a breach or without, oldest first.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two days, and
    ///   `parameterOutOfRange` for a confidence outside 0.5 ..< 1.
    package init(isBreached: [Bool], confidence: Double) throws(RiskError) {
        try requireConfidence(confidence)
        try requireObservations(isBreached.count, atLeast: 2)
        let count = isBreached.count { $0 }
        let kupiec = Self.kupiec(breaches: count, of: isBreached.count, chance: 1 - confidence)
        let independence = Self.independence(isBreached)
        observations = isBreached.count
        breaches = count
        self.kupiec = kupiec
        self.independence = independence
        conditionalCoverage = LikelihoodRatioTest(
            statistic: kupiec.statistic + independence.statistic,
            degrees: 2
        )
    }

    /// Tests forecasts, each made before the return at the same place; losses are positive.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, `tooFewObservations` and
    ///   `parameterOutOfRange`.
    package init(
        returns: [Double],
        valuesAtRisk: [Double],
        confidence: Double
    ) throws(RiskError) {
        try requireCount(valuesAtRisk.count, returns.count, "forecasts")
        try requireFinite(returns, "return")
        try requireFinite(valuesAtRisk, "forecast")
        let isBreached = zip(returns, valuesAtRisk).map { $0 < -$1 }
        try self.init(isBreached: isBreached, confidence: confidence)
    }

    private static func kupiec(
        breaches: Int,
        of count: Int,
        chance: Double
    ) -> LikelihoodRatioTest {
        LikelihoodRatioTest(
            logLikelihoodUnderModel: logLikelihood(count - breaches, breaches, chance: chance),
            free: logLikelihood(count - breaches, breaches),
            degrees: 1
        )
    }

    private static func independence(_ isBreached: [Bool]) -> LikelihoodRatioTest {
        // Counts by whether the day before and the day itself were breached.
        var counts = [[0, 0], [0, 0]]
        for (before, after) in zip(isBreached, isBreached.dropFirst()) {
            counts[before ? 1 : 0][after ? 1 : 0] += 1
        }
        let without = counts[0][0] + counts[1][0]
        let with = counts[0][1] + counts[1][1]
        let free =
            logLikelihood(counts[0][0], counts[0][1]) + logLikelihood(counts[1][0], counts[1][1])
        return LikelihoodRatioTest(
            logLikelihoodUnderModel: logLikelihood(without, with),
            free: free,
            degrees: 1
        )
    }

    /// `failures ln(1 − p) + successes ln p`, at the share observed unless a chance is given.
    private static func logLikelihood(
        _ failures: Int,
        _ successes: Int,
        chance: Double? = nil
    ) -> Double {
        let total = Double(failures + successes)
        guard total > 0 else { return 0 }
        let chance = chance ?? Double(successes) / total
        let first = failures == 0 ? 0 : Double(failures) * ElementaryFunctions.log(1 - chance)
        let second = successes == 0 ? 0 : Double(successes) * ElementaryFunctions.log(chance)
        return first + second
    }
}
