import LinearAlgebra

/// What estimators that shrink need of a panel: `T` in all denominators.
struct PopulationMoments {
    let covariance: SymmetricMatrix
    /// `Σₜ ‖xₜ‖⁴ / T`, which is `Σᵢⱼ Σₜ xₜᵢ² xₜⱼ² / T`.
    let fourth: Double
    /// `‖S‖²`, the sum of the squares of all elements.
    let squaredNorm: Double
    private let panel: ReturnPanel
    private let means: [Double]

    init(_ panel: ReturnPanel) throws(RiskError) {
        try requireObservations(panel.periodCount, atLeast: 2)
        let means = panel.means
        let count = Double(panel.periodCount)
        self.panel = panel
        self.means = means
        covariance = GramMatrix.ofColumns(panel.returns, centre: means).scaled(by: 1 / count)
        squaredNorm = DenseKernels.dot(covariance.storage, covariance.storage)
        var sum = 0.0
        let values = panel.returns.storage.span
        let columns = panel.assetCount
        for start in stride(from: 0, to: values.count, by: max(1, columns)) {
            var square = 0.0
            for asset in 0..<columns {
                let deviation = values[start + asset] - means[asset]
                square += deviation * deviation
            }
            sum += square * square
        }
        fourth = sum / count
    }

    /// The multiple of the identity nearest to `S`, and the square of its distance.
    var distanceFromIdentity: (mu: Double, squared: Double) {
        let order = covariance.order
        let mu = covariance.diagonal.reduce(0, +) / Double(max(1, order))
        var squared = 0.0
        for row in 0..<order {
            for column in 0..<row {
                let value = covariance[row, column]
                squared += 2 * value * value
            }
            let difference = covariance[row, row] - mu
            squared += difference * difference
        }
        return (mu, squared)
    }

    /// `ρ` of the target of constant correlation; see the estimator.
    func cubicSum(_ deviations: [Double], meanCorrelation: Double) -> Double {
        let columns = panel.assetCount
        let values = panel.returns.storage.span
        let precisions = deviations.map { 1 / $0 }
        var (all, own) = (0.0, 0.0)
        for start in stride(from: 0, to: values.count, by: max(1, columns)) {
            var (cubes, firsts, fourths) = (0.0, 0.0, 0.0)
            for asset in 0..<columns {
                let value = values[start + asset] - means[asset]
                let square = value * value
                cubes += square * value * precisions[asset]
                firsts += value * deviations[asset]
                fourths += square * square
            }
            all += cubes * firsts
            own += fourths
        }
        // Σᵢⱼ √(sⱼⱼ/sᵢᵢ) sᵢᵢ sᵢⱼ is the quadratic form of the deviations.
        let count = Double(panel.periodCount)
        let diagonal = own / count - covariance.diagonal.reduce(0) { $0 + $1 * $1 }
        let pairs = all / count - covariance.quadraticForm(deviations) - diagonal
        return diagonal + meanCorrelation * pairs
    }

    /// `(1 − δ) S + δ F` for a target given by its elements.
    func shrunk(
        _ shrinkage: Double,
        _ target: (Int, Int) -> Double
    ) throws(RiskError) -> CovarianceEstimate {
        let order = covariance.order
        var elements = covariance.scaled(by: 1 - shrinkage).storage
        for row in 0..<order {
            for column in 0...row {
                elements[row * order + column] += shrinkage * target(row, column)
            }
        }
        return try CovarianceEstimate(
            SymmetricMatrix(order: order, lowerTriangleOf: elements),
            means: means,
            observationCount: panel.periodCount,
            shrinkage: shrinkage
        )
    }
}
