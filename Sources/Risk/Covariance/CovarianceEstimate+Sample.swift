import LinearAlgebra

extension CovarianceEstimate {
    /// The sample covariance, `Xᵀ X / (T − 1)` of returns less their means.
    ///
    /// Its cost is that of the Gram matrix, `T n² / 2` products. Singular where `T ≤ n`.
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two periods, and `notFinite`
    ///   after overflow.
    package static func sample(_ panel: ReturnPanel) throws(RiskError) -> CovarianceEstimate {
        try requireObservations(panel.periodCount, atLeast: 2)
        let means = panel.means
        let gram = GramMatrix.ofColumns(panel.returns, centre: means)
        return try CovarianceEstimate(
            gram.scaled(by: 1 / Double(panel.periodCount - 1)),
            means: means,
            observationCount: panel.periodCount
        )
    }
}
