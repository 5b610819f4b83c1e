import LinearAlgebra
import Testing

struct NormalDistributionTests {
    @Test func `quantiles agree with the references to 2e-15`() {
        for (probability, quantile) in quantileReferences {
            let error = abs(NormalDistribution.quantile(probability) / quantile - 1)
            // Near ½ the difference p − ½ is exact, so the relative error stays small.
            #expect(error <= 2e-15, "quantile(\(probability)) is off by \(error)")
        }
    }

    @Test func `quantiles are symmetric and rise`() {
        var last = -Double.infinity
        for step in 1..<4_096 {
            let probability = Double(step) / 4_096
            let quantile = NormalDistribution.quantile(probability)
            #expect(quantile > last, "at \(probability)")
            #expect(quantile == -NormalDistribution.quantile(1 - probability))
            last = quantile
        }
    }

    @Test func `probabilities at and beyond the ends have stated answers`() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(0.5) == 0)
        #expect(NormalDistribution.quantile(-0.1).isNaN)
        #expect(NormalDistribution.quantile(1.1).isNaN)
        #expect(NormalDistribution.quantile(.nan).isNaN)
    }
}
