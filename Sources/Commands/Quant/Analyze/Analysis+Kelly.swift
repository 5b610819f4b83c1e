import Inspection
import LinearAlgebra
import Optimization
import Risk

/// Kelly's portfolios: exact over the history, or by mean and variance where `mu` is given.
extension Analysis {
    static func kelly(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        return request.parameters.has("mu")
            ? try meanVarianceKelly(request, data) : try exactKelly(request, data)
    }

    private static func exactKelly(
        _ request: AnalysisRequest,
        _ data: AnalysisData
    ) throws -> [String: JSONValue] {
        let cash = try request.parameters.number("cash_return", else: 0)
        guard cash > -1 else { throw request.parameters.wrong("cash_return", "above -1") }
        // Growth over cash: what isn't invested earns `cash`, so returns count relative to it.
        var history = data.matrix
        for index in history.storage.indices {
            history.storage[index] = (history.storage[index] - cash) / (1 + cash)
        }
        let problem = PortfolioProblem(
            names: data.symbols,
            covariance: try CovarianceEstimate.sample(try data.panel()).covariance,
            history: history,
            constraints: try kellyConstraints(request, data)
        )
        let base = ElementaryFunctions.log(1 + cash)
        let full = try problem.growthOptimal()
        let half = try problem.growthOptimal(fraction: 0.5)
        let gross = full.weights.reduce(0) { $0 + abs($1) }
        return [
            "weights": .numbers(full.weights),
            "cash": .number(1 - full.weights.reduce(0, +)),
            "gross": .number(gross),
            "budget_multiplier": .number(
                budgetMultiplier(full.weights, problem.constraints, history, gross)
            ),
            "log_growth_daily": .number(full.objective + base),
            "half_weights": .numbers(half.weights),
            "half_log_growth_daily": .number(half.objective + base),
        ]
    }

    private static func kellyConstraints(
        _ request: AnalysisRequest,
        _ data: AnalysisData
    ) throws -> PortfolioConstraints {
        let parameters = request.parameters
        var constraints = PortfolioConstraints(assets: data.count)
        let least = try parameters.number("min_weight", else: 0)
        let most = try parameters.number("max_weight", else: .infinity)
        constraints.minimumWeights = data.symbols.map { _ in least }
        constraints.maximumWeights = data.symbols.map { _ in most }
        // A key that is null says that there is no limit.
        let standard = parameters.states("max_gross") ? Double.infinity : 1
        let gross = try parameters.number("max_gross", else: standard)
        if least >= 0 {
            guard gross >= 0 else { throw parameters.wrong("max_gross", "0 or more") }
            constraints.budget = 0...gross
        } else {
            constraints.budget = -Double.infinity...Double.infinity
            if gross.isFinite { constraints.turnoverMaximum = gross }
        }
        return constraints
    }

    /// What one more unit of budget would add to growth: the slope of any weight that is free.
    private static func budgetMultiplier(
        _ weights: [Double],
        _ constraints: PortfolioConstraints,
        _ history: Matrix,
        _ gross: Double
    ) -> Double {
        let limit = constraints.turnoverMaximum ?? constraints.budget.upperBound
        guard limit.isFinite, gross >= limit - 1e-9 * max(1, limit) else { return 0 }
        let growths = history.multiplied(by: weights)
        var (free, bounded) = ([Double](), [0.0])
        for asset in weights.indices {
            var slope = 0.0
            for period in 0..<history.rows {
                slope += history[period, asset] / (1 + growths[period])
            }
            slope /= Double(history.rows)
            if weights[asset] >= constraints.maximumWeights[asset] - 1e-12 { continue }
            if weights[asset] > constraints.minimumWeights[asset] + 1e-12 {
                free.append(slope)
            } else {
                bounded.append(slope)
            }
        }
        return free.isEmpty ? bounded.max() ?? 0 : free.reduce(0, +) / Double(free.count)
    }

    private static func meanVarianceKelly(
        _ request: AnalysisRequest,
        _ data: AnalysisData
    ) throws -> [String: JSONValue] {
        let estimate = try CovarianceEstimate.sample(try data.panel())
        let means = try means(request, data, estimate)
        let rate = try riskFree(request)
        var problem = PortfolioProblem(
            names: data.symbols,
            covariance: estimate.covariance,
            means: means
        )
        problem.constraints.budget = -Double.infinity...Double.infinity
        problem.constraints.minimumWeights = data.symbols.map { _ in -.infinity }
        let free = try problem.meanVarianceKelly(riskFree: rate).weights
        problem.constraints = PortfolioConstraints(assets: data.count)
        problem.constraints.budget = 0...(try longOnlyBudget(request))
        let long = try problem.meanVarianceKelly(riskFree: rate).weights
        var result: [String: JSONValue] = [
            "unconstrained": .numbers(free),
            "unconstrained_half": .numbers(free.map { $0 / 2 }),
            "long_only": .numbers(long),
            "long_only_half": .numbers(long.map { $0 / 2 }),
        ]
        if request.parameters.has("single_asset") {
            let name = try request.parameters.text("single_asset")
            let asset = try data.index(of: name, named: "parameters.single_asset")
            let excess = estimate.means[asset] - rate
            let share = excess / estimate.covariance[asset, asset]
            result["single_asset_full"] = .number(share)
            result["single_asset_half"] = .number(share / 2)
        }
        return result
    }

    /// The largest sum of long-only weights.
    ///
    /// `max_gross` states it. Without that key a request that measures a single asset beside the
    /// portfolio invests its own money at most, and one that doesn't borrows freely; what the
    /// request's convention says in words goes before.
    private static func longOnlyBudget(_ request: AnalysisRequest) throws -> Double {
        let parameters = request.parameters
        if parameters.states("max_gross") {
            return try parameters.number("max_gross", else: .infinity)
        }
        if request.convention.contains("no limit") { return .infinity }
        if request.convention.contains("sum w <=") { return 1 }
        return parameters.has("single_asset") ? 1 : .infinity
    }
}
