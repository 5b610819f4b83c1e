import LinearAlgebra

extension PortfolioProblem {
    /// Returns weights that split risk down a tree of clusters of correlated assets.
    ///
    /// Distances are `√((1 − correlation) / 2)`. The leaves of the tree are halved again and again,
    /// and each half is weighted by the other's variance under inverse-variance weights. The
    /// objective is the variance.
    /// - Throws: ``OptimizationError`` with `undefined` when an asset doesn't vary.
    /// - SeeAlso: López de Prado (2016), "Building Diversified Portfolios that Outperform
    ///   Out-of-Sample".
    package func hierarchicalRiskParity(
        linkage: Linkage = .single
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        try checkVariation(of: Array(0..<count), for: "inverse variance")
        let order = clusterTree(linkage: linkage).leafOrder
        let inverses = covariance.diagonal.map { 1 / $0 }
        var weights = [Double](repeating: 1, count: count)
        var open = [order[...]]
        while let cluster = open.popLast() {
            guard cluster.count > 1 else { continue }
            let middle = cluster.startIndex + cluster.count / 2
            let (left, right) = (cluster[..<middle], cluster[middle...])
            let (a, b) = (variance(of: left, inverses), variance(of: right, inverses))
            let share = a + b > 0 ? 1 - a / (a + b) : 0.5
            for asset in left { weights[asset] *= share }
            for asset in right { weights[asset] *= 1 - share }
            open.append(left)
            open.append(right)
        }
        return try nearest(to: scaledToBudget(weights)) { covariance.quadraticForm($0) }
    }

    /// Returns the tree of clusters by correlation, for assets that all vary.
    package func clusterTree(linkage: Linkage = .single) -> ClusterTree {
        let deviations = deviations
        var distances = SymmetricMatrix(order: count)
        for i in 0..<count {
            for j in 0..<i {
                let correlation = covariance[i, j] / (deviations[i] * deviations[j])
                distances[i, j] = (max(0, 1 - correlation) / 2).squareRoot()
            }
        }
        return ClusterTree(distances, linkage: linkage)
    }

    /// The variance of a cluster under inverse-variance weights.
    private func variance(of cluster: ArraySlice<Int>, _ inverses: [Double]) -> Double {
        var sum = 0.0
        for asset in cluster { sum += inverses[asset] }
        let elements = covariance.storage.span
        var variance = 0.0
        for asset in cluster {
            let start = asset * count
            var row = 0.0
            for other in cluster { row += elements[start + other] * inverses[other] }
            variance += row * inverses[asset]
        }
        return variance / (sum * sum)
    }
}
