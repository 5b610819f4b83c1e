import LinearAlgebra
import Risk
import Testing

struct CovarianceTests {
    @Test func `the sample covariance of three periods can be told by hand`() throws {
        let panel = try ReturnPanel(Matrix(rows: [[0.01, 0.02], [0.03, -0.02], [0.02, 0.03]]))
        let estimate = try CovarianceEstimate.sample(panel)
        #expect(abs(estimate.means[0] - 0.02) < 1e-17 && abs(estimate.means[1] - 0.01) < 1e-17)
        #expect(abs(estimate.covariance[0, 0] - 1e-4) < 1e-18)
        #expect(abs(estimate.covariance[1, 1] - 7e-4) < 1e-18)
        #expect(abs(estimate.covariance[0, 1] + 2e-4) < 1e-18)
    }

    @Test func `constant returns have exactly no variance and no correlation`() throws {
        let panel = try ReturnPanel(Matrix(rows: [[0.1, 0.3], [0.1, 0.1], [0.1, 0.2]]))
        let estimate = try CovarianceEstimate.sample(panel)
        #expect(estimate.covariance[0, 0] == 0 && estimate.covariance[0, 1] == 0)
        #expect(code { try estimate.correlation() } == .degenerate)
        #expect(
            code { try CovarianceEstimate.ledoitWolfConstantCorrelation(panel) } == .degenerate
        )
    }

    @Test func `missing returns are refused or leave their period out`() throws {
        let rows = Matrix(rows: [[0.1, 0.2], [.nan, 0.1], [0.2, 0.1], [0.3, 0.3]])
        #expect(code { try ReturnPanel(rows) } == .missingValue)
        let panel = try ReturnPanel(rows, missing: .periodLeftOut)
        #expect(panel.periodCount == 3 && panel.omittedCount == 1)
        #expect(
            code { try ReturnPanel(rows, missing: .periodLeftOut, observationsMinimum: 4) }
                == .tooFewObservations
        )
        let infinite = Matrix(rows: [[0.1, .infinity], [0.1, 0.1]])
        #expect(code { try ReturnPanel(infinite, missing: .periodLeftOut) } == .notFinite)
    }

    @Test func `shrinkage lies within 0 and 1 and keeps the trace`() throws {
        let seed: UInt64 = 77
        var generator = Xoshiro256(seed: seed)
        for _ in 0..<60 {
            let assets = 2 + Int(generator.uniform() * 30)
            let periods = 3 + Int(generator.uniform() * 60)
            let panel = try ReturnPanel(randomReturns(periods, assets, &generator))
            let sample = try CovarianceEstimate.sample(panel).covariance
            let trace =
                sample.diagonal.reduce(0, +) * Double(periods - 1) / Double(periods)
            let estimates = try [
                CovarianceEstimate.ledoitWolfIdentity(panel),
                CovarianceEstimate.oracleApproximating(panel),
                CovarianceEstimate.ledoitWolfConstantCorrelation(panel).estimate,
            ]
            for estimate in estimates {
                #expect((0...1).contains(estimate.shrinkage ?? -1), "seed \(seed)")
                let found = estimate.covariance.diagonal.reduce(0, +)
                #expect(abs(found / trace - 1) < 1e-12, "seed \(seed)")
                let weights = (0..<assets).map { _ in generator.normal() }
                #expect(estimate.covariance.quadraticForm(weights) > 0, "seed \(seed)")
            }
        }
    }

    @Test func `scaling returns scales covariance by the square and leaves shrinkage`() throws {
        var generator = Xoshiro256(seed: 78)
        let returns = randomReturns(50, 7, &generator)
        var scaled = returns
        for index in scaled.storage.indices { scaled.storage[index] *= 8 }
        let (before, after) = try (
            CovarianceEstimate.ledoitWolfIdentity(ReturnPanel(returns)),
            CovarianceEstimate.ledoitWolfIdentity(ReturnPanel(scaled))
        )
        #expect(abs((after.shrinkage ?? 0) - (before.shrinkage ?? 1)) < 1e-13)
        #expect(abs(after.covariance[2, 3] / before.covariance[2, 3] / 64 - 1) < 1e-12)
    }

    @Test func `returns too large for squares are an error, not infinity`() throws {
        let panel = try ReturnPanel(Matrix(rows: [[1e200, 0], [-1e200, 1], [0, 2]]))
        #expect(code { try CovarianceEstimate.sample(panel) } == .notFinite)
        #expect(code { try CovarianceEstimate.ledoitWolfIdentity(panel) } == .notFinite)
        #expect(code { try CovarianceEstimate.riskMetrics(panel) } == .notFinite)
    }

    @Test func `sharp probabilities give each regime its own sample covariance`() throws {
        var generator = Xoshiro256(seed: 79)
        let returns = randomReturns(90, 3, &generator)
        let panel = try ReturnPanel(returns)
        let probabilities: [Double] = (0..<90).flatMap { (day: Int) -> [Double] in
            day < 50 ? [1, 0, 0] : [0, 1, 0]
        }
        let split = try RegimeCovariance(panel, probabilities: probabilities, regimeCount: 3)
        let part = try ReturnPanel(Matrix(rows: (0..<50).map { Array(returns.row($0)) }))
        let right = try CovarianceEstimate.sample(part).covariance
        let found = try #require(split.estimates[0]).covariance
        for (left, right) in zip(found.storage, right.storage) {
            #expect(abs(left - right) < 1e-17)
        }
        #expect(split.estimates[2] == nil)
        // All probability on one regime is that regime; on none that is known, an error.
        #expect(try split.mixture(probabilities: [1, 0, 0]) == found)
        #expect(code { try split.mixture(probabilities: [0, 0, 1]) } == .tooFewObservations)
        let mixed = try split.mixture(probabilities: [0.5, 0.5, 0])
        #expect(mixed.diagonal.allSatisfy { $0 > 0 })
    }
}
