import LinearAlgebra

/// All that a regime detector carries from one return to the next, for snapshots.
package struct RegimeDetectorState: Sendable, Hashable {
    /// A fitted model and where it stands.
    package struct Candidate: Sendable, Hashable {
        /// The fitted model.
        package let model: GaussianHiddenMarkovModel
        /// The chance of each of its states after the last return.
        package let law: [Double]
        /// The logarithm of the density of the returns it has seen.
        package let logLikelihood: Double

        /// Takes stored parts.
        package init(model: GaussianHiddenMarkovModel, law: [Double], logLikelihood: Double) {
            self.model = model
            self.law = law
            self.logLikelihood = logLikelihood
        }
    }

    /// The returns a fit would see, oldest first.
    package let returns: [Double]
    /// Returns since the last fit.
    package let countSinceFit: Int
    /// One model for each base volatility, in rising order; none before the first fit.
    package let candidates: [Candidate]
    /// The estimate after the last return.
    package let estimate: RegimeEstimate?

    /// Takes stored parts.
    package init(
        returns: [Double],
        countSinceFit: Int,
        candidates: [Candidate],
        estimate: RegimeEstimate?
    ) {
        self.returns = returns
        self.countSinceFit = countSinceFit
        self.candidates = candidates
        self.estimate = estimate
    }
}

extension RegimeDetector {
    /// What to store; a detector made from it goes on to the last bit as this one.
    package var state: RegimeDetectorState {
        RegimeDetectorState(
            returns: window.values,
            countSinceFit: countSinceFit,
            candidates: candidates.map { candidate in
                RegimeDetectorState.Candidate(
                    model: candidate.filter.model,
                    law: candidate.filter.law ?? [],
                    logLikelihood: candidate.filter.logLikelihood
                )
            },
            estimate: estimate
        )
    }
}
