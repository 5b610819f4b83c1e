import LinearAlgebra

extension CovarianceEstimate {
    /// The exponentially weighted covariance of RiskMetrics.
    ///
    /// `S₁ = r₁ r₁ᵀ`, `Sₜ = λ Sₜ₋₁ + (1 − λ) rₜ rₜᵀ`: no mean is removed and the first return keeps
    /// the weight `λ^(T−1)`. Equal to ``StreamingCovariance`` within
    /// 10⁻¹³ of the largest variance.
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a decay outside 0…1, exclusive,
    ///   `tooFewObservations` for no period, and `notFinite` after overflow.
    /// - SeeAlso: J.P. Morgan (1996), "RiskMetrics: Technical Document", section 5.2.
    package static func riskMetrics(
        _ panel: ReturnPanel,
        decay: Double = 0.94
    ) throws(RiskError) -> CovarianceEstimate {
        try requireParameter(decay > 0 && decay < 1, "decay", decay, "above 0 and below 1")
        try requireObservations(panel.periodCount, atLeast: 1)
        var weights = weights(panel.periodCount, decay: decay)
        for period in weights.indices.dropFirst() { weights[period] *= 1 - decay }
        let centre = [Double](repeating: 0, count: panel.assetCount)
        return try CovarianceEstimate(
            weightedGram(panel, weights, centre),
            means: centre,
            observationCount: panel.periodCount
        )
    }

    /// The exponentially weighted covariance with a half-life, mean removed and bias corrected.
    ///
    /// Weights `w ∝ 2^(−(T − t) / halfLife)` that sum to one; `Σ w (r − m)(r − m)ᵀ / (1 − Σ w²)` with
    /// the weighted mean `m`: pandas' `ewm(halflife=…, adjust=True).cov(bias=False)`, last row.
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a half-life not above zero or so short
    ///   that one return has all the weight, `tooFewObservations` for fewer than two periods, and
    ///   `notFinite` after overflow.
    package static func exponential(
        _ panel: ReturnPanel,
        halfLife: Double
    ) throws(RiskError) -> CovarianceEstimate {
        try requireObservations(panel.periodCount, atLeast: 2)
        let decay = try Self.decay(halfLife: halfLife)
        var weights = weights(panel.periodCount, decay: decay)
        let total = weights.reversed().reduce(0, +)
        for period in weights.indices { weights[period] /= total }
        var means = [Double](repeating: 0, count: panel.assetCount)
        for period in weights.indices {
            let row = panel.returns.row(period)
            for (asset, value) in row.enumerated() { means[asset] += weights[period] * value }
        }
        let correction = 1 - weights.reversed().reduce(0) { $0 + $1 * $1 }
        try requireParameter(correction > 0, "halfLife", halfLife, "longer: one return has it all")
        let gram = weightedGram(panel, weights, means)
        return try CovarianceEstimate(
            gram.scaled(by: 1 / correction),
            means: means,
            observationCount: panel.periodCount
        )
    }

    /// The factor by which a return's weight falls in a period, `2^(−1/halfLife)`.
    static func decay(halfLife: Double) throws(RiskError) -> Double {
        try requireParameter(halfLife > 0, "halfLife", halfLife, "above zero, in periods")
        return ElementaryFunctions.exp(-0.693_147_180_559_945_309_4 / halfLife)
    }

    /// `decay^(T − t)`, oldest first.
    private static func weights(_ count: Int, decay: Double) -> [Double] {
        var weights = [Double](repeating: 1, count: count)
        for period in stride(from: count - 2, through: 0, by: -1) {
            weights[period] = weights[period + 1] * decay
        }
        return weights
    }

    /// `Σ wₜ (rₜ − c)(rₜ − c)ᵀ` for weights not below zero.
    static func weightedGram(
        _ panel: ReturnPanel,
        _ weights: [Double],
        _ centre: [Double]
    ) -> SymmetricMatrix {
        var scaled: [Double] = []
        scaled.reserveCapacity(panel.returns.storage.count)
        for period in 0..<panel.periodCount {
            let root = weights[period].squareRoot()
            for (value, middle) in zip(panel.returns.row(period), centre) {
                scaled.append(root * (value - middle))
            }
        }
        return GramMatrix.ofColumns(
            Matrix(rows: panel.periodCount, columns: panel.assetCount, storage: scaled)
        )
    }
}
