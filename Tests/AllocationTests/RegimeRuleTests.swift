import Allocation
import LinearAlgebra
import Testing

struct RegimeRuleTests {
    // 1.001^63 = 1.065, 0.999^63 = 0.939; ±3 % has a deviation of 3.02 % × √252 = 48 %.
    @Test(arguments: [
        ([0.001, 0.001], Regime.bull), ([-0.001, -0.001], .bear), ([0.005, -0.005], .sideways),
        ([0, 0], .sideways), ([0.03, -0.03], .highVolatility),
    ])
    func `a full window is classified`(pattern: [Double], regime: Regime) throws {
        var rule = try RegimeRule()
        for cycle in 1...62 {
            let state = try rule.observe(pattern[cycle % 2])
            #expect(state == RegimeState(regime: .unknown, confidence: 0, age: cycle))
        }
        for agreeing in 1...30 {
            let state = try rule.observe(pattern[agreeing % 2])
            #expect(state.regime == regime)
            #expect(state.age == agreeing)
            #expect(abs(state.confidence - Double(min(agreeing, 21)) / 21) < 1e-15)
        }
    }

    @Test func `a change of regime starts a new age with little confidence`() throws {
        var parameters = RegimeParameters()
        parameters.window = 2
        parameters.memory = 4
        var rule = try RegimeRule(parameters)
        for _ in 0..<5 { try rule.observe(0.04) }
        #expect(rule.state == RegimeState(regime: .bull, confidence: 1, age: 4))
        try rule.observe(0.04)
        // ±4 % within two cycles: a deviation of 5.7 %, 90 % a year.
        #expect(
            try rule.observe(-0.04)
                == RegimeState(regime: .highVolatility, confidence: 0.25, age: 1)
        )
        #expect(try rule.observe(-0.04) == RegimeState(regime: .bear, confidence: 0.25, age: 1))
        #expect(try rule.observe(-0.04) == RegimeState(regime: .bear, confidence: 0.5, age: 2))
    }

    @Test func `a rule restored from its parts goes on as the first`() throws {
        var generator = Xoshiro256(seed: 9)
        var whole = try RegimeRule()
        for _ in 0..<100 { try whole.observe(generator.normal() / 100) }
        var restored = try RegimeRule(
            whole.parameters,
            returns: whole.window.values,
            classifications: whole.classifications,
            state: whole.state
        )
        for _ in 0..<50 {
            let value = generator.normal() / 50
            #expect(try restored.observe(value) == whole.observe(value))
        }
        #expect(restored == whole)
    }

    @Test func `what isn't a number is refused and changes nothing`() throws {
        var rule = try RegimeRule()
        try rule.observe(0.01)
        let before = rule
        let error = #expect(throws: AllocationError.self) { try rule.observe(.nan) }
        #expect(error?.code == .notFinite)
        #expect(rule == before)
        var parameters = RegimeParameters()
        parameters.memory = 0
        #expect(throws: AllocationError.self) { try RegimeRule(parameters) }
    }
}
