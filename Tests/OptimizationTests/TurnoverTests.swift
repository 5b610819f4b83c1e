import LinearAlgebra
import Testing

@testable import Optimization

/// Limits on turnover, for the methods that weigh reward against risk.
struct TurnoverTests {
    /// A market, what is held of it and what trading costs.
    private func problem(
        _ assets: Int,
        seed: UInt64,
        turnover: Double?,
        cost: Double = 0
    ) -> PortfolioProblem {
        var problem = Samples.problem(250, assets, seed: seed)
        var generator = Xoshiro256(seed: seed &+ 1000)
        let raw = (0..<assets).map { _ in generator.uniform() }
        var sum = 0.0
        for value in raw { sum += value }
        problem.constraints.held = raw.map { $0 / sum }
        problem.constraints.costs = Array(repeating: cost, count: assets)
        problem.constraints.turnoverMaximum = turnover
        return problem
    }

    /// What each method makes as large as possible.
    private func ratio(
        _ problem: PortfolioProblem,
        _ weights: [Double],
        _ rates: [Double],
        less hurdle: Double
    ) -> Double {
        let earned = DenseKernels.dot(rates, weights) - problem.constraints.cost(of: weights)
        let reward = earned - hurdle
        return reward / problem.covariance.quadraticForm(weights).squareRoot()
    }

    /// Every portfolio of three assets on a grid of weights that keeps to all constraints.
    private func grid(_ problem: PortfolioProblem, steps: Int) -> [[Double]] {
        (0...steps).flatMap { first in
            (0...steps - first).map { second in
                [first, second, steps - first - second].map { Double($0) / Double(steps) }
            }
        }.filter { problem.constraints.isMet(by: $0) }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5], [0.1, 0.35, 0.8])
    func `no portfolio of a fine grid beats the best ratio within a turnover`(
        seed: UInt64,
        most: Double
    ) throws {
        for cost in [0, 1e-4] {
            let problem = problem(3, seed: seed, turnover: most, cost: cost)
            let means = try #require(problem.means)
            let sharpe = try problem.maximumSharpe(riskFree: -1e-3)
            let spread = try problem.maximumDiversification()
            let grid = grid(problem, steps: 300)
            #expect(grid.count > 20)
            for (found, rates, hurdle) in [(sharpe, means, -1e-3), (spread, problem.deviations, 0)]
            {
                let best = grid.map { ratio(problem, $0, rates, less: hurdle) }.max() ?? 0
                #expect(best <= found.objective * (1 + 1e-14), "seed \(seed), cost \(cost)")
                #expect(best >= found.objective * 0.99, "seed \(seed), cost \(cost)")
                let own = ratio(problem, found.weights, rates, less: hurdle)
                #expect(abs(own / found.objective - 1) < 1e-12, "seed \(seed), cost \(cost)")
            }
        }
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func `no portfolio of a fine grid beats a frontier within a turnover`(seed: UInt64) throws {
        let problem = problem(3, seed: seed, turnover: 0.5, cost: 1e-4)
        let means = try #require(problem.means)
        let frontier = try problem.efficientFrontier(points: 7)
        let grid = grid(problem, steps: 300)
        func reward(_ weights: [Double]) -> Double {
            DenseKernels.dot(means, weights) - problem.constraints.cost(of: weights)
        }
        for point in frontier {
            let earned = reward(point.weights)
            let least = grid.filter { reward($0) >= earned - 1e-15 }
                .map { problem.covariance.quadraticForm($0) }.min()
            #expect(least ?? .infinity >= point.objective * (1 - 1e-12), "seed \(seed)")
        }
        let most = grid.map(reward).max() ?? 0
        #expect(try reward(#require(frontier.last).weights) >= most - 1e-15, "seed \(seed)")
    }

    @Test(arguments: [UInt64(21), 22, 23, 24], [3, 12, 40])
    func `a wider limit never gives less, and none at all is where it ends`(
        seed: UInt64,
        assets: Int
    ) throws {
        let free = problem(assets, seed: seed, turnover: nil)
        let held = free.constraints.held
        typealias Method = (PortfolioProblem) throws -> PortfolioSolution
        let methods: [(String, Method)] = [
            ("sharpe", { try $0.maximumSharpe(riskFree: -1e-3) }),
            ("diversification", { try $0.maximumDiversification() }),
        ]
        for (name, method) in methods {
            let unlimited = try method(free)
            var last = -Double.infinity
            for most in [0, 0.05, 0.2, 0.6, 1.2, unlimited.turnover * 1.001] {
                let found = try method(problem(assets, seed: seed, turnover: most))
                let context = "\(name), seed \(seed), \(assets) assets, at most \(most)"
                #expect(found.turnover <= most + 1e-13, "\(context)")
                #expect(found.objective >= last * (1 - 1e-13), "\(context)")
                #expect(try #require(found.residual).largest < 1e-12, "\(context)")
                #expect(abs(found.weights.reduce(0, +) - 1) < 1e-14, "\(context)")
                #expect(found.weights.allSatisfy { $0 >= 0 }, "\(context)")
                if most == 0 { #expect(Samples.distance(found.weights, held) < 1e-15) }
                last = found.objective
            }
            #expect(abs(last / unlimited.objective - 1) < 1e-12, "\(name), seed \(seed)")
        }
    }

    @Test(arguments: [UInt64(31), 32, 33])
    func `the price of turnover is what a little more of it gains`(seed: UInt64) throws {
        let step = 1e-4
        func value(_ most: Double) throws -> PortfolioSolution {
            try problem(8, seed: seed, turnover: most).maximumSharpe(riskFree: -1e-3)
        }
        let middle = try value(0.3)
        let slope = try (value(0.3 + step).objective - value(0.3 - step).objective) / (2 * step)
        #expect(middle.turnoverMultiplier > 0)
        #expect(abs(slope / middle.turnoverMultiplier - 1) < 1e-2, "seed \(seed)")
        #expect(middle.bindingNames.contains("turnover at its maximum"))
    }

    @Test(arguments: [UInt64(41), 42])
    func `a frontier within a turnover keeps to bounds, groups and its limit`(
        seed: UInt64
    ) throws {
        var problem = problem(20, seed: seed, turnover: 0.7, cost: 2e-5)
        problem.constraints.maximumWeights = Array(repeating: 0.2, count: 20)
        problem.constraints.minimumWeights = Array(repeating: -0.05, count: 20)
        problem.constraints.limit(group: "front", Array(0..<8), maximum: 0.5)
        let frontier = try problem.efficientFrontier(points: 12)
        for (left, right) in zip(frontier, frontier.dropFirst()) {
            #expect(right.objective >= left.objective, "seed \(seed)")
        }
        for point in frontier {
            #expect(problem.constraints.isMet(by: point.weights), "seed \(seed)")
            #expect(try #require(point.residual).largest < 1e-12, "seed \(seed)")
        }
        let target = DenseKernels.dot(try #require(problem.means), frontier[5].weights)
        let cost = problem.constraints.cost(of: frontier[5].weights)
        let again = try problem.minimumVariance(earning: target - cost)
        #expect(Samples.distance(again.weights, frontier[5].weights) < 1e-9, "seed \(seed)")
    }

    @Test(arguments: [(UInt64(17), 1e-4), (31, 0)])
    func `a frontier of so few trades that its corners are degenerate is met all the same`(
        seed: UInt64,
        cost: Double
    ) throws {
        let problem = problem(40, seed: seed, turnover: 0.05, cost: cost)
        for point in try problem.efficientFrontier(points: 6) {
            #expect(try #require(point.residual).largest < 1e-12, "seed \(seed)")
            #expect(problem.constraints.isMet(by: point.weights), "seed \(seed)")
        }
    }

    @Test func `turnover from cash is the budget, and less is refused with what is needed`() throws
    {
        var problem = Samples.problem(250, 6, seed: 51)
        problem.constraints.turnoverMaximum = 1
        let found = try problem.maximumDiversification()
        problem.constraints.turnoverMaximum = nil
        let free = try problem.maximumDiversification()
        #expect(Samples.distance(found.weights, free.weights) < 1e-12)
        problem.constraints.turnoverMaximum = 0.9
        for method in [ConstructionMethod.maximumDiversification, .maximumSharpe(riskFree: -1)] {
            let error = #expect(throws: OptimizationError.self) {
                try problem.portfolio(by: method)
            }
            #expect(error?.code == .infeasible)
            #expect(error?.message.contains("turnover of 1.0") == true)
        }
    }

    @Test func `a limit on turnover holds with fewer periods than assets`() throws {
        var problem = Samples.problem(30, 80, seed: 61)
        problem.constraints.held = Array(repeating: 1 / 80, count: 80)
        problem.constraints.turnoverMaximum = 0.4
        for method in [ConstructionMethod.maximumDiversification, .maximumSharpe(riskFree: -1e-3)] {
            let found = try problem.portfolio(by: method)
            #expect(found.turnover <= 0.4 + 1e-13)
            #expect(try #require(found.residual).largest < 1e-12)
        }
        #expect(try problem.efficientFrontier(points: 5).count == 5)
    }
}
