import LinearAlgebra

@testable import Optimization

/// Figures to try optimisers on.
enum Samples {
    /// Sample covariance of the columns, `n − 1`.
    static func covariance(_ returns: Matrix) -> SymmetricMatrix {
        let means = means(returns)
        return GramMatrix.ofColumns(returns, centre: means)
            .scaled(by: 1 / Double(returns.rows - 1))
    }

    static func means(_ returns: Matrix) -> [Double] {
        (0..<returns.columns).map { SampleStatistics.mean(returns.column($0).span) ?? 0 }
    }

    /// Daily returns with one common factor and unlike volatilities.
    static func returns(
        _ periods: Int,
        _ assets: Int,
        seed: UInt64,
        common: Double = 0.6
    ) -> Matrix {
        var generator = Xoshiro256(seed: seed)
        var returns = Matrix(rows: periods, columns: assets)
        let scales = (0..<assets).map { _ in 0.005 + 0.02 * generator.uniform() }
        for period in 0..<periods {
            let factor = generator.normal()
            for asset in 0..<assets {
                let own = generator.normal() * (1 - common)
                returns[period, asset] = 0.0004 + scales[asset] * (own + common * factor)
            }
        }
        return returns
    }

    static func names(_ count: Int) -> [String] { (0..<count).map { "A\($0)" } }

    static func problem(_ periods: Int, _ assets: Int, seed: UInt64) -> PortfolioProblem {
        let returns = returns(periods, assets, seed: seed)
        return PortfolioProblem(
            names: names(assets),
            covariance: covariance(returns),
            means: means(returns),
            history: returns
        )
    }

    /// The largest difference between two vectors.
    static func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).map { abs($0 - $1) }.max() ?? 0
    }
}
