/// The law of a hidden state given the returns seen so far, one return at a time.
///
/// Causal by construction: it holds nothing but the law after the last return.
package struct HiddenStateFilter: Sendable {
    /// The model it filters by.
    package let model: GaussianHiddenMarkovModel
    /// The chance of each state after the last return; `nil` before the first.
    package private(set) var law: [Double]?
    /// The logarithm of the density of all returns so far.
    package private(set) var logLikelihood: Double
    private let densities: StateDensities

    /// Starts before the first return, or goes on from a stored law.
    package init(
        _ model: GaussianHiddenMarkovModel,
        law: [Double]? = nil,
        logLikelihood: Double = 0
    ) {
        precondition(
            law.map { $0.count == model.stateCount } ?? true,
            "a law over another number of states than the model has"
        )
        self.model = model
        self.law = law
        self.logLikelihood = logLikelihood
        densities = StateDensities(model)
    }

    /// Takes a return and gives the law of the state after it.
    ///
    /// - Throws: ``RiskError`` with `notFinite`; then nothing changed.
    @discardableResult
    package mutating func observe(_ value: Double) throws(RiskError) -> [Double] {
        try requireFinite([value], "return")
        var after = law.map { model.predicted(from: $0) } ?? model.initial
        logLikelihood += densities.update(&after, with: value)
        law = after
        return after
    }
}

extension GaussianHiddenMarkovModel {
    /// Returns the law of the state after each return, given that and earlier ones only.
    ///
    /// - Returns: Chances, returns × states, row-major, and the logarithm of the returns' density.
    /// - Throws: ``RiskError`` with `notFinite`.
    package func filtered(
        _ returns: [Double]
    ) throws(RiskError) -> (laws: [Double], logLikelihood: Double) {
        try requireFinite(returns, "return")
        let count = stateCount
        let densities = StateDensities(self)
        var laws = [Double](repeating: 0, count: returns.count * count)
        var law = initial
        var logLikelihood = 0.0
        for time in returns.indices {
            if time > 0 {
                for target in 0..<count {
                    var sum = 0.0
                    for state in 0..<count {
                        sum += laws[(time - 1) * count + state] * transition[state * count + target]
                    }
                    law[target] = sum
                }
            }
            logLikelihood += densities.update(&law, with: returns[time])
            for state in 0..<count { laws[time * count + state] = law[state] }
        }
        return (laws, logLikelihood)
    }
}
