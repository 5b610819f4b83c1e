/// A market that moves between hidden states, each with normally distributed returns.
///
/// The state follows a Markov chain; given the state, a return is independent of all others.
/// - SeeAlso: Rabiner (1989), "A Tutorial on Hidden Markov Models"; Hamilton (1989), "A New Approach
///   to the Economic Analysis of Nonstationary Time Series".
package struct GaussianHiddenMarkovModel: Sendable, Hashable {
    /// The mean return in each state, `K` of them.
    package let means: [Double]
    /// The standard deviation of returns in each state, `K` of them, above zero.
    package let deviations: [Double]
    /// The chance of each next state (column) by the present one (row), `K × K`, row-major.
    package let transition: [Double]
    /// The law of the state at the first return, before it is seen.
    package let initial: [Double]

    /// How many states there are.
    package var stateCount: Int { means.count }

    /// Takes the parameters of a model.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, and `parameterOutOfRange` for a
    ///   deviation that is not above zero or chances that are negative or do not sum to one within
    ///   10⁻⁹.
    package init(
        means: [Double],
        deviations: [Double],
        transition: [Double],
        initial: [Double]
    ) throws(RiskError) {
        let count = means.count
        try requireObservations(count, atLeast: 1)
        try requireCount(deviations.count, count, "deviations")
        try requireCount(transition.count, count * count, "chances of transition")
        try requireCount(initial.count, count, "initial chances")
        try requireFinite(means, "mean")
        for value in deviations {
            try requireParameter(value > 0, "deviation", value, "above zero")
        }
        try Self.requireLaw(initial[...])
        for row in 0..<count {
            try Self.requireLaw(transition[(row * count)..<((row + 1) * count)])
        }
        self.means = means
        self.deviations = deviations
        self.transition = transition
        self.initial = initial
    }

    /// Takes parameters that are known to be right.
    init(
        valid means: [Double],
        _ deviations: [Double],
        _ transition: [Double],
        _ initial: [Double]
    ) {
        self.means = means
        self.deviations = deviations
        self.transition = transition
        self.initial = initial
    }

    /// How many periods a state lasts on average once entered, `1 / (1 − aₖₖ)`.
    ///
    /// - Returns: `nil` for a state that is never left.
    package func expectedDuration(of state: Int) -> Double? {
        let leaving = 1 - transition[state * stateCount + state]
        return leaving > 0 ? 1 / leaving : nil
    }

    /// The law of the state one period after the given one.
    package func predicted(from law: [Double]) -> [Double] {
        let count = stateCount
        var next = [Double](repeating: 0, count: count)
        for state in 0..<count {
            for target in 0..<count {
                next[target] += law[state] * transition[state * count + target]
            }
        }
        return next
    }

    private static func requireLaw(_ chances: ArraySlice<Double>) throws(RiskError) {
        for chance in chances {
            try requireParameter(chance >= 0, "chance", chance, "0…1")
        }
        let sum = chances.reduce(0, +)
        try requireParameter(abs(sum - 1) <= 1e-9, "sum of chances", sum, "one")
    }
}
