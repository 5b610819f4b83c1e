import Inspection
import LinearAlgebra
import Optimization
import Risk

/// Portfolios built by a rule or an optimum.
extension Analysis {
    static func minimumVariance(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let estimate = try namedCovariance(request, try data.panel())
        let problem = try problem(request, data, estimate.covariance)
        let solution = try problem.minimumVariance()
        let variance = estimate.covariance.quadraticForm(solution.weights)
        let held = zip(data.symbols, solution.weights).filter { abs($1) > 1e-12 }
        let squares = DenseKernels.dot(estimate.covariance.storage, estimate.covariance.storage)
        var result: [String: JSONValue] = [
            "T": .count(estimate.observationCount),
            "n": .count(data.count),
            "weights": .numbers(solution.weights),
            "nonzero_weights": .object(named(held.map { ($0, .number($1)) })),
            "variance_daily": .number(variance),
            "volatility_annualised": .number(try annualised(variance, request)),
            "cov_trace": .number(estimate.covariance.diagonal.reduce(0, +)),
            "cov_frobenius": .number(squares.squareRoot()),
        ]
        if let shrinkage = estimate.shrinkage { result["shrinkage"] = .number(shrinkage) }
        if request.parameters.has("sectors") {
            let sums = try sectors(request, data).map { sector, members in
                (sector, JSONValue.number(members.reduce(0) { $0 + solution.weights[$1] }))
            }
            result["sector_weights"] = .object(named(sums))
        }
        return result
    }

    static func minimumVarianceWithCosts(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let sample = try CovarianceEstimate.sample(try data.panel()).covariance
        let words = try request.parameters.text("covariance", else: "sample")
        let scale = Double(words.prefix { $0.isNumber || $0 == "." }) ?? 1
        var problem = try problem(request, data, sample.scaled(by: scale))
        let held = try request.parameters.numbers("w0", for: data.symbols)
        let cost = try request.parameters.number("cost_per_unit_traded")
        problem.constraints.held = held
        problem.constraints.costs = held.map { _ in cost }
        let solution = try problem.minimumVariance()
        let untraded = data.symbols.indices.filter {
            abs(solution.weights[$0] - held[$0]) <= 1e-12
        }
        return [
            "weights": .numbers(solution.weights),
            "objective": .number(solution.objective),
            "turnover_two_sided": .number(solution.turnover),
            "untraded": .texts(untraded.map { data.symbols[$0] }),
        ]
    }

    static func riskParity(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let estimate = try namedCovariance(request, try data.panel())
        let problem = PortfolioProblem(names: data.symbols, covariance: estimate.covariance)
        let isEqual = request.parameters.value("budget").map { $0 == "equal" } ?? true
        let budgets =
            isEqual ? nil : try request.parameters.numbers("budget", for: data.symbols)
        let weights = try problem.riskBudgets(budgets).weights
        let variance = estimate.covariance.quadraticForm(weights)
        return [
            "weights": .numbers(weights),
            "risk_contributions": .numbers(problem.riskContributions(weights)),
            "volatility_annualised": .number(try annualised(variance, request)),
        ]
    }

    static func inverseVolatility(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let covariance = try namedCovariance(request, try data.panel()).covariance
        let problem = PortfolioProblem(names: data.symbols, covariance: covariance)
        return ["weights": .numbers(try problem.inverseVolatility().weights)]
    }

    static func maximumDiversification(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let covariance = try namedCovariance(request, try data.panel()).covariance
        let problem = try problem(request, data, covariance)
        let best = try problem.maximumDiversification()
        let equal = data.symbols.map { _ in 1 / Double(data.count) }
        func ratio(_ weights: [Double]) throws -> JSONValue {
            .number(try DiversificationRatio.value(weights: weights, covariance: covariance))
        }
        return [
            "weights": .numbers(best.weights),
            "diversification_ratio": try ratio(best.weights),
            "diversification_ratio_equal_weight": try ratio(equal),
            "diversification_ratio_min_variance": try ratio(problem.minimumVariance().weights),
        ]
    }

    static func maximumSharpe(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let estimate = try namedCovariance(request, try data.panel())
        var problem = try problem(request, data, estimate.covariance)
        problem.means = try means(request, data, estimate)
        let solution = try problem.maximumSharpe(riskFree: try riskFree(request))
        let periods = try request.parameters.number("periods_per_year", else: 252)
        return [
            "weights": .numbers(solution.weights),
            "sharpe_daily": .number(solution.objective),
            "sharpe_annualised": .number(solution.objective * periods.squareRoot()),
        ]
    }

    static func efficientFrontier(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let estimate = try namedCovariance(request, try data.panel())
        var problem = try problem(request, data, estimate.covariance)
        let means = try means(request, data, estimate)
        problem.means = means
        let points = try request.parameters.integer("points", else: 10)
        let solutions = try problem.efficientFrontier(points: points)
        return [
            "returns": .numbers(solutions.map { DenseKernels.dot(means, $0.weights) }),
            "volatilities": .numbers(solutions.map { $0.objective.squareRoot() }),
            "weights": .array(solutions.map { .numbers($0.weights) }),
        ]
    }

    static func hierarchicalRiskParity(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let covariance = try namedCovariance(request, try data.panel()).covariance
        let problem = PortfolioProblem(names: data.symbols, covariance: covariance)
        guard
            let linkage = Linkage(rawValue: try request.parameters.text("linkage", else: "single"))
        else {
            let names = Linkage.allCases.map(\.rawValue).joined(separator: ", ")
            throw request.parameters.wrong("linkage", "one of \(names)")
        }
        let weights = try problem.hierarchicalRiskParity(linkage: linkage).weights
        let tree = problem.clusterTree(linkage: linkage)
        return [
            "weights": .numbers(weights),
            "leaf_order": .texts(tree.leafOrder.map { data.symbols[$0] }),
            "linkage_matrix": .array(
                tree.joins.map { join in
                    .numbers([
                        Double(join.first), Double(join.second), join.distance, Double(join.count),
                    ])
                }
            ),
        ]
    }

    static func blackLitterman(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let parameters = request.parameters
        let covariance = try namedCovariance(request, try data.panel()).covariance
        let problem = PortfolioProblem(
            names: data.symbols,
            covariance: covariance,
            capitalisations: try parameters.numbers("market_weights", for: data.symbols)
        )
        let views = Views(
            assets: Matrix(rows: try parameters.matrix("P")),
            returns: try parameters.numbers("Q"),
            confidences: parameters.has("confidences")
                ? try parameters.numbers("confidences") : nil
        )
        let posterior = try problem.blackLitterman(
            views,
            riskAversion: try parameters.number("risk_aversion"),
            uncertainty: try parameters.number("tau")
        )
        return [
            "prior": .numbers(posterior.priorMeans),
            "posterior_mean": .numbers(posterior.means),
            "posterior_covariance": .rows(posterior.covariance),
            "omega_diag": .numbers(posterior.viewVariances),
        ]
    }

    /// A long-only problem with the limits that the parameters state.
    static func problem(
        _ request: AnalysisRequest,
        _ data: AnalysisData,
        _ covariance: SymmetricMatrix
    ) throws -> PortfolioProblem {
        let parameters = request.parameters
        var constraints = PortfolioConstraints(assets: data.count)
        let least = try parameters.number("min_weight", else: 0)
        let most = try parameters.number("max_weight", else: .infinity)
        let budget = try parameters.number("budget", else: 1)
        constraints.minimumWeights = data.symbols.map { _ in least }
        constraints.maximumWeights = data.symbols.map { _ in most }
        constraints.budget = budget...budget
        if parameters.has("sectors"), parameters.has("sector_cap") {
            for (sector, members) in try sectors(request, data) {
                if case .object = parameters.value("sector_cap") {
                    let caps = try parameters.object("sector_cap")
                    guard caps.has(sector) else { continue }
                    constraints.limit(group: sector, members, maximum: try caps.number(sector))
                } else {
                    let cap = try parameters.number("sector_cap")
                    constraints.limit(group: sector, members, maximum: cap)
                }
            }
        }
        return PortfolioProblem(
            names: data.symbols,
            covariance: covariance,
            constraints: constraints
        )
    }

    /// Sectors in order of their names, each with the places of its members.
    static func sectors(
        _ request: AnalysisRequest,
        _ data: AnalysisData
    ) throws -> [(sector: String, members: [Int])] {
        let fields = try request.parameters.object("sectors")
        let sectors = try data.symbols.map { try fields.text($0) }
        return Set(sectors).sorted().map { sector in
            (sector, sectors.indices.filter { sectors[$0] == sector })
        }
    }

    /// The expected returns of `parameters.mu`, else the sample's.
    static func means(
        _ request: AnalysisRequest,
        _ data: AnalysisData,
        _ estimate: CovarianceEstimate
    ) throws -> [Double] {
        request.parameters.has("mu")
            ? try request.parameters.numbers("mu", for: data.symbols) : estimate.means
    }

    /// The riskless return of one period; 0 unless stated.
    static func riskFree(_ request: AnalysisRequest) throws -> Double {
        let standard = try request.parameters.number("risk_free", else: 0)
        return try request.parameters.number("risk_free_daily", else: standard)
    }

    /// The volatility of a year from the variance of a period.
    static func annualised(_ variance: Double, _ request: AnalysisRequest) throws -> Double {
        (variance * (try request.parameters.number("periods_per_year", else: 252))).squareRoot()
    }

    /// Pairs as an object; of equal keys the last wins.
    static func named(_ pairs: [(String, JSONValue)]) -> [String: JSONValue] {
        Dictionary(pairs) { _, last in last }
    }
}
