package import LinearAlgebra

/// Tells bull, bear, sideways and high volatility apart from returns, one return at a time.
///
/// Every so many returns, hidden Markov models of four states are fitted to the returns so far, one
/// for each of eight base volatilities, under a prior that says what the four regimes look like; so
/// states keep their names. Between fits each model filters. The estimate is the mean of the
/// models' laws, each weighted by its posterior probability.
///
/// Causal by construction: an estimate is a function of the returns up to its own and never revised.
/// The prior is stated, not learnt from what is scored.
package struct RegimeDetector: Sendable {
    /// What is set.
    package let parameters: RegimeDetectorParameters
    /// The returns a fit would see now.
    package private(set) var window: RunningWindow
    /// The estimate after the last return, `nil` before the first estimate.
    package private(set) var estimate: RegimeEstimate?
    private let beliefs: [RegimeBelief]
    private var candidates: [Candidate] = []
    private var countSinceFit = 0

    private struct Candidate {
        var filter: HiddenStateFilter
        let logPrior: Double
        var logWeight: Double { filter.logLikelihood + logPrior }
    }

    /// Starts with nothing known.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange`.
    package init(
        _ parameters: RegimeDetectorParameters = RegimeDetectorParameters()
    ) throws(RiskError) {
        try parameters.validate()
        var beliefs: [RegimeBelief] = []
        for scale in RegimeBelief.scales {
            beliefs.append(try RegimeBelief(parameters, scale: scale))
        }
        self.parameters = parameters
        self.beliefs = beliefs
        window = RunningWindow(capacity: parameters.historyMaximum)
    }

    /// Takes the return of a period and gives the estimate after it.
    ///
    /// A fit over 2,520 returns takes some tens of milliseconds; all other calls, microseconds.
    /// - Returns: `nil` until there are enough returns that are not all equal.
    /// - Throws: ``RiskError`` with `notFinite`, and `parameterOutOfRange` beyond ±10⁶; then nothing
    ///   changed.
    @discardableResult
    package mutating func observe(_ value: Double) throws(RiskError) -> RegimeEstimate? {
        try requireFinite([value], "return")
        try requireParameter(abs(value) <= 1e6, "return", value, "a fraction, within ±10⁶")
        window.append(value)
        countSinceFit += 1
        guard window.count >= parameters.observationsMinimum else { return nil }
        if candidates.isEmpty || countSinceFit >= parameters.refitInterval, isMoving {
            try refit()
        } else {
            for index in candidates.indices { try candidates[index].filter.observe(value) }
        }
        guard !candidates.isEmpty else { return nil }
        let after = combined()
        estimate = after
        return after
    }

    /// The model of the greatest weight, `nil` before the first fit; its states are the regimes in
    /// the order of their cases.
    package var model: GaussianHiddenMarkovModel? {
        var best = candidates.first
        for candidate in candidates where candidate.logWeight > best?.logWeight ?? 0 {
            best = candidate
        }
        return best?.filter.model
    }

    private var isMoving: Bool {
        guard let variance = window.variance(last: window.count) else { return false }
        return variance > 1e-24
    }

    private mutating func refit() throws(RiskError) {
        var limits = HiddenMarkovFitLimits()
        limits.iterationsMaximum = parameters.iterationsMaximum
        let returns = window.values
        var fitted: [Candidate] = []
        for belief in beliefs {
            let start = belief.prior.model
            let fit = try start.fitted(to: returns, prior: belief.prior, limits: limits)
            var filter = HiddenStateFilter(fit.model)
            for value in returns { try filter.observe(value) }
            fitted.append(Candidate(filter: filter, logPrior: belief.logPrior(of: fit.model)))
        }
        candidates = fitted
        countSinceFit = 0
    }

    private func combined() -> RegimeEstimate {
        let count = MarketRegime.allCases.count
        let largest = candidates.reduce(-Double.infinity) { max($0, $1.logWeight) }
        var law = [Double](repeating: 0, count: count)
        var durations = law
        var total = 0.0
        for candidate in candidates {
            let weight = ElementaryFunctions.exp(candidate.logWeight - largest)
            total += weight
            for state in 0..<count {
                law[state] += weight * (candidate.filter.law?[state] ?? 0)
                let model = candidate.filter.model
                durations[state] += weight * (model.expectedDuration(of: state) ?? 0)
            }
        }
        return RegimeEstimate(
            probabilities: law.map { $0 / total },
            previous: estimate
        ) { durations[$0.index] / total }
    }
}
