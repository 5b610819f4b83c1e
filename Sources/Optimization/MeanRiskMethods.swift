import LinearAlgebra

extension PortfolioProblem {
    /// Returns the portfolio of least variance, costs included: `wᵀ Σ w + Σ κ |w − held|`.
    ///
    /// - Throws: ``OptimizationError`` with `badInput`, `infeasible` or `unbounded`.
    /// - SeeAlso: Markowitz (1952), "Portfolio Selection".
    package func minimumVariance() throws(OptimizationError) -> PortfolioSolution {
        try validate()
        let program = program(
            hessian: covariance.scaled(by: 2),
            linear: Array(repeating: 0, count: count)
        )
        let found = try optimum(of: program)
        return solution(
            found.solution,
            objective: found.objective,
            turnoverMultiplier: found.turnoverMultiplier
        )
    }

    /// Returns the portfolio of the largest Sharpe ratio, `(μᵀw − Σ κ |w − held| − r) / √(wᵀΣw)`.
    ///
    /// Costs are in units of return. The objective is the ratio per period.
    /// - Parameter riskFree: The return that needs no risk, per period.
    /// - Returns: Weights with the ratio.
    /// - Throws: ``OptimizationError`` with `undefined` when no portfolio earns more than
    ///   `riskFree`, `unbounded` when one does so without risk, and `unsupported` for a limit on
    ///   turnover.
    /// - SeeAlso: Sharpe (1966), "Mutual Fund Performance"; Dinkelbach (1967), "On Nonlinear
    ///   Fractional Programming".
    package func maximumSharpe(riskFree: Double) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        return try largestRatio(reward: try expectedReturns(), less: riskFree, "Sharpe ratio")
    }

    /// Returns the most diversified portfolio: the largest `Σ wᵢ σᵢ / √(wᵀΣw)`.
    ///
    /// The objective is that ratio. Costs would count against the weighted deviations and are
    /// refused, as is a limit on turnover.
    /// - Throws: ``OptimizationError`` with `unsupported`; `unbounded` when risks cancel entirely;
    ///   `undefined` when nothing varies.
    /// - SeeAlso: Choueifaty and Coignard (2008), "Toward Maximum Diversification".
    package func maximumDiversification() throws(OptimizationError) -> PortfolioSolution {
        try validate()
        guard !constraints.costs.contains(where: { $0 > 0 }) else {
            throw OptimizationError(
                .unsupported,
                "maximum diversification can't weigh costs: its ratio has no unit of return; "
                    + "limit weights instead"
            )
        }
        return try largestRatio(reward: deviations, less: 0, "diversification ratio")
    }

    /// The means, or the refusal of a method that needs them.
    func expectedReturns() throws(OptimizationError) -> [Double] {
        guard let means else {
            throw OptimizationError(.badInput, "this method needs expected returns; give means")
        }
        return means
    }

    /// Finds the largest `(reward(w) − hurdle) / √(wᵀΣw)` along the efficient frontier.
    ///
    /// On the frontier `min ½ wᵀΣw − θ reward(w)` it's where `θ (reward − hurdle) = wᵀΣw`.
    private func largestRatio(
        reward: [Double],
        less hurdle: Double,
        _ name: String
    ) throws(OptimizationError) -> PortfolioSolution {
        guard constraints.turnoverMaximum == nil else {
            throw OptimizationError(
                .unsupported,
                "the largest \(name) can't be found under a limit on turnover; "
                    + "give costs, or take a point of the efficient frontier"
            )
        }
        let zeros = Array(repeating: 0.0, count: count)
        let base = program(hessian: covariance, linear: zeros, costs: zeros)
        do throws(OptimizationError) {
            try checkReward(base, reward, hurdle, name)
            var frontier = try ParametricProgram(base, direction: reward, drag: constraints.costs)
            let slack = 1e-20 * Double(count) * (covariance.diagonal.max() ?? 0)
            if covariance.quadraticForm(frontier.set.x) <= slack {
                guard frontier.reward <= hurdle else { throw riskless(name) }
                try frontier.leaveRisklessPoint()
            }
            try frontier.solve { state in
                let excess = state.reward - hurdle
                return (
                    state.parameter * excess - covariance.quadraticForm(state.set.x),
                    excess - state.parameter * state.rewardSlope
                )
            }
            let risk = covariance.quadraticForm(frontier.set.x).squareRoot()
            guard risk > 0 else { throw riskless(name) }
            return solution(frontier.set.solution, objective: (frontier.reward - hurdle) / risk)
        } catch {
            throw named(error)
        }
    }

    private func checkReward(
        _ base: QuadraticProgram,
        _ reward: [Double],
        _ hurdle: Double,
        _ name: String
    ) throws(OptimizationError) {
        var best = base
        best.hessian = nil
        best.linear = reward.map { -$0 }
        best.costs = constraints.costs
        do throws(OptimizationError) {
            let most = -(try best.solved().objective)
            guard most > hurdle else {
                throw OptimizationError(
                    .undefined,
                    "no portfolio has a \(name) above zero: the best reward is \(most), "
                        + "\(hurdle) is to be beaten; hold cash, or minimise variance"
                )
            }
        } catch  where error.code == .unbounded {
            // A reward without end is no obstacle to a ratio.
            return
        }
    }

    private func riskless(_ name: String) -> OptimizationError {
        OptimizationError(
            .unbounded,
            "a portfolio without any variance earns more than what it's measured against, "
                + "so that the \(name) has no end; leave constant assets out"
        )
    }
}
