import LinearAlgebra
import Market
import Performance
import Risk

/// What the workers' returns have to do with one another, over the whole run and lately.
struct WorkerRisk: Sendable {
    /// The share of each worker in the portfolio's volatility at a date.
    struct Contribution: Sendable {
        let date: CalendarDate
        /// Shares in the portfolio's net asset value, one a worker; the rest is cash.
        let weights: [Double]
        /// Shares in the variance, one a worker; they sum to 1, or are 0 without risk.
        let shares: [Double]
        /// Annual volatility of the portfolio at these weights.
        let volatility: Double
    }

    let evaluation: Evaluation

    /// Correlations of the workers whose returns vary, over cycles in which all were members.
    ///
    /// - Throws: ``RiskError`` where fewer than two cycles are left.
    func correlation() throws(RiskError) -> (workers: [Int], matrix: SymmetricMatrix, cycles: Int) {
        let workers = evaluation.input.workers.indices.filter { index in
            let known = evaluation.input.workers[index].returns.compactMap { $0 }
            return known.contains { $0 != known[0] }
        }
        let all = 0..<evaluation.input.portfolio.cycles.count
        let panel = try panel(of: workers, in: all)
        let estimate = try CovarianceEstimate.sample(panel)
        return (workers, try estimate.correlation(), panel.periodCount)
    }

    /// Contributions at the last cycle of each month that has a full window before it.
    ///
    /// Weights are those at the date, covariances those of the window that ends there; a worker that
    /// was no member all the time has no part.
    func contributions(window: Int) throws(RiskError) -> [Contribution] {
        let cycles = evaluation.input.portfolio.cycles
        var found: [Contribution] = []
        for index in cycles.indices where index + 1 >= window {
            let isLast = index + 1 == cycles.count
            guard isLast || !cycles[index].date.isSameMonth(as: cycles[index + 1].date),
                cycles[index].nav > 0
            else { continue }
            found.append(try contribution(at: index, window: window))
        }
        return found
    }

    private func contribution(at index: Int, window: Int) throws(RiskError) -> Contribution {
        let workers = evaluation.input.workers
        let span = (index + 1 - window)..<(index + 1)
        let members = workers.indices.filter { worker in
            !workers[worker].returns[span].contains { $0 == nil }
        }
        let state = evaluation.input.portfolio.cycles[index]
        var weights = [Double](repeating: 0, count: workers.count)
        var shares = weights
        var volatility = 0.0
        for worker in workers.indices { weights[worker] = workers[worker].nav[index] / state.nav }
        if !members.isEmpty {
            let estimate = try CovarianceEstimate.sample(try panel(of: members, in: span))
            let risk = try PortfolioRisk(
                weights: members.map { weights[$0] },
                covariance: estimate.covariance
            )
            for (worker, share) in zip(members, risk.shares) { shares[worker] = share }
            let periods = evaluation.input.run.convention.periodsPerYear
            volatility = risk.volatility * periods.squareRoot()
        }
        return Contribution(
            date: state.date,
            weights: weights,
            shares: shares,
            volatility: volatility
        )
    }

    private func panel(of workers: [Int], in span: Range<Int>) throws(RiskError) -> ReturnPanel {
        var returns = Matrix(rows: span.count, columns: workers.count)
        for (column, worker) in workers.enumerated() {
            for (row, cycle) in span.enumerated() {
                returns[row, column] = evaluation.input.workers[worker].returns[cycle] ?? .nan
            }
        }
        return try ReturnPanel(returns, missing: .periodLeftOut)
    }
}

extension CalendarDate {
    /// Whether both lie in one month of one year.
    fileprivate func isSameMonth(as other: CalendarDate) -> Bool {
        (components.year, components.month) == (other.components.year, other.components.month)
    }
}
