import LinearAlgebra
import Risk
import Testing

/// Inputs nobody meant: a named error or finite figures, never NaN and never a crash.
struct FuzzTests {
    private let strange: [Double] = [
        0, -0.0, 1e-300, -1e-160, 1e150, -1e300, .nan, .infinity, -.infinity, 1, -1, -2, 0.01, 0.01,
    ]

    private func draw(_ generator: inout Xoshiro256) -> Double {
        guard generator.uniform() < 0.15 else { return 0.02 * generator.normal() }
        return strange[Int(generator.uniform() * Double(strange.count))]
    }

    private func expectFinite(_ values: [Double], _ seed: UInt64) {
        #expect(values.allSatisfy { !$0.isNaN }, "seed \(seed)")
    }

    /// Lets a named refusal pass; anything else is a failure of the test.
    private func attempt(_ seed: UInt64, _ body: () throws -> [Double]) throws {
        do {
            expectFinite(try body(), seed)
        } catch let error as RiskError {
            #expect(!error.message.isEmpty)
        }
    }

    @Test func `measures of one series survive any input`() throws {
        for seed in UInt64(1)...300 {
            var generator = Xoshiro256(seed: seed)
            let count = Int(generator.uniform() * 40)
            let values = (0..<count).map { _ in draw(&generator) }
            let others = (0..<count).map { _ in draw(&generator) }
            let confidence = generator.uniform(in: 0.4...1.1)
            try attempt(seed) {
                let tail = try HistoricalTail(returns: values, confidence: confidence)
                return [tail.valueAtRisk, tail.expectedShortfall, tail.expectedShortfallFractional]
            }
            try attempt(seed) {
                let tail = try CornishFisherTail(returns: values, confidence: confidence)
                return [tail.valueAtRisk, tail.expectedShortfall]
            }
            try attempt(seed) {
                let tail = try GaussianTail(returns: values, confidence: confidence)
                return [tail.valueAtRisk, tail.expectedShortfall]
            }
            try attempt(seed) { [try Beta.value(returns: values, benchmark: others)] }
            try attempt(seed) {
                let concentration = try Concentration(weights: values)
                return [concentration.herfindahl, concentration.effectiveNumber]
            }
            try attempt(seed) {
                let test = try CoverageTest(
                    returns: values,
                    valuesAtRisk: others,
                    confidence: confidence
                )
                return [test.conditionalCoverage.pValue]
            }
            try attempt(seed) { [try TrendSlope(prices: values).slope] }
        }
    }

    @Test func `covariances survive any input`() throws {
        for seed in UInt64(1)...200 {
            var generator = Xoshiro256(seed: seed)
            let (rows, columns) = (Int(generator.uniform() * 12), Int(generator.uniform() * 5))
            let storage = (0..<(rows * columns)).map { _ in draw(&generator) }
            let matrix = Matrix(rows: rows, columns: columns, storage: storage)
            let panel = try? ReturnPanel(matrix, missing: .periodLeftOut)
            guard let panel else { continue }
            try attempt(seed) { try CovarianceEstimate.sample(panel).covariance.storage }
            try attempt(seed) { try CovarianceEstimate.riskMetrics(panel).covariance.storage }
            try attempt(seed) {
                try CovarianceEstimate.exponential(panel, halfLife: 3).covariance.storage
            }
            try attempt(seed) {
                try CovarianceEstimate.ledoitWolfIdentity(panel).covariance.storage
            }
            try attempt(seed) {
                try CovarianceEstimate.oracleApproximating(panel).covariance.storage
            }
            try attempt(seed) {
                let found = try CovarianceEstimate.ledoitWolfConstantCorrelation(panel)
                return found.estimate.covariance.storage + [found.meanCorrelation]
            }
            try attempt(seed) {
                let covariance = try CovarianceEstimate.sample(panel).covariance
                let weights = (0..<columns).map { _ in draw(&generator) }
                let risk = try PortfolioRisk(weights: weights, covariance: covariance)
                return [risk.volatility] + risk.component
            }
        }
    }

    @Test func `hidden states and regimes survive any input`() throws {
        for seed in UInt64(1)...40 {
            var generator = Xoshiro256(seed: seed)
            let values = (0..<30).map { _ in draw(&generator) }.filter(\.isFinite)
            try attempt(seed) {
                let fit = try GaussianHiddenMarkovModel.fitted(
                    to: values,
                    stateCount: 2,
                    starts: 2,
                    seed: seed
                )
                return fit.model.means + fit.model.deviations + fit.model.transition
            }
            var detector = try RegimeDetector()
            for value in values {
                try attempt(seed) { try detector.observe(value)?.probabilities ?? [] }
            }
        }
    }
}
