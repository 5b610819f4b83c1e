import LinearAlgebra

/// A model fitted to returns by expectation and maximisation.
package struct HiddenMarkovFit: Sendable, Hashable {
    /// The fitted model.
    package let model: GaussianHiddenMarkovModel
    /// The logarithm of the density of the returns under the model of the last step but one.
    package let logLikelihood: Double
    /// How many steps were taken.
    package let iterations: Int
    /// Whether the last step gained no more than the tolerance.
    package let isConverged: Bool
}

/// How long a fit goes on.
package struct HiddenMarkovFitLimits: Sendable, Hashable {
    /// Steps at most, at least 1.
    package var iterationsMaximum = 200
    /// The gain in log likelihood per return below which a step is the last.
    package var tolerance = 1e-8

    /// The standard limits; set what should differ.
    package init() {}
}

extension GaussianHiddenMarkovModel {
    /// Returns the model of greatest likelihood near this one, by Baum and Welch's algorithm.
    ///
    /// A variance never falls below 10⁻⁶ of the sample's, where likelihood would be unbounded, and a
    /// chance of transition never below 10⁻¹⁰. With a prior it is the most probable model.
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than twice as many returns as states,
    ///   `degenerate` for constant ones, `dimensionMismatch` for a prior of another size, `notFinite`.
    /// - SeeAlso: Baum, Petrie, Soules and Weiss (1970), "A Maximization Technique Occurring in the
    ///   Statistical Analysis of Probabilistic Functions of Markov Chains".
    package func fitted(
        to returns: [Double],
        prior: HiddenMarkovPrior? = nil,
        limits: HiddenMarkovFitLimits = HiddenMarkovFitLimits()
    ) throws(RiskError) -> HiddenMarkovFit {
        try requireObservations(returns.count, atLeast: 2 * stateCount)
        let variance = try SampleMoments(returns).populationVariance
        guard variance > Double.leastNormalMagnitude else {
            throw RiskError(.degenerate, "constant returns have no states; give returns that move")
        }
        if let prior { try requireCount(prior.model.stateCount, stateCount, "states of the prior") }
        let maximisation = Maximisation(
            returns: returns,
            prior: prior,
            varianceMinimum: 1e-6 * variance
        )
        var model = self
        var (last, iterations, isConverged) = (-Double.infinity, 0, false)
        while iterations < max(1, limits.iterationsMaximum), !isConverged {
            let smoothing = try model.smoothed(returns)
            let gain = smoothing.logLikelihood - last
            isConverged = abs(gain) <= limits.tolerance * Double(returns.count)
            last = smoothing.logLikelihood
            iterations += 1
            model = maximisation.model(smoothing, stateCount: stateCount)
        }
        return HiddenMarkovFit(
            model: model,
            logLikelihood: last,
            iterations: iterations,
            isConverged: isConverged
        )
    }

    /// Returns the best of several fits from starts drawn with a seed.
    ///
    /// Means start at draws around the sample's, deviations between a half and twice its deviation,
    /// chances to stay between 0.9 and 0.99; the first start is spread evenly over those ranges.
    /// - Throws: ``RiskError`` as ``fitted(to:prior:limits:)``, and `parameterOutOfRange` for no starts
    ///   or no states.
    package static func fitted(
        to returns: [Double],
        stateCount: Int,
        starts: Int,
        seed: UInt64,
        limits: HiddenMarkovFitLimits = HiddenMarkovFitLimits()
    ) throws(RiskError) -> HiddenMarkovFit {
        try requireParameter(starts >= 1, "starts", Double(starts), "at least 1")
        try requireParameter(stateCount >= 1, "stateCount", Double(stateCount), "at least 1")
        let moments = try SampleMoments(returns)
        var generator = Xoshiro256(seed: seed)
        var best = try start(stateCount, moments, nil).fitted(to: returns, limits: limits)
        for _ in 1..<max(1, starts) {
            let model = start(stateCount, moments, { generator.uniform() })
            let fit = try model.fitted(to: returns, limits: limits)
            if fit.logLikelihood > best.logLikelihood { best = fit }
        }
        return best
    }

    private static func start(
        _ count: Int,
        _ moments: SampleMoments,
        _ draw: (() -> Double)?
    ) -> GaussianHiddenMarkovModel {
        let scale = moments.populationVariance.squareRoot()
        let points = (0..<count).map { (Double($0) + 0.5) / Double(count) }
        let means = points.map { moments.mean + scale * ((draw?() ?? (1 - $0)) - 0.5) }
        let deviations = points.map { scale * (0.5 + 1.5 * (draw?() ?? $0)) }
        let stay = count == 1 ? 1 : 0.9 + 0.09 * (draw?() ?? 0.5)
        let leave = count == 1 ? 0 : (1 - stay) / Double(count - 1)
        let transition = (0..<(count * count)).map { $0 % (count + 1) == 0 ? stay : leave }
        let even = Array(repeating: 1 / Double(count), count: count)
        return GaussianHiddenMarkovModel(valid: means, deviations, transition, even)
    }
}

/// The step that turns expectations into parameters.
private struct Maximisation {
    let returns: [Double]
    let prior: HiddenMarkovPrior?
    let varianceMinimum: Double

    func model(
        _ smoothing: GaussianHiddenMarkovModel.Smoothing,
        stateCount: Int
    ) -> GaussianHiddenMarkovModel {
        var (means, deviations): ([Double], [Double]) = ([], [])
        for state in 0..<stateCount {
            let (mean, variance) = moments(smoothing.laws, state, stateCount)
            means.append(mean)
            deviations.append(max(variance, varianceMinimum).squareRoot())
        }
        var transition: [Double] = []
        for state in 0..<stateCount {
            transition += row(smoothing.moves, state, stateCount)
        }
        return GaussianHiddenMarkovModel(
            valid: means,
            deviations,
            transition,
            Array(smoothing.laws.prefix(stateCount))
        )
    }

    private func moments(_ laws: [Double], _ state: Int, _ count: Int) -> (Double, Double) {
        let believed = prior?.model.means[state] ?? 0
        let meanWeight = prior?.meanWeight ?? 0
        let varianceWeight = prior?.varianceWeight ?? 0
        let deviation = prior?.model.deviations[state] ?? 0
        var (weight, sum) = (0.0, 0.0)
        for time in returns.indices {
            weight += laws[time * count + state]
            sum += laws[time * count + state] * returns[time]
        }
        // A state that nothing visits keeps what is believed of it.
        let mean = (meanWeight * believed + sum) / max(meanWeight + weight, 1e-12)
        var squares = varianceWeight * deviation * deviation
        squares += meanWeight * (mean - believed) * (mean - believed)
        for time in returns.indices {
            let distance = returns[time] - mean
            squares += laws[time * count + state] * distance * distance
        }
        return (mean, squares / max(varianceWeight + weight, 1e-12))
    }

    private func row(_ moves: [Double], _ state: Int, _ count: Int) -> [Double] {
        let weight = prior?.transitionWeight ?? 0
        var chances = (0..<count).map { target in
            let believed = prior?.model.transition[state * count + target] ?? 0
            return max(1e-10, moves[state * count + target] + weight * believed)
        }
        let sum = chances.reduce(0, +)
        for target in 0..<count { chances[target] /= sum }
        return chances
    }
}
