package import LinearAlgebra

/// A covariance as it would be in a crisis.
package enum CovarianceStress {
    /// What correlations move to when they break down.
    package enum CorrelationTarget: Sendable, Hashable {
        /// Everything moves together: all correlations one. Longs and shorts offset.
        case one
        /// Nothing hedges anything: all correlations zero.
        case zero
    }

    /// Returns the covariance after each asset's volatility is multiplied by a factor.
    ///
    /// `Σ′ᵢⱼ = mᵢ mⱼ Σᵢⱼ`; correlations stay, and a semi-definite covariance stays so.
    /// - Throws: ``RiskError`` with `dimensionMismatch`, and `parameterOutOfRange` for a negative
    ///   multiplier.
    package static func volatilityShock(
        _ covariance: SymmetricMatrix,
        multipliers: [Double]
    ) throws(RiskError) -> SymmetricMatrix {
        try requireCount(multipliers.count, covariance.order, "multipliers")
        for value in multipliers {
            try requireParameter(value >= 0, "multiplier", value, "a finite number not below zero")
        }
        return mapped(covariance) { row, column, value in
            multipliers[row] * multipliers[column] * value
        }
    }

    /// Returns the covariance after correlations have moved towards a target; volatilities stay.
    ///
    /// `R′ = (1 − λ) R + λ T` with `T` all ones, or the identity. Both are semi-definite, so `R′` is.
    /// - Parameters:
    ///   - covariance: The covariance before, `n × n`.
    ///   - target: What correlations move to.
    ///   - share: `λ`, 0…1: 1 moves all the way.
    /// - Returns: The covariance after, `n × n`.
    /// - Throws: ``RiskError`` with `parameterOutOfRange`, and `notFinite` for a negative variance.
    package static func correlationBreakdown(
        _ covariance: SymmetricMatrix,
        towards target: CorrelationTarget = .one,
        share: Double
    ) throws(RiskError) -> SymmetricMatrix {
        try requireParameter((0...1).contains(share), "share", share, "0…1")
        let deviations = covariance.diagonal.map { $0.squareRoot() }
        try requireFinite(deviations, "standard deviation")
        let limit = target == .one ? 1.0 : 0.0
        return mapped(covariance) { row, column, value in
            guard row != column else { return value }
            return (1 - share) * value + share * limit * (deviations[row] * deviations[column])
        }
    }

    private static func mapped(
        _ covariance: SymmetricMatrix,
        _ transform: (Int, Int, Double) -> Double
    ) -> SymmetricMatrix {
        var result = covariance
        for row in 0..<covariance.order {
            for column in 0...row {
                result[row, column] = transform(row, column, covariance[row, column])
            }
        }
        return result
    }
}
