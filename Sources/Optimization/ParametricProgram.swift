import LinearAlgebra

/// A quadratic program whose linear term and costs grow with a parameter θ, followed from 0 upwards.
///
/// It minimises `f(x) − θ reward(x)` with `reward(x) = dᵀx − Σ eⱼ |xⱼ − hⱼ|`. Between changes of the
/// active set the optimum moves along a line in θ, so that equations in θ are solved by Newton's
/// method, kept within brackets, exactly and in finitely many steps.
/// - SeeAlso: Markowitz (1956), "The Optimization of a Quadratic Function Subject to Linear
///   Constraints"; Best (1996), "An Algorithm for the Solution of the Parametric Quadratic
///   Programming Problem".
struct ParametricProgram {
    /// `d`.
    let direction: [Double]
    /// `e`, not below zero.
    let drag: [Double]
    private let base: QuadraticProgram
    private(set) var set: ActiveSet
    private(set) var parameter = 0.0

    /// An equation in θ: its value at the optimum, rising through zero, and how fast it changes.
    typealias Equation = (ParametricProgram) -> (value: Double, slope: Double)

    /// Solves the program for θ = 0.
    init(
        _ base: QuadraticProgram,
        direction: [Double],
        drag: [Double]? = nil,
        from start: [Double]? = nil
    ) throws(OptimizationError) {
        self.base = base
        self.direction = direction
        self.drag = drag ?? Array(repeating: 0, count: base.count)
        set = try base.activeSet(from: start)
        try set.run()
    }

    /// `reward(x)` at the optimum; it never falls while θ rises.
    var reward: Double {
        var sum = 0.0
        for index in direction.indices {
            let moved = drag[index] == 0 ? 0 : abs(set.x[index] - base.held[index])
            sum += direction[index] * set.x[index] - drag[index] * moved
        }
        return sum
    }

    /// How fast the reward rises with θ while the active set stays.
    var rewardSlope: Double {
        let slopes = set.free.map { variable in
            direction[variable]
                - (set.x[variable] > base.held[variable] ? drag[variable] : -drag[variable])
        }
        var factor = set.factor
        let still = [Double](repeating: 0, count: set.working.count)
        guard let response = factor.solved(slopes, rows: still) else { return 0 }
        return max(0, DenseKernels.dot(slopes, response.step))
    }

    /// Solves the program for another θ, from where it stands.
    mutating func move(to parameter: Double) throws(OptimizationError) {
        self.parameter = parameter
        set.change(
            linear: base.linear.indices.map { base.linear[$0] - parameter * direction[$0] },
            costs: base.costs.indices.map { base.costs[$0] + parameter * drag[$0] }
        )
        try set.run()
    }

    /// Moves θ to where the reward reaches a target, if it's below it now.
    ///
    /// - Parameters:
    ///   - target: The reward.
    ///   - slack: What the target may be in doubt by, beyond the rounding of the reward's own terms.
    /// - Throws: ``OptimizationError``, with `undefined` when no θ reaches it.
    mutating func reach(
        reward target: Double,
        within slack: Double = 0
    ) throws(OptimizationError) {
        var size = abs(target)
        for index in direction.indices {
            let reach = abs(set.x[index]) + abs(base.held[index])
            size += (abs(direction[index]) + drag[index]) * reach
        }
        try solve(within: 1e-14 * size + slack) { ($0.reward - target, $0.rewardSlope) }
    }

    /// Moves θ to the root of an equation, whose value must not be above zero now.
    ///
    /// Where the value jumps over zero, because the program has many optima for one θ, the point on
    /// the line between the two that meets it is taken: it's an optimum too.
    /// - Parameters:
    ///   - slack: How far from zero a value is taken for zero once θ has no more effect.
    ///   - equation: What is to become zero.
    /// - Throws: ``OptimizationError``, with `undefined` when no θ reaches zero.
    mutating func solve(
        within slack: Double = 0,
        _ equation: Equation
    ) throws(OptimizationError) {
        var (value, slope) = equation(self)
        let size = typicalParameter
        var (below, above) = (self, ParametricProgram?.none)
        guard value < 0 else { return }
        for _ in 0..<200 {
            if slope == 0, abs(value) <= slack { return }
            var next = slope > 0 ? parameter - value / slope : .infinity
            if let above {
                let (lowest, highest) = (below.parameter, above.parameter)
                if highest - lowest <= 1e-14 * highest { break }
                if !(next > lowest && next < highest) { next = lowest + (highest - lowest) / 2 }
            } else {
                next = min(next, max(16 * parameter, size))
                if next > 1e12 * size {
                    if abs(value) <= slack { return }
                    throw unreachable(value)
                }
            }
            let isConverged = abs(next - parameter) <= 4e-16 * next
            try move(to: next)
            (value, slope) = equation(self)
            if value == 0 || isConverged { return }
            if value < 0 { below = self } else { above = self }
        }
        guard let above else {
            if abs(value) <= slack { return }
            throw unreachable(value)
        }
        let (low, high) = (equation(below).value, equation(above).value)
        let share = -low / (high - low)
        self = above
        for index in set.x.indices {
            // What stays, as at a bound, stays to the last bit.
            let (first, last) = (below.set.x[index], above.set.x[index])
            if first != last { set.x[index] = (1 - share) * first + share * last }
        }
        set.refresh()
    }

    /// The θ at which reward and risk weigh about alike.
    private var typicalParameter: Double {
        var reward = 0.0
        for index in direction.indices { reward = max(reward, abs(direction[index]) + drag[index]) }
        let risk = set.gradientScales().max() ?? 0
        return reward > 0 && risk > 0 ? risk / reward : 1
    }

    private func unreachable(_ value: Double) -> OptimizationError {
        OptimizationError(
            .undefined,
            "no weight on the reward meets the target; it stays \(-value) short"
        )
    }
}

extension ParametricProgram {
    /// Moves θ off zero, where a riskless point may be the optimum.
    mutating func leaveRisklessPoint() throws(OptimizationError) {
        try move(to: typicalParameter)
    }
}
