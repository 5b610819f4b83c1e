import LinearAlgebra
import Testing

struct RandomGeneratorsTests {
    /// First outputs for seed 1,234,567 as the generator's paper and many ports give them.
    @Test func `SplitMix64 gives the published numbers`() {
        var generator = SplitMix64(state: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    /// First outputs for the state 1, 2, 3, 4, which can be followed by hand: 2·5 = 10, rotated left
    /// by 7 is 1,280, times 9 is 11,520; then the second word is 2 ⊕ 3 ⊕ 1 = 0.
    @Test func `Xoshiro256 gives the numbers of its definition`() {
        var generator = Xoshiro256(state: Xoshiro256.State(a: 1, b: 2, c: 3, d: 4))
        #expect(generator.next() == 11_520)
        #expect(generator.next() == 0)
        #expect(generator.next() == 1_509_978_240)
    }

    @Test func `a generator made from a stored state goes on as the first`() {
        var first = Xoshiro256(seed: 42)
        for _ in 0..<1_000 { _ = first.next() }
        var second = Xoshiro256(state: first.state)
        for _ in 0..<1_000 { #expect(first.next() == second.next()) }
        var small = SplitMix64(state: 42)
        _ = small.next()
        var continued = SplitMix64(state: small.state)
        #expect(small.next() == continued.next())
    }

    @Test func `uniform draws stay below one and have the moments of the unit interval`() {
        let seed: UInt64 = 3
        var generator = Xoshiro256(seed: seed)
        let draws = (0..<100_000).map { _ in generator.uniform() }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        // Five standard errors: 5 × √(1/12) / √n for the mean.
        let mean = SampleStatistics.mean(draws.span) ?? .nan
        let variance = SampleStatistics.variance(draws.span) ?? .nan
        #expect(abs(mean - 0.5) < 0.0046, "seed \(seed)")
        #expect(abs(variance - 1.0 / 12) < 0.0012, "seed \(seed)")
        #expect((0..<1_000).allSatisfy { _ in (2...3).contains(generator.uniform(in: 2...3)) })
    }

    @Test func `normal draws have the moments of the standard normal`() {
        let seed: UInt64 = 4
        var generator = Xoshiro256(seed: seed)
        let draws = (0..<100_000).map { _ in generator.normal() }
        // Five standard errors: 5/√n for the mean, 5√(2/n) for the variance, 5√(24/n) kurtosis.
        let mean = SampleStatistics.mean(draws.span) ?? .nan
        let variance = SampleStatistics.variance(draws.span) ?? .nan
        let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 100_000
        #expect(abs(mean) < 0.0158, "seed \(seed)")
        #expect(abs(variance - 1) < 0.0224, "seed \(seed)")
        #expect(abs(fourth - 3) < 0.15, "seed \(seed)")
    }

    @Test func `different seeds differ at once`() {
        var first = Xoshiro256(seed: 1)
        var second = Xoshiro256(seed: 2)
        #expect(first.next() != second.next())
    }
}
