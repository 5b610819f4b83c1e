import LinearAlgebra

extension CovarianceEstimate {
    /// Ledoit and Wolf's covariance, drawn towards a multiple of the identity.
    ///
    /// `(1 − δ) S + δ μ I` with `S = XᵀX / T`, `μ = tr S / n`, `d² = ‖S − μI‖²`,
    /// `b² = min(d², (Σₜ ‖xₜ‖⁴ / T − ‖S‖²) / T)` and `δ = b² / d²`; 0 where `b²` is 0.
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two periods, `notFinite`.
    /// - SeeAlso: Ledoit and Wolf (2004), "A well-conditioned estimator for large-dimensional
    ///   covariance matrices", Journal of Multivariate Analysis 88, section 3.3.
    package static func ledoitWolfIdentity(
        _ panel: ReturnPanel
    ) throws(RiskError) -> CovarianceEstimate {
        let moments = try PopulationMoments(panel)
        let (mu, distance) = moments.distanceFromIdentity
        let noise = (moments.fourth - moments.squaredNorm) / Double(panel.periodCount)
        let bounded = min(max(0, noise), distance)
        let shrinkage = bounded > 0 ? bounded / distance : 0
        return try moments.shrunk(shrinkage) { row, column in row == column ? mu : 0 }
    }

    /// The oracle-approximating covariance, drawn towards a multiple of the identity.
    ///
    /// `(1 − ρ) S + ρ μ I` with `S = XᵀX / T`, `a = ‖S‖² / n²`, `μ = tr S / n` and
    /// `ρ = min(1, (a + μ²) / ((T + 1)(a − μ²/n)))`; 1 where the denominator is 0.
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two periods, `notFinite`.
    /// - SeeAlso: Chen, Wiesel, Eldar and Hero (2010), "Shrinkage Algorithms for MMSE Covariance
    ///   Estimation", equation 23, as scikit-learn reads it.
    package static func oracleApproximating(
        _ panel: ReturnPanel
    ) throws(RiskError) -> CovarianceEstimate {
        let moments = try PopulationMoments(panel)
        let (mu, distance) = moments.distanceFromIdentity
        let order = Double(panel.assetCount)
        let mean = moments.squaredNorm / (order * order)
        // a − μ²/n is d²/n², which doesn't cancel.
        let denominator = Double(panel.periodCount + 1) * distance / (order * order)
        let shrinkage = denominator > 0 ? min(1, (mean + mu * mu) / denominator) : 1
        return try moments.shrunk(shrinkage) { row, column in row == column ? mu : 0 }
    }

    /// Ledoit and Wolf's covariance, drawn towards equal correlations.
    ///
    /// The target `F` keeps the variances and has the mean correlation `r̄` everywhere. With
    /// `π = Σₜ ‖xₜ‖⁴ / T − ‖S‖²`, `ϑᵢⱼ = Σₜ xₜᵢ³ xₜⱼ / T − sᵢᵢ sᵢⱼ`,
    /// `ρ = Σᵢ πᵢᵢ + r̄ Σᵢ≠ⱼ √(sⱼⱼ/sᵢᵢ) ϑᵢⱼ` and `γ = ‖F − S‖²`, `δ = (π − ρ) / γ / T`, clipped to
    /// 0…1; 0 where `γ` is 0. `T` in all denominators. The sums over `i` and `j` are products of
    /// sums over one of them, so that the cost is that of the Gram matrix.
    /// - Throws: ``RiskError`` with `degenerate` for an asset without variance, `tooFewObservations`
    ///   for fewer than two periods, `notFinite`.
    /// - SeeAlso: Ledoit and Wolf (2004), "Honey, I Shrunk the Sample Covariance Matrix", appendix B.
    package static func ledoitWolfConstantCorrelation(
        _ panel: ReturnPanel
    ) throws(RiskError) -> (estimate: CovarianceEstimate, meanCorrelation: Double) {
        let moments = try PopulationMoments(panel)
        let covariance = moments.covariance
        let mean = Correlation.meanOfPairs(try Correlation.matrix(of: covariance)) ?? 0
        let deviations = covariance.diagonal.map { $0.squareRoot() }
        let rho = moments.cubicSum(deviations, meanCorrelation: mean)
        var gamma = 0.0
        for row in 0..<covariance.order {
            for column in 0..<row {
                let target = mean * deviations[row] * deviations[column]
                let difference = target - covariance[row, column]
                gamma += 2 * difference * difference
            }
        }
        let noise = (moments.fourth - moments.squaredNorm - rho) / Double(panel.periodCount)
        let shrinkage = gamma > 0 ? min(1, max(0, noise / gamma)) : 0
        let estimate = try moments.shrunk(shrinkage) { row, column in
            row == column
                ? covariance[row, row]
                : mean * deviations[row] * deviations[column]
        }
        return (estimate, mean)
    }
}
