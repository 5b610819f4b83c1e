import LinearAlgebra
import Risk
import Testing

struct PortfolioRiskTests {
    private let covariance = SymmetricMatrix([[0.04, 0.006], [0.006, 0.09]])

    @Test func `two assets have the risk that can be told by hand`() throws {
        let risk = try PortfolioRisk(weights: [0.5, 0.5], covariance: covariance)
        #expect(abs(risk.variance - 0.0355) < 1e-16)
        #expect(abs(risk.volatility - 0.0355.squareRoot()) < 1e-16)
        #expect(abs(risk.marginal[0] - 0.023 / 0.0355.squareRoot()) < 1e-15)
        #expect(abs(risk.shares[0] - 0.0115 / 0.0355) < 1e-15)
    }

    @Test func `components sum to the volatility within n ulp of their magnitudes`() throws {
        let seed: UInt64 = 41
        var generator = Xoshiro256(seed: seed)
        for _ in 0..<100 {
            let order = 1 + Int(generator.uniform() * 40)
            let panel = try ReturnPanel(randomReturns(60, order, &generator))
            let covariance = try CovarianceEstimate.sample(panel).covariance
            let weights = (0..<order).map { _ in generator.normal() }
            let risk = try PortfolioRisk(weights: weights, covariance: covariance)
            let size = risk.component.reduce(0) { $0 + abs($1) }
            let difference = abs(risk.component.reduce(0, +) - risk.volatility)
            #expect(difference <= Double(order + 4) * size * 2.3e-16, "seed \(seed)")
            let doubled = try PortfolioRisk(
                weights: weights.map { 2 * $0 },
                covariance: covariance
            )
            #expect(abs(doubled.volatility - 2 * risk.volatility) <= 1e-12 * risk.volatility)
        }
    }

    @Test func `a portfolio without holdings has no risk and no contributions`() throws {
        let risk = try PortfolioRisk(weights: [0, 0], covariance: covariance)
        #expect(risk.volatility == 0 && risk.component == [0, 0] && risk.shares == [0, 0])
    }

    @Test func `betas against a portfolio average to one`() throws {
        let betas = try Beta.values(covariance: covariance, benchmarkWeights: [0.25, 0.75])
        #expect(abs(0.25 * betas[0] + 0.75 * betas[1] - 1) < 1e-15)
        let benchmark = [0.01, -0.02, 0.03, 0.00]
        let beta = try Beta.value(returns: benchmark.map { 1.5 * $0 + 0.01 }, benchmark: benchmark)
        #expect(abs(beta - 1.5) < 1e-14)
        #expect(
            code { try Beta.value(returns: benchmark, benchmark: [1, 1, 1, 1]) } == .degenerate
        )
    }

    @Test func `concentration lies between equal and single holdings`() throws {
        let equal = try Concentration(weights: Array(repeating: 0.25, count: 4))
        #expect(equal.herfindahl == 0.25 && equal.effectiveNumber == 4 && equal.normalised == 0)
        #expect(try Concentration(weights: [1, 0, 0]).normalised == 1)
        #expect(try Concentration(weights: [1]).normalised == 1)
        #expect(code { try Concentration(weights: [0, 0]) } == .degenerate)
        #expect(code { try Concentration(weights: []) } == .degenerate)
    }

    @Test func `n equal uncorrelated holdings diversify by the root of n`() throws {
        let identity = SymmetricMatrix(diagonal: Array(repeating: 0.04, count: 9))
        let weights = Array(repeating: 1.0 / 9, count: 9)
        let ratio = try DiversificationRatio.value(weights: weights, covariance: identity)
        #expect(abs(ratio - 3) < 1e-14)
        let together = try CovarianceStress.correlationBreakdown(identity, share: 1)
        let none = try DiversificationRatio.value(weights: weights, covariance: together)
        #expect(abs(none - 1) < 1e-14)
    }

    @Test func `a covariance that is not semi-definite is refused by name`() {
        let wrong = SymmetricMatrix([[1, 2], [2, 1]])
        #expect(code { try PortfolioRisk(weights: [1, -1], covariance: wrong) } == .degenerate)
        #expect(code { try PortfolioRisk(weights: [1], covariance: wrong) } == .dimensionMismatch)
    }
}

/// Normally distributed returns of assets that share one factor.
func randomReturns(_ periods: Int, _ assets: Int, _ generator: inout Xoshiro256) -> Matrix {
    var matrix = Matrix(rows: periods, columns: assets)
    for period in 0..<periods {
        let factor = generator.normal()
        for asset in 0..<assets {
            matrix[period, asset] = 0.0005 + 0.01 * (0.6 * factor + 0.8 * generator.normal())
        }
    }
    return matrix
}
