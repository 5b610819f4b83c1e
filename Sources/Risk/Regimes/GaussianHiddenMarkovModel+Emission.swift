import LinearAlgebra

/// The densities of a model's states, prepared for many returns.
struct StateDensities {
    private let means: [Double]
    private let precisions: [Double]
    private let logScales: [Double]

    init(_ model: GaussianHiddenMarkovModel) {
        means = model.means
        precisions = model.deviations.map { 1 / $0 }
        logScales = model.deviations.map { -ElementaryFunctions.log($0) - halfLogTwoPi }
    }

    /// The logarithm of the density of a return in a state.
    func logDensity(_ value: Double, _ state: Int) -> Double {
        let deviation = (value - means[state]) * precisions[state]
        // A bound, so that even the farthest outlier has a finite density.
        return logScales[state] - 0.5 * min(deviation * deviation, 1e280)
    }

    /// Turns the law of the state before a return into the law after it.
    ///
    /// Densities are taken relative to the largest among possible states, so that a far outlier
    /// leaves a law and not zeros.
    /// - Returns: The logarithm of the density of the return given those before it.
    func update(_ law: inout [Double], with value: Double) -> Double {
        var largest = -Double.infinity
        for state in law.indices where law[state] > 0 {
            largest = max(largest, logDensity(value, state))
        }
        var sum = 0.0
        for state in law.indices where law[state] > 0 {
            let relative = logDensity(value, state) - largest
            // The largest is one without the exponential.
            law[state] *= relative == 0 ? 1 : ElementaryFunctions.exp(relative)
            sum += law[state]
        }
        for state in law.indices { law[state] /= sum }
        return ElementaryFunctions.log(sum) + largest
    }
}

private let halfLogTwoPi = 0.918_938_533_204_672_741_78
