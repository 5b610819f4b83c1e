import LinearAlgebra
import Testing

@testable import Optimization

/// Inputs a market does produce: constant assets, losses only, too little of everything, NaN.
struct PortfolioEdgeTests {
    /// Every method, with the figures it needs.
    static var methods: [ConstructionMethod] {
        let view = Views(assets: Matrix(rows: [[1, -1, 0, 0]]), returns: [0.001])
        return [
            .equal, .capitalisation, .inverseVolatility, .riskBudgets(nil), .minimumVariance,
            .maximumDiversification, .maximumSharpe(riskFree: 0), .targetReturn(0.0001),
            .hierarchicalRiskParity(.single),
            .momentumTilt(TiltRule(lookback: 60, skipped: 5, strength: 0.5)),
            .meanReversionTilt(TiltRule(lookback: 20, skipped: 0, strength: 0.5)),
            .growthOptimal(fraction: 1), .meanVarianceKelly(riskFree: 0, fraction: 0.5),
            .blackLitterman(view, riskAversion: 2.5, uncertainty: 0.05),
        ]
    }

    private func problem() -> PortfolioProblem {
        var problem = Samples.problem(100, 4, seed: 3)
        problem.capitalisations = [4, 3, 2, 1]
        return problem
    }

    @Test func `every method has a name of its own`() {
        #expect(Self.methods.map(\.name) == ConstructionMethod.names)
    }

    @Test(arguments: 0..<14)
    func `every method keeps to bounds, groups and budget`(index: Int) throws {
        var problem = problem()
        problem.constraints.maximumWeights = Array(repeating: 0.4, count: 4)
        problem.constraints.limit(group: "front", [0, 1], maximum: 0.5)
        let method = Self.methods[index]
        let found = try problem.portfolio(by: method)
        if case .meanVarianceKelly = method { return }
        #expect(problem.constraints.isMet(by: found.weights), "\(method.name)")
    }

    @Test(arguments: 0..<14)
    func `every method answers or names why not, and never gives NaN`(index: Int) throws {
        let plain = problem()
        var constant = plain
        for other in 0..<4 { constant.covariance[2, other] = 0 }
        var losing = plain
        losing.means = [-0.01, -0.02, -0.03, -0.04]
        var nothing = plain
        nothing.covariance = SymmetricMatrix(order: 4)
        var broken = plain
        broken.covariance[1, 2] = .nan
        var bare = plain
        (bare.means, bare.history, bare.capitalisations) = (nil, nil, nil)
        for problem in [plain, constant, losing, nothing, broken, bare] {
            do throws(OptimizationError) {
                let found = try problem.portfolio(by: Self.methods[index])
                let isFinite = (found.weights + [found.objective]).allSatisfy { $0.isFinite }
                #expect(isFinite)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
        #expect(throws: OptimizationError.self) { try broken.portfolio(by: Self.methods[index]) }
    }

    @Test func `a constant asset takes all of the least variance`() throws {
        var problem = problem()
        for other in 0..<4 { problem.covariance[2, other] = 0 }
        let found = try problem.minimumVariance()
        #expect(Samples.distance(found.weights, [0, 0, 1, 0]) < 1e-15)
        let error = #expect(throws: OptimizationError.self) { try problem.riskBudgets() }
        #expect(error?.code == .undefined)
        #expect(error?.message.contains("A2") == true)
    }

    @Test func `losses only leave no Sharpe ratio and no bet`() throws {
        var problem = problem()
        problem.means = [-0.01, -0.02, -0.03, -0.04]
        let error = #expect(throws: OptimizationError.self) {
            try problem.maximumSharpe(riskFree: 0)
        }
        #expect(error?.code == .undefined)
        problem.constraints.budget = 0...1
        let bet = try problem.meanVarianceKelly(riskFree: 0)
        #expect(bet.weights == [0, 0, 0, 0])
        problem.history = Matrix(rows: 50, columns: 4, repeating: -0.01)
        #expect(try problem.growthOptimal().weights == [0, 0, 0, 0])
    }

    @Test func `gains without a loss and without a budget have no end`() {
        var problem = problem()
        problem.constraints.budget = 0...Double.infinity
        problem.history = Matrix(rows: 50, columns: 4, repeating: 0.01)
        let error = #expect(throws: OptimizationError.self) { try problem.growthOptimal() }
        #expect(error?.code == .unbounded || error?.code == .notConverged)
    }

    @Test func `constraints in conflict are named`() {
        var problem = problem()
        problem.constraints.maximumWeights = [0.3, 0.3, 1, 1]
        problem.constraints.limit(group: "tech", [2, 3], maximum: 0.2)
        let error = #expect(throws: OptimizationError.self) { try problem.minimumVariance() }
        #expect(error?.code == .infeasible)
        #expect(
            error?.message
                == "no portfolio meets these together: budget (minimum), tech (maximum), "
                + "largest weights of A0, A1; loosen one"
        )
    }

    @Test func `a certain view is met and a view without confidence is ignored`() throws {
        let problem = problem()
        let assets = Matrix(rows: [[1, -1, 0, 0]])
        var views = Views(assets: assets, returns: [0.002], confidences: [1])
        let sure = try problem.blackLitterman(views, riskAversion: 2, uncertainty: 0.05)
        #expect(abs(sure.means[0] - sure.means[1] - 0.002) < 1e-15)
        views.confidences = [0]
        let unsure = try problem.blackLitterman(views, riskAversion: 2, uncertainty: 0.05)
        #expect(unsure.means == unsure.priorMeans)
    }

    @Test func `holdings drift with returns and cash stays cash`() throws {
        let drifted = try DriftedHoldings.after([0.1, -0.2], of: [0.5, 0.25])
        #expect(Samples.distance(drifted, [0.55, 0.2]) < 1e-15)
        let lost = #expect(throws: OptimizationError.self) {
            try DriftedHoldings.after([-1, 0], of: [1, 0])
        }
        #expect(lost?.code == .undefined)
    }
}
