import LinearAlgebra
import Risk
import Testing

struct TailTests {
    /// Ten returns whose quantiles can be told by hand.
    private let returns = [0.01, -0.05, 0.02, -0.03, 0.00, 0.03, -0.01, 0.015, -0.02, 0.005]

    @Test func `a historical quantile between two returns is interpolated`() throws {
        // Position 0.1 × 9 = 0.9 between −0.05 and −0.03.
        let tail = try HistoricalTail(returns: returns, confidence: 0.9)
        #expect(abs(tail.valueAtRisk - 0.032) < 1e-15)
        #expect(tail.tailCount == 1)
        #expect(abs(tail.expectedShortfall - 0.05) < 1e-15)
        #expect(abs(tail.expectedShortfallFractional - 0.05) < 1e-15)
    }

    @Test func `a quantile that is a return keeps its ties`() throws {
        let sample = [-0.02, -0.02, -0.02, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08]
        let tail = try HistoricalTail(returns: sample, confidence: 0.9)
        #expect(tail.valueAtRisk == 0.02)
        #expect(tail.tailCount == 3)
        #expect(abs(tail.expectedShortfall - 0.02) < 1e-15)
        #expect(tail.expectedShortfallStrict == nil)
    }

    @Test func `Gaussian figures follow the mean and the deviation`() throws {
        let tail = try GaussianTail(mean: 0.001, standardDeviation: 0.02, confidence: 0.99)
        #expect(abs(tail.valueAtRisk - 0.045526957480816815) < 1e-15)
        // 0.02 φ(2.326…) / 0.01 − 0.001
        #expect(abs(tail.expectedShortfall - 0.05230428440691361) < 1e-12)
    }

    @Test func `without skewness and kurtosis the correction vanishes`() throws {
        let moments = try SampleMoments([-1, 1])
        #expect(moments.skewness == 0)
        #expect(moments.excessKurtosis == -2)
        // Quantiles of the normal law have nearly its moments.
        let count = 4_000
        let sample = (0..<count).map {
            0.01 * NormalDistribution.quantile((Double($0) + 0.5) / Double(count))
        }
        let corrected = try CornishFisherTail(returns: sample, confidence: 0.95)
        let gaussian = try GaussianTail(returns: sample, confidence: 0.95)
        #expect(abs(corrected.valueAtRisk / gaussian.valueAtRisk - 1) < 1e-3)
        #expect(abs(corrected.expectedShortfall / gaussian.expectedShortfall - 1) < 2e-3)
    }

    @Test func `an expansion outside its domain says so`() throws {
        let usual = try CornishFisherTail(returns: returns, confidence: 0.95)
        #expect(usual.moments.skewness.map { abs($0) < 1 } == true)
        let crash = Array(repeating: 0.001, count: 200) + [-0.9]
        #expect(try !CornishFisherTail(returns: crash, confidence: 0.95).isMonotone)
    }

    @Test func `tails grow with the confidence and shortfalls exceed quantiles`() throws {
        let seed: UInt64 = 20_260_101
        var generator = Xoshiro256(seed: seed)
        for _ in 0..<200 {
            let count = 2 + Int(generator.uniform() * 300)
            let sample = (0..<count).map { _ in 0.02 * generator.normal() }
            var last = (-Double.infinity, -Double.infinity)
            for confidence in [0.6, 0.75, 0.9, 0.95, 0.99] {
                let tail = try HistoricalTail(returns: sample, confidence: confidence)
                #expect(tail.valueAtRisk >= last.0, "seed \(seed)")
                #expect(tail.expectedShortfall >= tail.valueAtRisk, "seed \(seed)")
                #expect(tail.expectedShortfallFractional >= last.1 - 1e-15, "seed \(seed)")
                last = (tail.valueAtRisk, tail.expectedShortfallFractional)
            }
        }
    }

    @Test func `what has no tail is refused by name`() {
        #expect(
            code { try HistoricalTail(returns: [0.1], confidence: 0.95) } == .tooFewObservations
        )
        #expect(code { try HistoricalTail(returns: [0.1, .nan], confidence: 0.95) } == .notFinite)
        #expect(
            code { try HistoricalTail(returns: [0.1, 0.2], confidence: 1) } == .parameterOutOfRange
        )
        let constant = Array(repeating: 0.01, count: 50)
        #expect(code { try CornishFisherTail(returns: constant, confidence: 0.95) } == .degenerate)
        #expect(code { try SampleMoments([1e200, -1e200]) } == .notFinite)
    }

    @Test func `a Gaussian tail of constant returns is their mean`() throws {
        let tail = try GaussianTail(returns: [0.01, 0.01, 0.01], confidence: 0.95)
        #expect(tail == (try GaussianTail(mean: 0.01, standardDeviation: 0, confidence: 0.95)))
        #expect(tail.valueAtRisk == -0.01)
    }
}

/// The code of the error that a measure throws, `nil` where it throws none.
func code<Value>(_ body: () throws -> Value) -> RiskError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? RiskError)?.code
    }
}
