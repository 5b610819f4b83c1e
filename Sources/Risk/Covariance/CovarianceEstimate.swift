package import LinearAlgebra

/// A covariance of returns with what it was estimated from.
///
/// Estimators are methods in files of their own; each says its convention and source.
package struct CovarianceEstimate: Sendable, Equatable {
    /// Squared return per period, assets × assets.
    package let covariance: SymmetricMatrix
    /// The mean returns that were removed, one an asset; zeros where the convention removes none.
    package let means: [Double]
    /// How many periods there were.
    package let observationCount: Int
    /// How far it was drawn towards its target, 0…1; `nil` for an estimator without one.
    package let shrinkage: Double?

    /// Takes an estimate, all of whose figures must be finite.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, as after overflow.
    init(
        _ covariance: SymmetricMatrix,
        means: [Double],
        observationCount: Int,
        shrinkage: Double? = nil
    ) throws(RiskError) {
        // No sum of magnitudes exceeds the trace times the order.
        let largest = covariance.diagonal.reduce(shrinkage ?? 0, +) * Double(covariance.order)
        guard largest.isFinite, DenseKernels.isFinite(covariance.storage.span) else {
            throw RiskError(.notFinite, "the returns are too large for a finite covariance")
        }
        self.covariance = covariance
        self.means = means
        self.observationCount = observationCount
        self.shrinkage = shrinkage
    }

    /// The correlations of the covariance.
    ///
    /// - Throws: ``RiskError`` with `degenerate` for an asset without variance.
    package func correlation() throws(RiskError) -> SymmetricMatrix {
        try Correlation.matrix(of: covariance)
    }

    /// Standard deviations over a year, `√(periodsPerYear × Σᵢᵢ)`.
    package func volatilities(periodsPerYear: Double) -> [Double] {
        covariance.diagonal.map { ($0 * periodsPerYear).squareRoot() }
    }
}
