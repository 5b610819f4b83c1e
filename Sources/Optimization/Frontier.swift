import LinearAlgebra

/// The portfolios of least `½ wᵀΣw − θ reward(w)` for θ from 0 upwards, under all constraints.
///
/// `reward(w)` is `rᵀw − Σ κ |w − held|`. Every one of them has the least variance of all allowed
/// portfolios with its reward, and the one at which `θ (reward − hurdle) = wᵀΣw` has the largest
/// ratio of reward over hurdle to volatility: the ratio is quasi-concave there, so that the
/// conditions of an optimum, which ``optimum`` measures, prove it.
/// - SeeAlso: Markowitz (1956), "The Optimization of a Quadratic Function Subject to Linear
///   Constraints"; Dinkelbach (1967), "On Nonlinear Fractional Programming".
struct Frontier {
    private let problem: PortfolioProblem
    private let rates: [Double]
    private let trades: Trades?
    private var sweep: ParametricProgram

    /// Finds the least variance of all.
    ///
    /// - Parameters:
    ///   - problem: Covariance and constraints, already validated.
    ///   - rates: `r`.
    /// - Throws: ``OptimizationError``; constraints in conflict are named.
    init(_ problem: PortfolioProblem, reward rates: [Double]) throws(OptimizationError) {
        self.problem = problem
        self.rates = rates
        let zeros = Array(repeating: 0.0, count: problem.count)
        let base = problem.program(hessian: problem.covariance, linear: zeros, costs: zeros)
        guard let most = problem.constraints.turnoverMaximum else {
            trades = nil
            sweep = try ParametricProgram(base, direction: rates, drag: problem.constraints.costs)
            return
        }
        try problem.checkTurnover(most, base)
        let trades = Trades(problem.constraints)
        self.trades = trades
        do throws(OptimizationError) {
            sweep = try ParametricProgram(
                trades.program(base, turnover: most),
                direction: trades.direction(rates)
            )
        } catch {
            throw Self.unmet(error, most)
        }
    }

    /// An error in words that don't name trades by their numbers.
    private static func unmet(_ error: OptimizationError, _ most: Double) -> OptimizationError {
        guard error.code == .infeasible else { return error }
        return OptimizationError(
            .infeasible,
            "the constraints leave no room for a turnover of \(most) at most; allow more"
        )
    }

    /// The largest reward the constraints allow.
    ///
    /// - Throws: ``OptimizationError``, `unbounded` where nothing limits it.
    static func largestReward(
        _ problem: PortfolioProblem,
        _ rates: [Double]
    ) throws(OptimizationError) -> Double {
        let zeros = Array(repeating: 0.0, count: problem.count)
        let base = problem.program(hessian: nil, linear: zeros, costs: zeros)
        guard let most = problem.constraints.turnoverMaximum else {
            var best = base
            best.linear = rates.map { -$0 }
            best.costs = problem.constraints.costs
            return -(try best.solved().objective)
        }
        try problem.checkTurnover(most, base)
        let trades = Trades(problem.constraints)
        var best = trades.program(base, turnover: most)
        best.linear = trades.direction(rates).map { -$0 }
        let held = DenseKernels.dot(rates, problem.constraints.held)
        do throws(OptimizationError) {
            return held - (try best.solved().objective)
        } catch {
            throw unmet(error, most)
        }
    }

    /// The weights at the present θ.
    var weights: [Double] { trades?.weights(sweep.set.x) ?? sweep.set.x }

    /// The reward at the present θ.
    var reward: Double { sweep.reward + rewardHeld }

    /// `wᵀΣw` at the present θ.
    var variance: Double { problem.covariance.quadraticForm(weights) }

    /// Moves on to where the reward reaches a target, if it is below it now.
    mutating func reach(reward target: Double) throws(OptimizationError) {
        // Targets within rounding of the reward reached need no other weights.
        guard target - reward > 1e-15 * abs(target) else { return }
        try sweep.reach(reward: target - rewardHeld, within: 1e-14 * heldSize)
    }

    /// Moves off a riskless start, where any θ is an optimum.
    mutating func leaveRisklessPoint() throws(OptimizationError) {
        try sweep.leaveRisklessPoint()
    }

    /// Moves on to the largest ratio of the reward over a hurdle to the volatility.
    mutating func reachLargestRatio(over hurdle: Double) throws(OptimizationError) {
        let (trades, covariance, missing) = (trades, problem.covariance, hurdle - rewardHeld)
        try sweep.solve { state in
            let weights = trades?.weights(state.set.x) ?? state.set.x
            let excess = state.reward - missing
            return (
                state.parameter * excess - covariance.quadraticForm(weights),
                excess - state.parameter * state.rewardSlope
            )
        }
    }

    /// Moves on to the least variance at a reward, and returns it with its price of turnover.
    ///
    /// Where a degenerate corner leaves the sweep short of the optimum, a program with the reward as
    /// a row of its own decides.
    mutating func leastVariance(
        earning target: Double
    ) throws(OptimizationError) -> (solution: QuadraticSolution, turnoverPrice: Double) {
        try reach(reward: target)
        let found = optimum
        guard let trades, let most = problem.constraints.turnoverMaximum,
            found.solution.residual.largest > 1e-12
        else { return found }
        let zeros = Array(repeating: 0.0, count: problem.count)
        let base = problem.program(hessian: problem.covariance, linear: zeros, costs: zeros)
        var program = trades.program(base, turnover: most)
        program.addRow(trades.direction(rates), from: target - rewardHeld, to: .infinity)
        let other: QuadraticSolution
        do throws(OptimizationError) {
            other = try program.solved(from: sweep.set.x)
        } catch {
            return found
        }
        let rows = other.rowMultipliers
        let again = priced(other.x, Array(rows.dropLast()), parameter: rows.last ?? 0)
        let isBetter = again.solution.residual.largest < found.solution.residual.largest
        return isBetter ? again : found
    }

    /// The optimum at the present θ, and the gain of a unit more of turnover in half variances.
    var optimum: (solution: QuadraticSolution, turnoverPrice: Double) {
        let found = sweep.set.solution
        return trades == nil
            ? (found, 0) : priced(sweep.set.x, found.rowMultipliers, parameter: sweep.parameter)
    }

    /// The same weights as the optimum of the program in which trading costs its price.
    private func priced(
        _ trade: [Double],
        _ rows: [Double],
        parameter: Double
    ) -> (solution: QuadraticSolution, turnoverPrice: Double) {
        let weights = trades?.weights(trade) ?? trade
        // Buying and selling one asset wastes turnover for free: then the limit has no price.
        let most = problem.constraints.turnoverMaximum ?? 0
        let spare = most - problem.constraints.turnover(of: weights)
        let isBinding = spare <= 1e-13 * max(1, most)
        let price = isBinding ? max(0, -(rows.last ?? 0)) : 0
        let program = problem.program(
            hessian: problem.covariance,
            linear: rates.map { -parameter * $0 },
            costs: problem.constraints.costs.map { parameter * $0 + price }
        )
        return (program.solution(weights, Array(rows.dropLast())), price)
    }

    /// θ, in variance per reward.
    var parameter: Double { sweep.parameter }

    /// The terms that the reward of the weights held is summed from, by magnitude.
    private var heldSize: Double {
        var size = 0.0
        for (rate, weight) in zip(rates, problem.constraints.held) { size += abs(rate * weight) }
        return size
    }

    /// What the weights held earn already; trades add to it.
    private var rewardHeld: Double {
        trades == nil ? 0 : DenseKernels.dot(rates, problem.constraints.held)
    }
}
