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
    ///   `riskFree`, and `unbounded` when one does so without risk.
    /// - SeeAlso: Sharpe (1966), "Mutual Fund Performance"; Dinkelbach (1967), "On Nonlinear
    ///   Fractional Programming".
    package func maximumSharpe(riskFree: Double) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        return try largestRatio(reward: try expectedReturns(), less: riskFree, "Sharpe ratio")
    }

    /// Returns the most diversified portfolio: the largest `Σ wᵢ σᵢ / √(wᵀΣw)`.
    ///
    /// The objective is that ratio, the Sharpe ratio of assets that each earn their own volatility;
    /// costs are taken from that reward, `Σ wᵢ σᵢ − Σ κ |w − held|`.
    /// - Throws: ``OptimizationError`` with `unbounded` when risks cancel entirely, `undefined` when
    ///   nothing varies.
    /// - SeeAlso: Choueifaty and Coignard (2008), "Toward Maximum Diversification".
    package func maximumDiversification() throws(OptimizationError) -> PortfolioSolution {
        try validate()
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
        do throws(OptimizationError) {
            try checkReward(reward, hurdle, name)
            var frontier = try Frontier(self, reward: reward)
            let slack = 1e-20 * Double(count) * (covariance.diagonal.max() ?? 0)
            if frontier.variance <= slack {
                guard frontier.reward <= hurdle else { throw riskless(name) }
                try frontier.leaveRisklessPoint()
            }
            try frontier.reachLargestRatio(over: hurdle)
            let risk = frontier.variance.squareRoot()
            guard risk > 0 else { throw riskless(name) }
            let (optimum, price) = frontier.optimum
            return solution(
                optimum,
                objective: (frontier.reward - hurdle) / risk,
                turnoverMultiplier: price > 0 ? price / (frontier.parameter * risk) : 0
            )
        } catch {
            throw named(error)
        }
    }

    private func checkReward(
        _ reward: [Double],
        _ hurdle: Double,
        _ name: String
    ) throws(OptimizationError) {
        do throws(OptimizationError) {
            let most = try Frontier.largestReward(self, reward)
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
