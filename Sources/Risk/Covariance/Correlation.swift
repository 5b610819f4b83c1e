package import LinearAlgebra

/// Covariance on the scale of standard deviations.
package enum Correlation {
    /// Returns `Σᵢⱼ / √(Σᵢᵢ Σⱼⱼ)`, within −1…1 and exactly one on the diagonal.
    ///
    /// - Throws: ``RiskError`` with `degenerate` for an asset without variance, whose correlation is
    ///   not defined.
    package static func matrix(of covariance: SymmetricMatrix) throws(RiskError) -> SymmetricMatrix
    {
        let scales = covariance.diagonal.map { 1 / $0.squareRoot() }
        for (asset, scale) in scales.enumerated() where !scale.isFinite {
            throw RiskError(
                .degenerate,
                "asset \(asset + 1) has a variance of \(covariance[asset, asset]); "
                    + "leave it out before taking correlations"
            )
        }
        var result = covariance
        for row in 0..<covariance.order {
            for column in 0..<row {
                let value = covariance[row, column] * scales[row] * scales[column]
                result[row, column] = max(-1, min(1, value))
            }
            result[row, row] = 1
        }
        return result
    }

    /// Returns the mean over all pairs of different assets, `nil` for fewer than two assets.
    package static func meanOfPairs(_ correlation: SymmetricMatrix) -> Double? {
        let order = correlation.order
        guard order > 1 else { return nil }
        var sum = 0.0
        for row in 0..<order {
            for column in 0..<row { sum += correlation[row, column] }
        }
        return sum / Double(order * (order - 1) / 2)
    }
}
