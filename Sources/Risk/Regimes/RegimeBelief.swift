import LinearAlgebra

/// What is believed of the four regimes for one base volatility, before returns are seen.
struct RegimeBelief {
    /// The base volatilities tried, in proportion to the typical one: from 0.3 to 3.4, `√2` apart.
    static let scales = [0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4, 3.4]

    let prior: HiddenMarkovPrior
    /// The logarithm of the belief in this base volatility, up to a constant.
    private let logBelief: Double

    /// Takes one of the scales.
    ///
    /// In units of the base volatility, in the order of the regimes: means 0.15, −0.2, 0, 0;
    /// deviations 0.8, 1.4, 0.5, 2.8. A regime gives way to each of the others with equal chance.
    init(_ parameters: RegimeDetectorParameters, scale: Double) throws(RiskError) {
        let base = parameters.typicalVolatility * scale
        let leaving = 1 / parameters.believedDuration
        let model = GaussianHiddenMarkovModel(
            valid: [0.15 * base, -0.2 * base, 0, 0],
            [0.8 * base, 1.4 * base, 0.5 * base, 2.8 * base],
            (0..<16).map { $0 % 5 == 0 ? 1 - leaving : leaving / 3 },
            [0.25, 0.25, 0.25, 0.25]
        )
        prior = try HiddenMarkovPrior(
            model: model,
            meanWeight: parameters.meanWeight,
            varianceWeight: parameters.varianceWeight,
            transitionWeight: parameters.transitionWeight
        )
        let distance = ElementaryFunctions.log(scale) / parameters.volatilitySpread
        logBelief = -0.5 * distance * distance
    }

    /// The logarithm of the belief in a fitted model, in proportion to the model believed in.
    func logPrior(of model: GaussianHiddenMarkovModel) -> Double {
        var sum = logBelief
        for state in 0..<model.stateCount {
            let variance = model.deviations[state] * model.deviations[state]
            let believed = prior.model.deviations[state] * prior.model.deviations[state]
            let distance = model.means[state] - prior.model.means[state]
            let spread = ElementaryFunctions.log(variance / believed) + believed / variance - 1
            sum -= 0.5 * prior.varianceWeight * spread
            sum -= 0.5 * prior.meanWeight * distance * distance / variance
        }
        for index in model.transition.indices {
            let believed = prior.model.transition[index]
            let change = ElementaryFunctions.log(model.transition[index] / believed)
            sum += prior.transitionWeight * believed * change
        }
        return sum
    }
}
