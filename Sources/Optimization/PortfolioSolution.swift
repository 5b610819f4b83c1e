/// A portfolio with what decided it.
package struct PortfolioSolution: Sendable {
    /// The weights, in the order of the assets.
    package let weights: [Double]
    /// What the method minimises or maximises, in the units its method states.
    package let objective: Double
    /// Constraints that hold with equality; rows are the budget, then limits, then the method's own.
    package let binding: [BindingConstraint]
    /// The same in words, with the assets' names.
    package let bindingNames: [String]
    /// How exactly the optimum is met, relative; `nil` for rules that optimise nothing.
    package let residual: KKTResidual?
    /// What one unit more of allowed turnover would gain, where turnover is limited and binds.
    package let turnoverMultiplier: Double
    /// `Σ |weight − held|`.
    package let turnover: Double
    /// What trading to the weights costs, in units of the method's objective.
    package let cost: Double
    /// What a reader should know, such as that a rule's weights were moved to meet constraints.
    package let notes: [String]
}

extension PortfolioProblem {
    /// Puts together an optimum of a program over the weights.
    func solution(
        _ optimum: QuadraticSolution,
        objective: Double,
        turnoverMultiplier: Double = 0,
        notes: [String] = []
    ) -> PortfolioSolution {
        let rows = rowNames
        return PortfolioSolution(
            weights: optimum.x,
            objective: objective,
            binding: optimum.binding,
            bindingNames: optimum.binding.map { name($0, rows) }
                + (turnoverMultiplier > 0 ? ["turnover at its maximum"] : []),
            residual: residual(optimum, turnoverMultiplier),
            turnoverMultiplier: turnoverMultiplier,
            turnover: constraints.turnover(of: optimum.x),
            cost: constraints.cost(of: optimum.x),
            notes: notes
        )
    }

    /// Puts together the weights of a rule that optimises nothing.
    func solution(
        rule weights: [Double],
        objective: Double,
        notes: [String] = []
    ) -> PortfolioSolution {
        PortfolioSolution(
            weights: weights,
            objective: objective,
            binding: [],
            bindingNames: [],
            residual: nil,
            turnoverMultiplier: 0,
            turnover: constraints.turnover(of: weights),
            cost: constraints.cost(of: weights),
            notes: notes
        )
    }

    /// The residual of an optimum, how far turnover is from its limit included.
    private func residual(
        _ optimum: QuadraticSolution,
        _ turnoverMultiplier: Double
    ) -> KKTResidual {
        let own = optimum.residual
        guard let most = constraints.turnoverMaximum else { return own }
        let excess = (constraints.turnover(of: optimum.x) - most) / max(1, most)
        let gap = turnoverMultiplier > 0 ? abs(excess) : 0
        return KKTResidual(
            feasibility: max(own.feasibility, excess),
            stationarity: own.stationarity,
            complementarity: max(own.complementarity, gap)
        )
    }

    private func name(_ constraint: BindingConstraint, _ rows: [String]) -> String {
        func row(_ index: Int) -> String { index < rows.count ? rows[index] : "turnover" }
        switch constraint {
        case .lowerBound(let asset):
            return "\(names[asset]) at its minimum \(constraints.minimumWeights[asset])"
        case .upperBound(let asset):
            return "\(names[asset]) at its maximum \(constraints.maximumWeights[asset])"
        case .unmoved(let asset): return "\(names[asset]) not traded: it costs more than it gains"
        case .rowLower(let index): return "\(row(index)) at its minimum"
        case .rowUpper(let index): return "\(row(index)) at its maximum"
        case .equation(let index): return "\(row(index)) fixed"
        }
    }
}
