package import LinearAlgebra

/// Covariances of returns in each regime, and the covariance over regimes that may come next.
///
/// Each period counts in a regime by its probability there: `mₖ = Σ w r`,
/// `Σₖ = Σ w (r − mₖ)(r − mₖ)ᵀ / (1 − Σ w²)` with weights `w` that sum to one. For sharp
/// probabilities these are the sample moments of the regime's periods.
package struct RegimeCovariance: Sendable, Equatable {
    /// The estimate in each regime, `nil` where its effective number of periods is too small.
    package let estimates: [CovarianceEstimate?]

    /// Splits a panel by the probabilities of `regimeCount` regimes, periods × regimes, row-major.
    ///
    /// The effective number of periods is `1 / Σ w²`. To stay causal give filtered probabilities.
    /// - Throws: ``RiskError`` with `dimensionMismatch`, and `parameterOutOfRange` for a probability
    ///   outside 0…1 or a minimum not above 1.
    package init(
        _ panel: ReturnPanel,
        probabilities: [Double],
        regimeCount: Int,
        effectiveMinimum: Double = 30
    ) throws(RiskError) {
        try requireCount(
            probabilities.count,
            panel.periodCount * regimeCount,
            "probabilities, one for each period and regime"
        )
        try requireParameter(
            effectiveMinimum > 1,
            "effectiveMinimum",
            effectiveMinimum,
            "above 1"
        )
        for value in probabilities {
            try requireParameter((0...1).contains(value), "probability", value, "0…1")
        }
        var estimates: [CovarianceEstimate?] = []
        for regime in 0..<regimeCount {
            let weights = (0..<panel.periodCount).map { probabilities[$0 * regimeCount + regime] }
            estimates.append(try Self.estimate(panel, weights, effectiveMinimum))
        }
        self.estimates = estimates
    }

    /// The covariance of the next return where each regime has a probability.
    ///
    /// The law of total covariance: `Σ pₖ (Σₖ + (mₖ − m)(mₖ − m)ᵀ)` with `m = Σ pₖ mₖ`. Probability of
    /// regimes without an estimate is spread over the others in proportion.
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `parameterOutOfRange` for a probability
    ///   outside 0…1, and `tooFewObservations` where only regimes without an estimate are probable.
    package func mixture(probabilities: [Double]) throws(RiskError) -> SymmetricMatrix {
        try requireCount(probabilities.count, estimates.count, "probabilities of regimes")
        var known: [(chance: Double, estimate: CovarianceEstimate)] = []
        for (chance, estimate) in zip(probabilities, estimates) {
            try requireParameter((0...1).contains(chance), "probability", chance, "0…1")
            if let estimate, chance > 0 { known.append((chance, estimate)) }
        }
        guard let order = known.first?.estimate.covariance.order else {
            throw RiskError(
                .tooFewObservations,
                "no probable regime has an estimate; use the covariance over all periods"
            )
        }
        let total = known.reduce(0) { $0 + $1.chance }
        var means = [Double](repeating: 0, count: order)
        for (chance, estimate) in known {
            for asset in 0..<order { means[asset] += chance / total * estimate.means[asset] }
        }
        var elements = [Double](repeating: 0, count: order * order)
        for (chance, estimate) in known {
            let away = zip(estimate.means, means).map { $0 - $1 }
            let share = chance / total
            for row in 0..<order {
                for column in 0...row {
                    let within = estimate.covariance[row, column]
                    elements[row * order + column] += share * (within + away[row] * away[column])
                }
            }
        }
        return SymmetricMatrix(order: order, lowerTriangleOf: elements)
    }

    private static func estimate(
        _ panel: ReturnPanel,
        _ weights: [Double],
        _ minimum: Double
    ) throws(RiskError) -> CovarianceEstimate? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        let shares = weights.map { $0 / total }
        let concentration = shares.reduce(0) { $0 + $1 * $1 }
        guard 1 / concentration >= minimum else { return nil }
        var means = [Double](repeating: 0, count: panel.assetCount)
        for period in shares.indices where shares[period] > 0 {
            for (asset, value) in panel.returns.row(period).enumerated() {
                means[asset] += shares[period] * value
            }
        }
        let gram = CovarianceEstimate.weightedGram(panel, shares, means)
        return try CovarianceEstimate(
            gram.scaled(by: 1 / (1 - concentration)),
            means: means,
            observationCount: weights.count { $0 > 0 }
        )
    }
}
