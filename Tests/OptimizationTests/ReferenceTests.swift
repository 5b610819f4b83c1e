import LinearAlgebra
import Testing

@testable import Optimization

/// Every case of trusted peers within the tolerance it states.
@Suite(.enabled(if: ReferenceFiles.areThere, "../shared/reference isn't beside the package"))
struct ReferenceTests {
    @Test(arguments: ["min_variance_long_only", "min_variance_cap25", "min_variance_sector_cap"])
    func `minimum variance agrees with quadprog`(name: String) throws {
        let reference = try ReferenceCase(name)
        var problem = reference.problem
        if let cap = reference.parameters["max_weight"] as? Double {
            problem.constraints.maximumWeights = Array(repeating: cap, count: problem.count)
        }
        if let sectors = reference.parameters["sectors"] as? [String: String] {
            let cap = try #require(reference.parameters["sector_cap"] as? Double)
            for sector in Set(sectors.values).sorted() {
                let members = problem.names.indices.filter { sectors[problem.names[$0]] == sector }
                problem.constraints.limit(group: sector, members, maximum: cap)
            }
        }
        let found = try problem.minimumVariance()
        #expect(reference.agrees(found.weights, key: "weights"))
        #expect(reference.agrees(found.objective, key: "variance_daily"))
        let right = try #require(reference.expected["weights"] as? [Double])
        #expect(Samples.distance(found.weights, right) < 1e-13)
        #expect(try #require(found.residual).largest < 1e-14)
    }

    @Test func `minimum variance with costs trades what pays only`() throws {
        let reference = try ReferenceCase("min_variance_transaction_costs")
        var problem = reference.problem
        problem.covariance = problem.covariance.scaled(by: 252)
        problem.constraints.held = try #require(reference.parameters["w0"] as? [Double])
        let cost = try #require(reference.parameters["cost_per_unit_traded"] as? Double)
        problem.constraints.costs = Array(repeating: cost, count: problem.count)
        let found = try problem.minimumVariance()
        #expect(reference.agrees(found.weights, key: "weights"))
        #expect(reference.agrees(found.objective, key: "objective"))
        #expect(reference.agrees(found.turnover, key: "turnover_two_sided"))
        let unmoved = problem.names.indices.filter { found.binding.contains(.unmoved($0)) }
        #expect(unmoved.map { problem.names[$0] } == reference.expected["untraded"] as? [String])
    }

    @Test func `minimum variance of 240 shrunk assets agrees with quadprog`() throws {
        let reference = try ReferenceCase("large_ledoit_wolf_min_variance")
        var problem = reference.problem
        let shrinkage = try #require(reference.expected["shrinkage"] as? Double)
        let trace = try #require(reference.expected["cov_trace"] as? Double)
        let periods = Double(reference.returns.rows)
        let kept = (1 - shrinkage) * (periods - 1) / periods
        problem.covariance = problem.covariance.scaled(by: kept)
        for asset in 0..<problem.count {
            problem.covariance[asset, asset] += shrinkage * trace / Double(problem.count)
        }
        let found = try problem.minimumVariance()
        let right = try #require(reference.expected["nonzero_weights"] as? [String: Double])
        for (name, weight) in zip(problem.names, found.weights) {
            #expect(abs(weight - (right[name] ?? 0)) <= reference.absolute)
        }
        #expect(reference.agrees(found.objective, key: "variance_daily"))
    }

    @Test(arguments: ["equal_risk_contribution", "equal_risk_contribution_ff"])
    func `equal risk contributions agree with riskfolio`(name: String) throws {
        let reference = try ReferenceCase(name)
        let problem = reference.problem
        let found = try problem.riskBudgets()
        #expect(reference.agrees(found.weights, key: "weights"))
        #expect(found.objective < 1e-15)
        let contributions = problem.riskContributions(found.weights)
        #expect(reference.agrees(contributions, key: "risk_contributions"))
    }

    @Test func `inverse volatility agrees with numpy`() throws {
        let reference = try ReferenceCase("inverse_volatility")
        let found = try reference.problem.inverseVolatility()
        #expect(reference.agrees(found.weights, key: "weights"))
    }

    @Test func `maximum diversification agrees with skfolio`() throws {
        let reference = try ReferenceCase("max_diversification")
        let found = try reference.problem.maximumDiversification()
        #expect(reference.agrees(found.weights, key: "weights"))
        #expect(reference.agrees(found.objective, key: "diversification_ratio"))
    }

    @Test func `the largest Sharpe ratio agrees with three peers`() throws {
        let reference = try ReferenceCase("max_sharpe")
        let riskFree = try #require(reference.parameters["risk_free_daily"] as? Double)
        let found = try reference.problem.maximumSharpe(riskFree: riskFree)
        #expect(reference.agrees(found.weights, key: "weights"))
        #expect(reference.agrees(found.objective, key: "sharpe_daily"))
    }

    @Test func `the efficient frontier agrees with PyPortfolioOpt`() throws {
        let reference = try ReferenceCase("efficient_frontier_10")
        let found = try reference.problem.efficientFrontier(points: 10)
        let right = try #require(reference.expected["weights"] as? [[Double]])
        for (point, weights) in zip(found, right) {
            #expect(Samples.distance(point.weights, weights) < 1e-12)
        }
        let risks = found.map { $0.objective.squareRoot() }
        #expect(reference.agrees(risks, key: "volatilities"))
    }

    @Test func `hierarchical risk parity agrees with PyPortfolioOpt`() throws {
        let reference = try ReferenceCase("hrp_single_linkage")
        let problem = reference.problem
        #expect(reference.agrees(try problem.hierarchicalRiskParity().weights, key: "weights"))
        let tree = problem.clusterTree()
        let leaves = tree.leafOrder.map { problem.names[$0] }
        #expect(leaves == reference.expected["leaf_order"] as? [String])
        let right = try #require(reference.expected["linkage_matrix"] as? [[Double]])
        for (join, row) in zip(tree.joins, right) {
            let found = [
                Double(join.first), Double(join.second), join.distance, Double(join.count),
            ]
            #expect(Samples.distance(found, row) < 1e-12)
        }
    }

    @Test(arguments: [
        "kelly_exact_long_only", "kelly_exact_cap25", "kelly_exact_leverage5",
        "kelly_exact_unbudgeted",
    ])
    func `growth-optimal portfolios agree with an exponential cone`(name: String) throws {
        let reference = try ReferenceCase(name)
        var problem = reference.problem
        if let cap = reference.parameters["max_weight"] as? Double {
            problem.constraints.maximumWeights = Array(repeating: cap, count: problem.count)
        }
        let gross = reference.parameters["max_gross"] as? Double ?? .infinity
        problem.constraints.budget = 0...gross
        let full = try problem.growthOptimal()
        #expect(reference.agrees(full.weights, key: "weights"))
        #expect(reference.agrees(full.objective, key: "log_growth_daily"))
        #expect(try #require(full.residual).largest < 1e-13)
        let half = try problem.growthOptimal(fraction: 0.5)
        #expect(reference.agrees(half.weights, key: "half_weights"))
        #expect(reference.agrees(half.objective, key: "half_log_growth_daily"))
    }

    @Test(arguments: [
        ("kelly_mean_variance", 1.0), ("kelly_mean_variance_unbudgeted", .infinity),
    ])
    func `mean-variance Kelly agrees with quadprog`(name: String, most: Double) throws {
        let reference = try ReferenceCase(name)
        var problem = reference.problem
        let riskFree = reference.parameters["risk_free_daily"] as? Double ?? 0
        problem.constraints.budget = 0...most
        let limited = try problem.meanVarianceKelly(riskFree: riskFree)
        #expect(reference.agrees(limited.weights, key: "long_only"))
        let half = try problem.meanVarianceKelly(riskFree: riskFree, fraction: 0.5)
        #expect(reference.agrees(half.weights, key: "long_only_half"))
        problem.constraints.budget = -Double.infinity...Double.infinity
        problem.constraints.minimumWeights = Array(repeating: -.infinity, count: problem.count)
        let free = try problem.meanVarianceKelly(riskFree: riskFree)
        #expect(reference.agrees(free.weights, key: "unconstrained"))
    }

    @Test(arguments: ["black_litterman", "black_litterman_idzorek"])
    func `the posterior of Black and Litterman agrees with two peers`(name: String) throws {
        let reference = try ReferenceCase(name)
        var problem = reference.problem
        problem.capitalisations = reference.parameters["market_weights"] as? [Double]
        let views = Views(
            assets: Matrix(rows: try #require(reference.parameters["P"] as? [[Double]])),
            returns: try #require(reference.parameters["Q"] as? [Double]),
            confidences: reference.parameters["confidences"] as? [Double]
        )
        let posterior = try problem.blackLitterman(
            views,
            riskAversion: try #require(reference.parameters["risk_aversion"] as? Double),
            uncertainty: try #require(reference.parameters["tau"] as? Double)
        )
        #expect(reference.agrees(posterior.means, key: "posterior_mean"))
        #expect(reference.agrees(posterior.viewVariances, key: "omega_diag"))
        let right = try #require(reference.expected["posterior_covariance"] as? [[Double]])
        for (row, values) in right.enumerated() {
            #expect(reference.agrees(Array(posterior.covariance.row(row)), values))
        }
    }

    @Test func `turnover counts from drifted holdings`() throws {
        let reference = try ReferenceCase("turnover_monthly_rebalance")
        let target = try #require(reference.parameters["target_weights"] as? [Double])
        var (held, trades) = (target, [Double]())
        for period in 0..<reference.returns.rows {
            held = try DriftedHoldings.after(Array(reference.returns.row(period)), of: held)
            let isLast = period + 1 == reference.returns.rows
            let month = reference.dates[period].prefix(7)
            guard !isLast, reference.dates[period + 1].prefix(7) != month else { continue }
            var constraints = PortfolioConstraints(assets: target.count)
            constraints.held = held
            trades.append(constraints.turnover(of: target))
            held = target
        }
        #expect(trades.count == reference.expected["rebalances"] as? Int)
        let total = trades.reduce(0, +)
        #expect(reference.agrees(total, key: "turnover_two_sided_total"))
        #expect(reference.agrees(trades.max() ?? 0, key: "turnover_two_sided_max"))
    }
}
