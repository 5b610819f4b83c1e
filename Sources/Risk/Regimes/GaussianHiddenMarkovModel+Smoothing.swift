import LinearAlgebra

extension GaussianHiddenMarkovModel {
    /// What all returns together say of the states.
    package struct Smoothing: Sendable, Hashable {
        /// The chance of each state at each return, returns × states, row-major.
        package let laws: [Double]
        /// The expected number of moves from each state (row) to each (column), `K × K`.
        package let moves: [Double]
        /// The logarithm of the density of the returns.
        package let logLikelihood: Double
    }

    /// Returns the law of the state at each return given all of them: with hindsight, not for trading.
    ///
    /// Forward filter, then Kim's backward recursion on filtered and predicted laws.
    /// - Throws: ``RiskError`` with `notFinite`.
    /// - SeeAlso: Kim (1994), "Dynamic Linear Models with Markov-Switching".
    package func smoothed(_ returns: [Double]) throws(RiskError) -> Smoothing {
        let count = stateCount
        let (filtered, logLikelihood) = try filtered(returns)
        var laws = filtered
        var moves = [Double](repeating: 0, count: count * count)
        var ratio = [Double](repeating: 0, count: count)
        for time in stride(from: returns.count - 2, through: 0, by: -1) {
            let (now, next) = (time * count, (time + 1) * count)
            for target in 0..<count {
                var predicted = 0.0
                for state in 0..<count {
                    predicted += filtered[now + state] * transition[state * count + target]
                }
                ratio[target] = predicted > 0 ? laws[next + target] / predicted : 0
            }
            for state in 0..<count {
                var sum = 0.0
                for target in 0..<count {
                    let flow = transition[state * count + target] * ratio[target]
                    moves[state * count + target] += filtered[now + state] * flow
                    sum += flow
                }
                laws[now + state] = filtered[now + state] * sum
            }
        }
        return Smoothing(laws: laws, moves: moves, logLikelihood: logLikelihood)
    }

    /// Returns the single most likely path of states given all returns: with hindsight.
    ///
    /// Of equally likely paths the one through lower states wins.
    /// - Throws: ``RiskError`` with `notFinite`.
    /// - SeeAlso: Viterbi (1967), "Error Bounds for Convolutional Codes".
    package func mostLikelyPath(_ returns: [Double]) throws(RiskError) -> [Int] {
        try requireFinite(returns, "return")
        guard let first = returns.first else { return [] }
        let count = stateCount
        let densities = StateDensities(self)
        let logTransition = transition.map { ElementaryFunctions.log($0) }
        var scores = (0..<count).map { state in
            ElementaryFunctions.log(initial[state]) + densities.logDensity(first, state)
        }
        var sources: [Int] = []
        sources.reserveCapacity(returns.count * count)
        for value in returns.dropFirst() {
            var next = [Double](repeating: -.infinity, count: count)
            for target in 0..<count {
                var source = 0
                for state in 0..<count {
                    let score = scores[state] + logTransition[state * count + target]
                    if score > next[target] { (next[target], source) = (score, state) }
                }
                next[target] += densities.logDensity(value, target)
                sources.append(source)
            }
            scores = next
        }
        var state = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
        var path = [state]
        for time in stride(from: returns.count - 2, through: 0, by: -1) {
            state = sources[time * count + state]
            path.append(state)
        }
        return path.reversed()
    }
}
