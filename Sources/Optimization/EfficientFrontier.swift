import LinearAlgebra

extension PortfolioProblem {
    /// Returns the least-variance portfolios for returns from that of least variance to the largest.
    ///
    /// Targets lie at equal steps, both ends included. Each solution's objective is its variance.
    /// With costs, returns are after them: costs count in units of return. A limit on turnover is met
    /// by every one of them, from the same holdings.
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
        let most = try largestReturn()
        var frontier = try frontier()
        let least = frontier.reward
        var solutions: [PortfolioSolution] = []
        for point in 0..<points {
            let target = least + (most - least) * Double(point) / Double(points - 1)
            solutions.append(try self.point(&frontier, at: min(target, most)))
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
        let most = try largestReturn()
        guard target <= most + 1e-13 * abs(most) else {
            throw OptimizationError(
                .infeasible,
                "a return of \(target) is asked for, \(most) is the most the constraints allow"
            )
        }
        var frontier = try frontier()
        return try point(&frontier, at: min(target, most))
    }

    /// The largest return the constraints allow, after costs.
    private func largestReturn() throws(OptimizationError) -> Double {
        do throws(OptimizationError) {
            return try Frontier.largestReward(self, try expectedReturns())
        } catch {
            throw named(error)
        }
    }

    private func frontier() throws(OptimizationError) -> Frontier {
        do throws(OptimizationError) {
            return try Frontier(self, reward: try expectedReturns())
        } catch {
            throw named(error)
        }
    }

    private func point(
        _ frontier: inout Frontier,
        at target: Double
    ) throws(OptimizationError) -> PortfolioSolution {
        let (optimum, price) = try frontier.leastVariance(earning: target)
        return solution(
            optimum,
            objective: covariance.quadraticForm(optimum.x),
            turnoverMultiplier: 2 * price
        )
    }
}
