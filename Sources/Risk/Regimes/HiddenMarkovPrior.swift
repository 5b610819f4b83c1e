/// What is believed of a model's parameters before returns are seen, counted in returns.
///
/// Conjugate: each state's mean and variance as if so many returns had been seen in it, and each row
/// of the transition as if so many moves had. Zero counts everywhere give maximum likelihood.
/// - SeeAlso: Gauvain and Lee (1994), "Maximum a Posteriori Estimation for Multivariate Gaussian
///   Mixture Observations of Markov Chains".
package struct HiddenMarkovPrior: Sendable, Hashable {
    /// The model believed in.
    package let model: GaussianHiddenMarkovModel
    /// How many returns the belief in each mean is worth, not below zero.
    package let meanWeight: Double
    /// How many returns the belief in each variance is worth, not below zero.
    package let varianceWeight: Double
    /// How many moves the belief in each row of the transition is worth, not below zero.
    package let transitionWeight: Double

    /// Takes a belief and its weights.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a negative weight.
    package init(
        model: GaussianHiddenMarkovModel,
        meanWeight: Double,
        varianceWeight: Double,
        transitionWeight: Double
    ) throws(RiskError) {
        let weights = [
            ("meanWeight", meanWeight), ("varianceWeight", varianceWeight),
            ("transitionWeight", transitionWeight),
        ]
        for (name, weight) in weights {
            try requireParameter(weight >= 0, name, weight, "not below zero")
        }
        self.model = model
        self.meanWeight = meanWeight
        self.varianceWeight = varianceWeight
        self.transitionWeight = transitionWeight
    }
}
