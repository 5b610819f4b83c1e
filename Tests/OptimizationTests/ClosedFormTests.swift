import LinearAlgebra
import Testing

@testable import Optimization

/// Portfolios whose weights are known on paper.
struct ClosedFormTests {
    @Test func `the tangency portfolio without bounds is the inverse covariance times excess`()
        throws
    {
        var problem = Samples.problem(300, 9, seed: 8)
        let means = (0..<9).map { 0.0003 + 0.0001 * Double($0) }
        problem.means = means
        problem.constraints.minimumWeights = Array(repeating: -.infinity, count: 9)
        let factor = try #require(CholeskyFactor(problem.covariance))
        let raw = factor.solved(means.map { $0 - 0.0001 })
        let sum = raw.reduce(0, +)
        #expect(sum > 0)
        let found = try problem.maximumSharpe(riskFree: 0.0001)
        #expect(Samples.distance(found.weights, raw.map { $0 / sum }) < 1e-11)
    }

    @Test func `equal correlations make the most diversified weights inverse volatilities`() throws
    {
        let deviations = [0.1, 0.2, 0.25, 0.4]
        var correlation = SymmetricMatrix(diagonal: [1, 1, 1, 1])
        for i in 0..<4 { for j in 0..<i { correlation[i, j] = 0.3 } }
        let problem = PortfolioProblem(
            names: Samples.names(4),
            covariance: correlation.scaled(rowsAndColumnsBy: deviations)
        )
        let right = try problem.inverseVolatility().weights
        #expect(Samples.distance(right, [0.5, 0.25, 0.2, 0.125].map { $0 / 1.075 }) < 1e-15)
        #expect(Samples.distance(try problem.maximumDiversification().weights, right) < 1e-14)
        #expect(Samples.distance(try problem.riskBudgets().weights, right) < 1e-14)
    }

    @Test(arguments: Linkage.allCases)
    func `uncorrelated assets are split by variance at every branch`(linkage: Linkage) throws {
        let problem = PortfolioProblem(
            names: Samples.names(4),
            covariance: SymmetricMatrix(diagonal: [1, 1, 4, 4])
        )
        let found = try problem.hierarchicalRiskParity(linkage: linkage).weights
        #expect(Samples.distance(found, [0.4, 0.4, 0.1, 0.1]) < 1e-15)
    }

    @Test func `a coin that wins six times in ten is worth a fifth of the capital`() throws {
        let tosses = Matrix(rows: (0..<10).map { [$0 < 6 ? 1 : -1] })
        var problem = PortfolioProblem(
            names: ["coin"],
            covariance: SymmetricMatrix([[1]]),
            history: tosses
        )
        problem.constraints.budget = 0...1
        #expect(abs(try problem.growthOptimal().weights[0] - 0.2) < 1e-14)
    }

    @Test func `clusters join the nearest first and number their parts in order`() {
        var distances = SymmetricMatrix(order: 4)
        for (i, j, distance) in [
            (0, 1, 5.0), (0, 2, 1.0), (0, 3, 9.0), (1, 2, 6.0), (1, 3, 2.0), (2, 3, 8.0),
        ] { distances[i, j] = distance }
        for (linkage, last) in [(Linkage.single, 5.0), (.complete, 9.0), (.average, 7.0)] {
            let tree = ClusterTree(distances, linkage: linkage)
            #expect(tree.joins.map(\.distance) == [1, 2, last])
            #expect(tree.joins.map(\.first) == [0, 1, 4])
            #expect(tree.leafOrder == [0, 2, 1, 3])
        }
    }

    @Test func `momentum leans to winners and mean reversion to losers`() throws {
        var problem = Samples.problem(80, 3, seed: 4)
        problem.history = Matrix(rows: (0..<80).map { _ in [0.01, 0, -0.01] })
        let tilt = TiltRule(lookback: 60, skipped: 0, strength: 0.3)
        let winners = try problem.momentumTilt(tilt).weights
        #expect(winners[0] > winners[1] && winners[1] > winners[2])
        let losers = try problem.meanReversionTilt(tilt).weights
        #expect(losers[0] < losers[1] && losers[1] < losers[2])
        var long = tilt
        long.lookback = 81
        #expect(throws: OptimizationError.self) { try problem.momentumTilt(long) }
    }

    @Test func `the same return after costs takes more variance`() throws {
        var problem = Samples.problem(300, 10, seed: 6)
        problem.constraints.held = Array(repeating: 0.1, count: 10)
        let free = problem
        problem.constraints.costs = Array(repeating: 1e-4, count: 10)
        let means = try #require(problem.means)
        for point in try problem.efficientFrontier(points: 5) {
            let earned = DenseKernels.dot(means, point.weights) - point.cost
            let cheaper = try free.minimumVariance(earning: earned)
            #expect(cheaper.objective <= point.objective * (1 + 1e-12))
            #expect(try #require(point.residual).largest < 1e-12)
        }
    }
}
