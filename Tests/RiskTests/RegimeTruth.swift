import LinearAlgebra
import Risk

/// A market whose regime on each day is known, because it was planted.
///
/// One seed draws one market. A base volatility `s` of 0.5 to 2 % a day, even in its logarithm; then
/// in units of `s`: bull: mean 0.08…0.25, deviation 0.6…1.0 · bear: mean −0.35…−0.10, deviation
/// 1.0…1.8 · sideways: mean −0.03…0.03, deviation 0.35…0.6 · high volatility: mean −0.1…0.1,
/// deviation 2.2…4.0. Each regime lasts 30…80 days on average (geometric) and gives way to each of
/// the others with equal chance. Returns are normal and independent given the regime; 2,000 days.
struct RegimeTruth {
    let model: GaussianHiddenMarkovModel
    let regimes: [MarketRegime]
    let returns: [Double]

    /// Draws a market, its model too.
    init(seed: UInt64, days: Int = 2_000) throws {
        var generator = Xoshiro256(seed: seed)
        let scale = 0.005 * ElementaryFunctions.exp(1.4 * generator.uniform())
        let meanRanges = [0.08...0.25, -0.35...(-0.10), -0.03...0.03, -0.10...0.10]
        let deviationRanges = [0.6...1.0, 1.0...1.8, 0.35...0.6, 2.2...4.0]
        var (means, deviations, transition): ([Double], [Double], [Double]) = ([], [], [])
        for state in 0..<4 {
            means.append(scale * generator.uniform(in: meanRanges[state]))
            deviations.append(scale * generator.uniform(in: deviationRanges[state]))
            let leaving = 1 / generator.uniform(in: 30...80)
            transition += (0..<4).map { $0 == state ? 1 - leaving : leaving / 3 }
        }
        let model = try GaussianHiddenMarkovModel(
            means: means,
            deviations: deviations,
            transition: transition,
            initial: [0.25, 0.25, 0.25, 0.25]
        )
        self.init(model, days: days, &generator)
    }

    /// Draws the days of a market whose model is given, its states in the order of the regimes.
    init(seed: UInt64, days: Int, model: GaussianHiddenMarkovModel) {
        var generator = Xoshiro256(seed: seed)
        self.init(model, days: days, &generator)
    }

    private init(
        _ model: GaussianHiddenMarkovModel,
        days: Int,
        _ generator: inout Xoshiro256
    ) {
        var (regimes, returns): ([MarketRegime], [Double]) = ([], [])
        var law = model.initial[...]
        for _ in 0..<days {
            let state = Self.draw(law, generator.uniform())
            regimes.append(MarketRegime.allCases[state])
            returns.append(model.means[state] + model.deviations[state] * generator.normal())
            law = model.transition[(state * 4)..<(state * 4 + 4)]
        }
        self.model = model
        self.regimes = regimes
        self.returns = returns
    }

    /// The mean over the regimes that occur of the share of their days that was called right.
    func balancedAccuracy(_ calls: [MarketRegime?]) -> Double {
        var (right, days) = ([0, 0, 0, 0], [0, 0, 0, 0])
        for (truth, call) in zip(regimes, calls) {
            days[truth.index] += 1
            if truth == call { right[truth.index] += 1 }
        }
        let recalls = (0..<4).filter { days[$0] > 0 }.map { Double(right[$0]) / Double(days[$0]) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }

    /// What a causal filter that knows the true parameters reaches: no causal detector does better.
    func causalCeiling() throws -> Double {
        let laws = try model.filtered(returns).laws
        let calls = regimes.indices.map { time in
            let law = laws[(time * 4)..<(time * 4 + 4)]
            let best = law.indices.reduce(law.startIndex) { law[$1] > law[$0] ? $1 : $0 }
            return MarketRegime.allCases[best - law.startIndex]
        }
        return balancedAccuracy(calls)
    }

    private static func draw(_ law: ArraySlice<Double>, _ point: Double) -> Int {
        var sum = 0.0
        for (state, chance) in law.enumerated() {
            sum += chance
            if point < sum { return state }
        }
        return law.count - 1
    }
}
