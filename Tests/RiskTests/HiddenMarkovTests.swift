import LinearAlgebra
import Risk
import Testing

struct HiddenMarkovTests {
    private func twoStates() throws -> GaussianHiddenMarkovModel {
        try GaussianHiddenMarkovModel(
            means: [0.001, -0.002],
            deviations: [0.008, 0.025],
            transition: [0.98, 0.02, 0.05, 0.95],
            initial: [0.7, 0.3]
        )
    }

    private func draw(_ model: GaussianHiddenMarkovModel, _ count: Int, seed: UInt64) -> [Double] {
        var generator = Xoshiro256(seed: seed)
        var state = 0
        return (0..<count).map { _ in
            if generator.uniform() > model.transition[state * 2 + state] { state = 1 - state }
            return model.means[state] + model.deviations[state] * generator.normal()
        }
    }

    /// The density of returns and states, path by path.
    private func everyPath(
        _ model: GaussianHiddenMarkovModel,
        _ returns: [Double]
    ) -> [(path: [Int], density: Double)] {
        (0..<(1 << returns.count)).map { code in
            let path = returns.indices.map { (code >> $0) & 1 }
            var density = model.initial[path[0]]
            for (time, state) in path.enumerated() {
                if time > 0 { density *= model.transition[path[time - 1] * 2 + state] }
                let z = (returns[time] - model.means[state]) / model.deviations[state]
                density *= NormalDistribution.density(z) / model.deviations[state]
            }
            return (path, density)
        }
    }

    @Test func `filter, smoother and path agree with the sum over all paths`() throws {
        let model = try twoStates()
        let returns = draw(model, 9, seed: 5)
        let paths = everyPath(model, returns)
        let total = paths.reduce(0) { $0 + $1.density }
        let smoothing = try model.smoothed(returns)
        let right = ElementaryFunctions.log(total)
        #expect(abs(smoothing.logLikelihood - right) < 1e-12)
        for time in returns.indices {
            let there = paths.filter { $0.path[time] == 1 }.reduce(0) { $0 + $1.density } / total
            #expect(abs(smoothing.laws[2 * time + 1] - there) < 1e-12)
            let seen = Array(returns.prefix(time + 1))
            let short = everyPath(model, seen)
            let all = short.reduce(0) { $0 + $1.density }
            let filtered = short.filter { $0.path[time] == 1 }.reduce(0) { $0 + $1.density } / all
            #expect(abs(try model.filtered(returns).laws[2 * time + 1] - filtered) < 1e-12)
        }
        let moves = paths.reduce(0) { sum, item in
            let count = zip(item.path, item.path.dropFirst()).count { $0 == 0 && $1 == 1 }
            return sum + Double(count) * item.density / total
        }
        #expect(abs(smoothing.moves[1] - moves) < 1e-12)
        let best = paths.reduce(paths[0]) { $1.density > $0.density ? $1 : $0 }
        #expect(try model.mostLikelyPath(returns) == best.path)
    }

    @Test func `a step of the fit never lowers the likelihood`() throws {
        let model = try twoStates()
        let returns = draw(model, 600, seed: 6)
        var limits = HiddenMarkovFitLimits()
        limits.iterationsMaximum = 1
        var current = try GaussianHiddenMarkovModel(
            means: [0.002, -0.001],
            deviations: [0.01, 0.02],
            transition: [0.9, 0.1, 0.1, 0.9],
            initial: [0.5, 0.5]
        )
        var last = -Double.infinity
        for _ in 0..<30 {
            let fit = try current.fitted(to: returns, limits: limits)
            #expect(fit.logLikelihood >= last - 1e-9)
            (current, last) = (fit.model, fit.logLikelihood)
        }
    }

    @Test func `fits from several seeded starts find the planted states`() throws {
        let model = try twoStates()
        let returns = draw(model, 3_000, seed: 7)
        let fit = try GaussianHiddenMarkovModel.fitted(
            to: returns,
            stateCount: 2,
            starts: 3,
            seed: 1
        )
        let calm = fit.model.deviations[0] < fit.model.deviations[1] ? 0 : 1
        #expect(abs(fit.model.deviations[calm] / 0.008 - 1) < 0.05)
        #expect(abs(fit.model.deviations[1 - calm] / 0.025 - 1) < 0.08)
        #expect(fit.logLikelihood >= (try model.filtered(returns).logLikelihood))
        let duration = try #require(fit.model.expectedDuration(of: calm))
        #expect((30...80).contains(duration))
        let again = try GaussianHiddenMarkovModel.fitted(
            to: returns,
            stateCount: 2,
            starts: 3,
            seed: 1
        )
        #expect(again == fit)
    }

    @Test func `outliers of any size leave a law`() throws {
        let model = try twoStates()
        let laws = try model.filtered([0.001, 1e9, -1e300, 0.001]).laws
        #expect(laws.allSatisfy { $0.isFinite && $0 >= 0 && $0 <= 1 })
        let smoothing = try model.smoothed([0.001, 1e9, 0.001])
        #expect(smoothing.laws.allSatisfy { $0.isFinite })
    }

    @Test func `what is no model or has no states is refused by name`() throws {
        let model = try twoStates()
        let refused = code {
            try GaussianHiddenMarkovModel(
                means: [0],
                deviations: [1],
                transition: [0.9],
                initial: [1]
            )
        }
        #expect(refused == .parameterOutOfRange)
        #expect(code { try model.filtered([.nan]) } == .notFinite)
        let constant = Array(repeating: 0.01, count: 50)
        #expect(code { try model.fitted(to: constant) } == .degenerate)
        #expect(code { try model.fitted(to: [0.1, 0.2]) } == .tooFewObservations)
        #expect(try model.mostLikelyPath([]) == [])
    }
}
