import LinearAlgebra
import Risk
import Testing

struct RegimeTests {
    /// Ten series that nothing was tuned on.
    private static let seeds: [UInt64] = Array(9_001...9_010)

    @Test func `the detector beats 0.70 without hindsight on ten planted series`() throws {
        var (scores, ceilings): ([Double], [Double]) = ([], [])
        for seed in Self.seeds {
            let truth = try RegimeTruth(seed: seed)
            var detector = try RegimeDetector()
            let calls = try truth.returns.map { try detector.observe($0)?.regime }
            scores.append(truth.balancedAccuracy(calls))
            ceilings.append(try truth.causalCeiling())
        }
        let score = scores.reduce(0, +) / Double(scores.count)
        let ceiling = ceilings.reduce(0, +) / Double(ceilings.count)
        #expect(score > 0.70, "seeds \(Self.seeds): \(scores)")
        #expect((0.78...0.88).contains(ceiling), "\(ceilings)")
        #expect(score < ceiling)
    }

    @Test func `markets unlike the prior are told apart better than by hindsight`() throws {
        // Three equal volatilities; four times the typical volatility; quiet trends.
        let markets: [([Double], [Double])] = [
            ([0.003, -0.003, 0, 0], [0.008, 0.008, 0.008, 0.025]),
            ([0.01, -0.012, 0, 0], [0.04, 0.06, 0.02, 0.12]),
            ([0.001, -0.0012, 0, 0], [0.008, 0.014, 0.006, 0.028]),
        ]
        let transition = (0..<16).map { $0 % 5 == 0 ? 0.985 : 0.005 }
        var scores: [Double] = []
        for (means, deviations) in markets {
            let model = try GaussianHiddenMarkovModel(
                means: means,
                deviations: deviations,
                transition: transition,
                initial: [0.25, 0.25, 0.25, 0.25]
            )
            for seed: UInt64 in 9_101...9_102 {
                let truth = RegimeTruth(seed: seed, days: 1_200, model: model)
                var detector = try RegimeDetector()
                let calls = try truth.returns.map { try detector.observe($0)?.regime }
                scores.append(truth.balancedAccuracy(calls))
            }
        }
        #expect(scores.reduce(0, +) / Double(scores.count) > 0.62, "\(scores)")
    }

    @Test func `a detector made from a stored state goes on to the last bit`() throws {
        let truth = try RegimeTruth(seed: 35, days: 260)
        var whole = try RegimeDetector()
        for value in truth.returns.prefix(150) { try whole.observe(value) }
        var restored = try RegimeDetector(whole.parameters, state: whole.state)
        for value in truth.returns.dropFirst(150) {
            #expect(try whole.observe(value) == restored.observe(value))
        }
        #expect(whole.state == restored.state)
        let empty = try RegimeDetector()
        #expect(try RegimeDetector(empty.parameters, state: empty.state).state == empty.state)
    }

    @Test func `what comes later changes no estimate`() throws {
        let truth = try RegimeTruth(seed: 31, days: 400)
        var (whole, cut) = (try RegimeDetector(), try RegimeDetector())
        var (rules, cutRules) = (try RegimeRules(), try RegimeRules())
        var (close, cutClose) = (100.0, 100.0)
        for (day, value) in truth.returns.enumerated() {
            let all = try whole.observe(value)
            close *= ElementaryFunctions.exp(value)
            let ruled = try rules.observe(high: close, low: close, close: close)
            // The other market goes quite another way after day 300.
            let other = day < 300 ? value : -3 * value + 0.01
            let part = try cut.observe(other)
            cutClose *= ElementaryFunctions.exp(other)
            let partRuled = try cutRules.observe(high: cutClose, low: cutClose, close: cutClose)
            guard day < 300 else { continue }
            #expect(all == part && ruled == partRuled, "day \(day)")
        }
        #expect(whole.estimate != cut.estimate)
    }

    @Test func `estimates carry chances that sum to one, an age and a duration`() throws {
        let truth = try RegimeTruth(seed: 32, days: 300)
        var detector = try RegimeDetector()
        var previous: RegimeEstimate?
        for (day, value) in truth.returns.enumerated() {
            guard let estimate = try detector.observe(value) else {
                #expect(day < 9)
                continue
            }
            #expect(abs(estimate.probabilities.reduce(0, +) - 1) < 1e-12)
            #expect(estimate.confidence == estimate.probabilities.max())
            #expect(estimate.expectedDuration.map { $0 >= 1 } == true)
            let isSame = previous?.regime == estimate.regime
            #expect(estimate.age == (isSame ? (previous?.age ?? 0) + 1 : 1))
            previous = estimate
        }
        #expect(detector.model?.stateCount == 4)
    }

    @Test func `rules tell four plain markets apart`() throws {
        let markets: [(MarketRegime, (Int, Double) -> Double)] = [
            (.bull, { _, noise in 0.004 + 0.004 * noise }),
            (.bear, { _, noise in -0.004 + 0.004 * noise }),
            // Every step is taken back by the next.
            (.sideways, { day, _ in day % 2 == 0 ? 0.005 : -0.005 }),
            (.highVolatility, { day, noise in (day < 580 ? 0.005 : 0.04) * noise }),
        ]
        for (regime, step) in markets {
            var generator = Xoshiro256(seed: 33)
            var rules = try RegimeRules()
            var close = 100.0
            for day in 0..<600 {
                let before = close
                close *= 1 + step(day, generator.normal())
                let (high, low) = (max(before, close) * 1.001, min(before, close) * 0.999)
                try rules.observe(high: high, low: low, close: close)
            }
            #expect(rules.estimate?.regime == regime, "\(String(describing: rules.estimate))")
        }
    }

    @Test func `a fall of everything together counts as high volatility`() throws {
        var (apart, together) = (try RegimeRules(), try RegimeRules())
        var (close, generator) = (100.0, Xoshiro256(seed: 34))
        for _ in 0..<500 {
            close *= 0.997 + 0.004 * generator.normal()
            try apart.observe(high: close, low: close, close: close, correlation: 0.2)
            try together.observe(high: close, low: close, close: close, correlation: 0.95)
        }
        #expect(apart.estimate?.regime == .bear)
        #expect(together.estimate?.regime == .highVolatility)
    }

    @Test func `constant and refused returns leave the detector as it was`() throws {
        var detector = try RegimeDetector()
        for _ in 0..<100 { #expect(try detector.observe(0) == nil) }
        #expect(code { try detector.observe(.nan) } == .notFinite)
        #expect(code { try detector.observe(1e9) } == .parameterOutOfRange)
        #expect(detector.window.count == 100)
        var parameters = RegimeDetectorParameters()
        parameters.believedDuration = 1
        #expect(code { try RegimeDetector(parameters) } == .parameterOutOfRange)
    }

    @Test func `a trend without a price move has no strength`() throws {
        var index = try AverageDirectionalIndex(period: 5)
        var last: AverageDirectionalIndex.Reading?
        for _ in 0..<30 { last = try index.observe(high: 10, low: 10, close: 10) }
        #expect(last?.plus == 0 && last?.minus == 0 && last?.value == 0)
        #expect(code { try index.observe(high: 1, low: 2, close: 1) } == .parameterOutOfRange)
        let exact = try TrendSlope(prices: [1, 1, 1])
        #expect(exact.slope == 0 && exact.tStatistic == nil)
    }
}
