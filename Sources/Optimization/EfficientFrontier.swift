import LinearAlgebra

extension PortfolioProblem {
    /// Returns the least-variance portfolios for returns from that of least variance to the largest.
    ///
    /// Targets lie at equal steps, both ends included. Each solution's objective is its variance.
    /// With costs, both variance and return are after them: costs count in units of return.
    /// - Parameter points: How many, two or more.
    /// - Returns: As many portfolios, least return first.
    /// - Throws: ``OptimizationError``.
    /// - SeeAlso: Markowitz (1956), "The Optimization of a Quadratic Function Subject to Linear
    ///   Constraints".
    package func efficientFrontier(
        points: Int
    ) throws(OptimizationError) -> [PortfolioSolution] {
        try validate()
        guard points >= 2 else {
            throw OptimizationError(
                .badInput,
                "a frontier of \(points) points; ask for two or more"
            )
        }
        let means = try expectedReturns()
        let most = try largestReturn()
        var sweep = try frontierSweep()
        let least = sweep.reward
        var solutions: [PortfolioSolution] = []
        for point in 0..<points {
            let target = least + (most - least) * Double(point) / Double(points - 1)
            solutions.append(try self.point(&sweep, at: min(target, most), means))
        }
        return solutions
    }

    /// Returns the portfolio of least variance that earns at least a target after costs.
    ///
    /// Its objective is its variance. A target below the return of the least variance of all gives
    /// that portfolio.
    /// - Throws: ``OptimizationError`` with `infeasible` when nothing earns as much.
    package func minimumVariance(
        earning target: Double
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        let means = try expectedReturns()
        let most = try largestReturn()
        guard target <= most + 1e-13 * abs(most) else {
            throw OptimizationError(
                .infeasible,
                "a return of \(target) is asked for, \(most) is the most the constraints allow"
            )
        }
        var sweep = try frontierSweep()
        return try point(&sweep, at: min(target, most), means)
    }

    /// The largest return the constraints allow, after costs.
    private func largestReturn() throws(OptimizationError) -> Double {
        let best = program(hessian: nil, linear: try expectedReturns().map { -$0 })
        return -(try optimum(of: best).objective)
    }

    private func frontierSweep() throws(OptimizationError) -> ParametricProgram {
        guard constraints.turnoverMaximum == nil else {
            throw OptimizationError(
                .unsupported,
                "the efficient frontier can't be traced under a limit on turnover; give costs"
            )
        }
        let zeros = Array(repeating: 0.0, count: count)
        do throws(OptimizationError) {
            return try ParametricProgram(
                program(hessian: covariance, linear: zeros, costs: zeros),
                direction: try expectedReturns(),
                drag: constraints.costs
            )
        } catch {
            throw named(error)
        }
    }

    private func point(
        _ sweep: inout ParametricProgram,
        at target: Double,
        _ means: [Double]
    ) throws(OptimizationError) -> PortfolioSolution {
        // Targets within rounding of the return reached need no other weights.
        if target - sweep.reward > 1e-15 * abs(target) { try sweep.reach(reward: target) }
        let optimum = sweep.set.solution
        return solution(optimum, objective: covariance.quadraticForm(optimum.x))
    }
}
