import LinearAlgebra

/// The optimum of a program over the weights, with the price of the limit on turnover.
struct LimitedOptimum {
    let solution: QuadraticSolution
    /// What is minimised, without the price of the limit.
    let objective: Double
    /// What a unit more of turnover would gain; zero where the limit doesn't bind.
    let turnoverMultiplier: Double
}

extension PortfolioProblem {
    /// Solves a program over the weights, under the limit on turnover where there is one.
    ///
    /// The limit is met by its price: the least cost per unit traded at which turnover keeps to it.
    /// - Throws: ``OptimizationError``; constraints in conflict are named.
    func optimum(
        of program: QuadraticProgram,
        from start: [Double]? = nil
    ) throws(OptimizationError) -> LimitedOptimum {
        do throws(OptimizationError) {
            guard let most = constraints.turnoverMaximum else {
                let solution = try program.solved(from: start)
                return LimitedOptimum(
                    solution: solution,
                    objective: solution.objective,
                    turnoverMultiplier: 0
                )
            }
            try checkTurnover(most, program)
            var priced = try ParametricProgram(
                program,
                direction: Array(repeating: 0, count: count),
                drag: Array(repeating: 1, count: count),
                from: start
            )
            try priced.reach(reward: -most)
            let solution = priced.set.solution
            return LimitedOptimum(
                solution: solution,
                objective: solution.objective
                    - priced.parameter * constraints.turnover(of: solution.x),
                turnoverMultiplier: priced.parameter
            )
        } catch {
            throw named(error)
        }
    }

    /// Refuses a limit on turnover that the other constraints don't leave room for.
    func checkTurnover(
        _ most: Double,
        _ program: QuadraticProgram
    ) throws(OptimizationError) {
        guard most >= 0 else {
            throw OptimizationError(.badInput, "the limit on turnover is \(most); give 0 or more")
        }
        var least = program
        least.hessian = nil
        least.linear = Array(repeating: 0, count: count)
        least.costs = Array(repeating: 1, count: count)
        let needed = constraints.turnover(of: try least.solved(from: constraints.held).x)
        guard needed <= most + 1e-12 * max(1, most) else {
            throw OptimizationError(
                .infeasible,
                "the constraints need a turnover of \(needed) from what is held, "
                    + "\(most) is the maximum; allow more, or several steps"
            )
        }
    }

    /// Says in an error which assets and limits are meant.
    func named(_ error: OptimizationError) -> OptimizationError {
        guard let conflict = error.conflict else { return error }
        let rows = rowNames
        var parts = conflict.rows.map { row in
            let name = row.index < rows.count ? rows[row.index] : "turnover"
            return "\(name) (\(row.multiplier > 0 ? "minimum" : "maximum"))"
        }
        let lower = conflict.lowerBounds.filter { constraints.minimumWeights[$0].isFinite }
        let upper = conflict.upperBounds.filter { constraints.maximumWeights[$0].isFinite }
        if !lower.isEmpty { parts.append("least weights of \(list(lower))") }
        if !upper.isEmpty { parts.append("largest weights of \(list(upper))") }
        return OptimizationError(
            error.code,
            "no portfolio meets these together: \(parts.joined(separator: ", ")); loosen one",
            conflict: conflict
        )
    }

    private func list(_ assets: [Int]) -> String {
        let shown = assets.prefix(5).map { names[$0] }.joined(separator: ", ")
        return assets.count > 5 ? "\(shown) and \(assets.count - 5) more" : shown
    }

    /// Returns the portfolio nearest to a rule's weights that meets the constraints.
    ///
    /// It minimises `½ Σ (w − target)²` plus costs. Weights that meet everything stay as they are.
    func nearest(
        to target: [Double],
        objective: ([Double]) -> Double,
        notes: [String] = []
    ) throws(OptimizationError) -> PortfolioSolution {
        let hasCosts = constraints.costs.contains { $0 > 0 }
        if !hasCosts, constraints.isMet(by: target) {
            return solution(rule: target, objective: objective(target), notes: notes)
        }
        let program = program(
            hessian: SymmetricMatrix(diagonal: Array(repeating: 1, count: count)),
            linear: target.map { -$0 }
        )
        let found = try optimum(of: program, from: target)
        var distance = 0.0
        for index in target.indices {
            let gap = found.solution.x[index] - target[index]
            distance += gap * gap
        }
        let note =
            "the rule's weights miss a constraint or a cost; these are the nearest allowed, "
            + "\(distance.squareRoot()) away"
        return solution(
            found.solution,
            objective: objective(found.solution.x),
            turnoverMultiplier: found.turnoverMultiplier,
            notes: notes + [note]
        )
    }
}

extension PortfolioConstraints {
    /// Whether weights meet every constraint, up to the rounding of their sums.
    package func isMet(by weights: [Double]) -> Bool {
        let slack = 1e-14 * Double(max(16, count))
        var sum = 0.0
        for index in weights.indices {
            guard weights[index] >= minimumWeights[index], weights[index] <= maximumWeights[index]
            else { return false }
            sum += weights[index]
        }
        guard sum >= budget.lowerBound - slack, sum <= budget.upperBound + slack
        else { return false }
        for limit in limits {
            let value = DenseKernels.dot(limit.coefficients, weights)
            if value < limit.minimum - slack || value > limit.maximum + slack { return false }
        }
        return turnoverMaximum.map { turnover(of: weights) <= $0 + slack } ?? true
    }
}
