import LinearAlgebra

/// A covariance that takes one period of returns at a time, in O(n²).
///
/// Its convention is that of the batch estimator it is named for, and its value equals that one's
/// within 10⁻¹² of the largest variance.
package struct StreamingCovariance: Sendable, Equatable {
    /// Which estimator it follows.
    package enum Convention: Sendable, Hashable {
        /// All periods alike, mean removed, `T − 1`.
        case sample
        /// RiskMetrics: decay, no mean, first period whole.
        case riskMetrics(decay: Double)
        /// Half-life in periods, weighted mean removed, bias corrected.
        case exponential(halfLife: Double)
    }

    /// Which estimator it follows.
    package let convention: Convention
    /// How many assets there are.
    package let assetCount: Int
    /// How many periods it has taken.
    package private(set) var observationCount = 0
    /// By which factor older weights fall in a period.
    private let decay: Double
    private var means: [Double]
    /// Weighted products of deviations, `n × n`, of which the lower triangle is kept.
    private var products: [Double]
    private var weight = 0.0
    private var squaredWeight = 0.0

    /// Starts without returns.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a decay outside 0…1, exclusive, a
    ///   half-life not above zero or no assets.
    package init(assetCount: Int, convention: Convention) throws(RiskError) {
        try requireParameter(assetCount >= 1, "assetCount", Double(assetCount), "at least 1")
        switch convention {
        case .sample: decay = 1
        case .riskMetrics(let value):
            try requireParameter(value > 0 && value < 1, "decay", value, "above 0 and below 1")
            decay = value
        case .exponential(let halfLife):
            decay = try CovarianceEstimate.decay(halfLife: halfLife)
        }
        self.convention = convention
        self.assetCount = assetCount
        means = Array(repeating: 0, count: assetCount)
        products = Array(repeating: 0, count: assetCount * assetCount)
    }

    /// Takes the returns of a period, one an asset.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch` and `notFinite`; then nothing changed.
    package mutating func observe(_ returns: [Double]) throws(RiskError) {
        try requireCount(returns.count, assetCount, "returns")
        try requireFinite(returns, "return")
        if case .riskMetrics = convention {
            let isFirst = observationCount == 0
            addProducts(of: returns, kept: isFirst ? 0 : decay, factor: isFirst ? 1 : 1 - decay)
        } else {
            let before = decay * weight
            weight = before + 1
            squaredWeight = decay * decay * squaredWeight + 1
            var deviations = returns
            for asset in 0..<assetCount {
                deviations[asset] -= means[asset]
                means[asset] += deviations[asset] / weight
            }
            addProducts(of: deviations, kept: decay, factor: before / weight)
        }
        observationCount += 1
    }

    /// The estimate over all periods so far.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two periods, one for
    ///   RiskMetrics, and `notFinite` after overflow.
    package func estimate() throws(RiskError) -> CovarianceEstimate {
        var scale = 1.0
        switch convention {
        case .riskMetrics: try requireObservations(observationCount, atLeast: 1)
        case .sample:
            try requireObservations(observationCount, atLeast: 2)
            scale = 1 / Double(observationCount - 1)
        case .exponential(let halfLife):
            try requireObservations(observationCount, atLeast: 2)
            let correction = weight - squaredWeight / weight
            try requireParameter(correction > 0, "halfLife", halfLife, "longer")
            scale = 1 / correction
        }
        let matrix = SymmetricMatrix(order: assetCount, lowerTriangleOf: products)
        return try CovarianceEstimate(
            matrix.scaled(by: scale),
            means: means,
            observationCount: observationCount
        )
    }

    private mutating func addProducts(of values: [Double], kept: Double, factor: Double) {
        let count = assetCount
        var target = products.mutableSpan
        let source = values.span
        for row in 0..<count {
            let scaled = factor * source[row]
            let start = row * count
            for column in 0...row {
                target[start + column] = kept * target[start + column] + scaled * source[column]
            }
        }
    }
}
