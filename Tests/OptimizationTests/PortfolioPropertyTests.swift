import LinearAlgebra
import Testing

@testable import Optimization

/// What must hold for every portfolio, on random markets whose seed is in the message.
struct PortfolioPropertyTests {
    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func `minimum variance without bounds is the inverse covariance times ones`(
        seed: UInt64
    ) throws {
        var problem = Samples.problem(200, 12, seed: seed)
        problem.constraints.minimumWeights = Array(repeating: -.infinity, count: 12)
        let factor = try #require(CholeskyFactor(problem.covariance))
        let raw = factor.solved(Array(repeating: 1, count: 12))
        let sum = raw.reduce(0, +)
        let found = try problem.minimumVariance().weights
        #expect(Samples.distance(found, raw.map { $0 / sum }) < 1e-12, "seed \(seed)")
    }

    @Test(arguments: [UInt64(11), 12, 13, 14])
    func `variance rises and cost of being bound falls along the frontier`(seed: UInt64) throws {
        let problem = Samples.problem(300, 25, seed: seed)
        let frontier = try problem.efficientFrontier(points: 20)
        let means = try #require(problem.means)
        for (left, right) in zip(frontier, frontier.dropFirst()) {
            #expect(right.objective > left.objective, "seed \(seed)")
            let rise = DenseKernels.dot(means, right.weights)
            #expect(rise > DenseKernels.dot(means, left.weights), "seed \(seed)")
        }
        for point in frontier {
            #expect(try #require(point.residual).largest < 1e-12, "seed \(seed)")
        }
        let last = try #require(frontier.last)
        #expect(abs((last.weights.max() ?? 0) - 1) < 1e-12)
    }

    @Test(arguments: [UInt64(21), 22, 23, 24])
    func `no allowed portfolio beats the largest ratios`(seed: UInt64) throws {
        let problem = Samples.problem(300, 15, seed: seed)
        let means = try #require(problem.means)
        let sharpe = try problem.maximumSharpe(riskFree: 1e-5)
        let diversified = try problem.maximumDiversification()
        var generator = Xoshiro256(seed: seed)
        for trial in 0..<200 {
            let near = trial % 2 == 0 ? sharpe.weights : diversified.weights
            let raw = near.map { $0 + 0.05 * generator.uniform() }
            let sum = raw.reduce(0, +)
            let weights = raw.map { $0 / sum }
            let risk = problem.covariance.quadraticForm(weights).squareRoot()
            let ratio = (DenseKernels.dot(means, weights) - 1e-5) / risk
            #expect(ratio <= sharpe.objective * (1 + 1e-14), "seed \(seed)")
            let spread = DenseKernels.dot(problem.deviations, weights) / risk
            #expect(spread <= diversified.objective * (1 + 1e-14), "seed \(seed)")
        }
    }

    @Test(arguments: [2, 10, 60, 150])
    func `risk contributions meet their budgets`(assets: Int) throws {
        let problem = Samples.problem(400, assets, seed: UInt64(assets))
        #expect(try problem.riskBudgets().objective < 1e-14)
        let budgets = (0..<assets).map { Double($0 % 4) + (assets == 2 ? 1 : 0) }
        let found = try problem.riskBudgets(budgets)
        #expect(found.objective < 1e-14)
        for (weight, budget) in zip(found.weights, budgets) where budget == 0 {
            #expect(weight == 0)
        }
    }

    @Test func `two assets share risk as their volatilities say`() throws {
        let covariance = SymmetricMatrix([[0.04, -0.012], [-0.012, 0.01]])
        let problem = PortfolioProblem(names: ["A", "B"], covariance: covariance)
        let found = try problem.riskBudgets().weights
        #expect(Samples.distance(found, [1.0 / 3, 2.0 / 3]) < 1e-15)
    }

    @Test(arguments: [UInt64(31), 32, 33])
    func `turnover keeps to its maximum and its price says what more would gain`(
        seed: UInt64
    ) throws {
        var problem = Samples.problem(250, 20, seed: seed)
        problem.constraints.held = Array(repeating: 0.05, count: 20)
        let free = try problem.minimumVariance()
        var last = Double.infinity
        for most in [0.0, 0.1, 0.3, 0.6, 1.0, free.turnover * 1.01] {
            problem.constraints.turnoverMaximum = most
            let found = try problem.minimumVariance()
            #expect(found.turnover <= most + 1e-13, "seed \(seed)")
            #expect(found.objective < last, "seed \(seed)")
            #expect(try #require(found.residual).largest < 1e-12, "seed \(seed)")
            last = problem.covariance.quadraticForm(found.weights)
        }
        #expect(abs(last - free.objective) < 1e-15)
    }

    @Test func `turnover that can't reach the constraints is refused with the least that can`() {
        var problem = Samples.problem(250, 4, seed: 5)
        problem.constraints.held = [1, 0, 0, 0]
        problem.constraints.maximumWeights = [0.25, 1, 1, 1]
        problem.constraints.turnoverMaximum = 1
        let error = #expect(throws: OptimizationError.self) { try problem.minimumVariance() }
        #expect(error?.code == .infeasible)
        #expect(error?.message.contains("1.5") == true)
    }

    @Test(arguments: [(252, 500), (30, 60), (5, 20)])
    func `fewer periods than assets still have one least variance`(
        periods: Int,
        assets: Int
    ) throws {
        var problem = Samples.problem(periods, assets, seed: 7)
        let found = try problem.minimumVariance()
        #expect(try #require(found.residual).largest < 1e-13)
        #expect(abs(found.weights.reduce(0, +) - 1) < 1e-15)
        #expect(found.weights.allSatisfy { $0 >= 0 })
        problem.constraints.minimumWeights = Array(repeating: -1, count: assets)
        let short = try problem.minimumVariance()
        #expect(try #require(short.residual).largest < 1e-12)
        #expect(short.objective < found.objective)
    }

    @Test(arguments: [UInt64(41), 42])
    func `half of all money on the history grows slower than the optimum`(seed: UInt64) throws {
        var problem = Samples.problem(500, 8, seed: seed)
        problem.constraints.budget = 0...3
        let best = try problem.growthOptimal()
        let half = try problem.growthOptimal(fraction: 0.5)
        #expect(half.objective < best.objective, "seed \(seed)")
        #expect(try #require(best.residual).largest < 1e-12, "seed \(seed)")
        let history = try #require(problem.history)
        var generator = Xoshiro256(seed: seed)
        for _ in 0..<100 {
            let weights = best.weights.map { max(0, $0 + 0.1 * generator.normal()) }
            guard weights.reduce(0, +) <= 3 else { continue }
            var growth = 0.0
            for value in history.multiplied(by: weights) {
                growth += ElementaryFunctions.log(1 + value)
            }
            #expect(growth / 500 <= best.objective + 1e-16, "seed \(seed)")
        }
    }
}
