import LinearAlgebra
import Risk
import Testing

struct StressTests {
    private let covariance = SymmetricMatrix([[0.0004, 0.0001], [0.0001, 0.0009]])

    @Test func `a named scenario costs weight times shock`() throws {
        let scenario = try StressScenario(
            name: "oil falls",
            shocks: ["XOM": -0.3],
            unstated: .moves(by: -0.1)
        )
        let loss = try StressLoss(
            weights: [0.4, 0.6],
            symbols: ["XOM", "KO"],
            scenario: scenario,
            capital: 1_000
        )
        #expect(abs(loss.byHolding[0] + 120) < 1e-10 && abs(loss.byHolding[1] + 60) < 1e-10)
        #expect(abs(loss.total + 180) < 1e-10)
    }

    @Test func `a holding the scenario says nothing of is an error unless a rule is stated`() throws
    {
        let scenario = try StressScenario(name: "crash", shocks: ["XOM": -0.3])
        #expect(code { try scenario.shocks(of: ["XOM", "KO"]) } == .missingShock)
        #expect(
            code { try StressScenario(name: "x", shocks: ["XOM": -1.5]) } == .parameterOutOfRange
        )
        #expect(code { try StressScenario(name: "x", shocks: ["XOM": .nan]) } == .notFinite)
    }

    @Test func `factor shocks travel by exposure and stop at the loss of everything`() throws {
        let exposures = Matrix(rows: [[1.2, 0], [0.5, 2], [4, 0]])
        let returns = try FactorShock.returns(exposures: exposures, shocks: [-0.4, 0.1])
        #expect(abs(returns[0] + 0.48) < 1e-15)
        #expect(abs(returns[1]) < 1e-15)
        #expect(returns[2] == -1)
    }

    @Test func `crashes of the market are what the index closed at`() {
        let shocks = MarketCrash.all.map(\.shock)
        for (shock, right) in zip(shocks, [-0.4915, -0.5678, -0.3392]) {
            #expect(abs(shock - right) < 1e-4)
        }
    }

    @Test func `a volatility shock scales variances and keeps correlations`() throws {
        let stressed = try CovarianceStress.volatilityShock(covariance, multipliers: [2, 3])
        #expect(abs(stressed[0, 0] - 0.0016) < 1e-18 && abs(stressed[1, 1] - 0.0081) < 1e-18)
        let (before, after) = try (
            Correlation.matrix(of: covariance)[0, 1], Correlation.matrix(of: stressed)[0, 1]
        )
        #expect(abs(before - after) < 1e-15)
    }

    @Test func `correlations break down towards one or zero and volatilities stay`() throws {
        let one = try CovarianceStress.correlationBreakdown(covariance, share: 1)
        #expect(abs(one[0, 1] - 0.0006) < 1e-18)
        let zero = try CovarianceStress.correlationBreakdown(covariance, towards: .zero, share: 1)
        #expect(zero[0, 1] == 0)
        #expect(one.diagonal == covariance.diagonal && zero.diagonal == covariance.diagonal)
        // Longs and shorts offset where everything moves together.
        let hedged = try PortfolioRisk(weights: [0.6, -0.4], covariance: one)
        #expect(abs(hedged.volatility - abs(0.6 * 0.02 - 0.4 * 0.03)) < 1e-9)
    }

    @Test func `selling takes days by the share of volume and costs by the square root`() throws {
        var crisis = LiquidityCrisis()
        crisis.participation = 0.2
        crisis.volumeShare = 0.5
        crisis.volatilityMultiplier = 2
        crisis.impactCoefficient = 1
        let outcome = try crisis.liquidation(of: [
            LiquidityPosition(value: 2_000_000, dailyVolume: 1_000_000, dailyVolatility: 0.02),
            LiquidityPosition(value: -125_000, dailyVolume: 1_000_000, dailyVolatility: 0.02),
        ])
        #expect(abs(outcome.days[0] - 20) < 1e-12 && abs(outcome.days[1] - 1.25) < 1e-12)
        #expect(abs(outcome.daysMaximum - 20) < 1e-12)
        // 2 × 0.02 × √4 = 8 %, 2 × 0.02 × √¼ = 2 %.
        #expect(abs(outcome.impact[0] - 160_000) < 1e-6 && abs(outcome.impact[1] - 2_500) < 1e-6)
        #expect(abs(outcome.impactTotal - 162_500) < 1e-6)
        crisis.participation = 0
        #expect(code { try crisis.liquidation(of: []) } == .parameterOutOfRange)
    }

    @Test func `impact never exceeds what is sold`() throws {
        let outcome = try LiquidityCrisis().liquidation(of: [
            LiquidityPosition(value: 1e9, dailyVolume: 1, dailyVolatility: 0.5)
        ])
        #expect(outcome.impact == [1e9])
    }
}
