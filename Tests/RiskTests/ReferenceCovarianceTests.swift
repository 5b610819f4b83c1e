import LinearAlgebra
import Risk
import Testing

/// Covariances against values that independent packages agree on; skipped without ../shared.
@Suite(.enabled(if: ReferenceFiles.arePresent, "no ../shared/reference here"))
struct ReferenceCovarianceTests {
    @Test(arguments: ["sample_covariance", "sample_covariance_ff"])
    func `the sample covariance is the peers'`(name: String) throws {
        let right = try ReferenceCase(name)
        let estimate = try CovarianceEstimate.sample(right.panel())
        #expect(right.agrees(Double(estimate.observationCount), "T"))
        #expect(right.agrees(estimate.covariance, "covariance"))
        #expect(right.agrees(try estimate.correlation(), "correlation"))
        #expect(right.expected["mean"] == nil || right.agrees(estimate.means, "mean"))
    }

    @Test(arguments: ["ewma_covariance_riskmetrics", "ewma_covariance_riskmetrics_short"])
    func `the covariance of RiskMetrics is the peers'`(name: String) throws {
        let right = try ReferenceCase(name)
        let estimate = try CovarianceEstimate.riskMetrics(right.panel())
        #expect(right.agrees(estimate.covariance, "covariance"))
        #expect(right.agrees(try estimate.correlation(), "correlation"))
        let volatilities = estimate.volatilities(periodsPerYear: 252)
        #expect(right.agrees(volatilities, "volatility_annualised"))
    }

    @Test func `the covariance with a half-life is pandas'`() throws {
        let right = try ReferenceCase("ewma_covariance_halflife")
        let estimate = try CovarianceEstimate.exponential(right.panel(), halfLife: 21)
        #expect(right.agrees(estimate.covariance, "covariance"))
        #expect(right.agrees(try estimate.correlation(), "correlation"))
    }

    @Test func `covariances that shrink are the peers'`() throws {
        let identity = try ReferenceCase("ledoit_wolf_identity")
        let first = try CovarianceEstimate.ledoitWolfIdentity(identity.panel())
        #expect(identity.agrees(first.shrinkage, "shrinkage"))
        #expect(identity.agrees(first.covariance, "covariance"))
        let oracle = try ReferenceCase("oas_identity")
        let second = try CovarianceEstimate.oracleApproximating(oracle.panel())
        #expect(oracle.agrees(second.shrinkage, "shrinkage"))
        #expect(oracle.agrees(second.covariance, "covariance"))
        let constant = try ReferenceCase("ledoit_wolf_constant_correlation")
        let third = try CovarianceEstimate.ledoitWolfConstantCorrelation(constant.panel())
        #expect(constant.agrees(third.estimate.shrinkage, "shrinkage"))
        #expect(constant.agrees(third.meanCorrelation, "rbar"))
        #expect(constant.agrees(third.estimate.covariance, "covariance"))
    }

    @Test func `the covariance of 240 names is scikit-learn's`() throws {
        let right = try ReferenceCase("large_ledoit_wolf_min_variance")
        let estimate = try CovarianceEstimate.ledoitWolfIdentity(right.panel())
        #expect(right.agrees(Double(estimate.observationCount), "T"))
        #expect(right.agrees(estimate.shrinkage, "shrinkage"))
        let matrix = estimate.covariance
        #expect(right.agrees(matrix.diagonal.reduce(0, +), "cov_trace"))
        let norm = matrix.storage.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(right.agrees(norm, "cov_frobenius"))
    }

    @Test func `concentration and diversification are the peers'`() throws {
        let right = try ReferenceCase("concentration")
        let covariance = try CovarianceEstimate.sample(right.panel()).covariance
        let portfolios = right.parameters["weights"] as? [String: [Double]] ?? [:]
        #expect(portfolios.count == 4)
        for (name, weights) in portfolios {
            let concentration = try Concentration(weights: weights)
            let ratio = try DiversificationRatio.value(weights: weights, covariance: covariance)
            #expect(right.agrees(concentration.herfindahl, "hhi", in: name))
            #expect(right.agrees(concentration.effectiveNumber, "effective_n", in: name))
            #expect(right.agrees(concentration.normalised, "hhi_normalised", in: name))
            #expect(right.agrees(ratio, "diversification_ratio", in: name))
        }
    }

    @Test(arguments: ["long_only", "long_short"])
    func `a stressed portfolio loses what the peers say`(name: String) throws {
        let right = try ReferenceCase("stress_test")
        let covariance = try CovarianceEstimate.sample(right.panel()).covariance
        let weights = right.parameters["\(name)_weights"] as? [Double] ?? []
        let shocks = right.parameters["shocks"] as? [String: Double] ?? [:]
        let capital = right.parameters["capital"] as? Double ?? 0
        let loss = try StressLoss(
            weights: weights,
            symbols: right.symbols,
            scenario: StressScenario(name: "crash", shocks: shocks),
            capital: capital
        )
        #expect(right.agrees(loss.total, "pnl", in: name))
        #expect(right.agrees(loss.byHolding, "pnl_by_asset", in: name))
        for (share, key) in [(0.0, "base"), (0.5, "correlation_half"), (1.0, "correlation_one")] {
            let stressed = try CovarianceStress.correlationBreakdown(covariance, share: share)
            let daily = try PortfolioRisk(weights: weights, covariance: stressed).volatility
            #expect(right.agrees(daily * 252.0.squareRoot(), "volatility_\(key)", in: name))
            let tail = try GaussianTail(standardDeviation: daily, confidence: 0.95)
            guard share != 0.5 else { continue }
            #expect(right.agrees(capital * tail.valueAtRisk, "var95_gaussian_1d_\(key)", in: name))
        }
    }
}
