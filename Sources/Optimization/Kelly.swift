import LinearAlgebra

extension PortfolioProblem {
    /// Returns the portfolio whose capital would have grown fastest: the largest mean `ln(1 + rᵀw)`.
    ///
    /// What the weights leave of 1 is cash that earns nothing; a budget of `0...1` keeps to one's
    /// own money. Costs count in units of growth per period. The objective is the growth of the
    /// weights returned.
    /// - Parameter fraction: What share of the optimum to hold, the rest in cash; ½ is half Kelly.
    ///   Constraints are met by the whole optimum.
    /// - Returns: Weights with their growth per period.
    /// - Throws: ``OptimizationError`` with `unbounded` when a portfolio never loses, `undefined`
    ///   when every allowed start loses everything, and those of the quadratic program.
    /// - SeeAlso: Kelly (1956), "A New Interpretation of Information Rate"; Breiman (1961), "Optimal
    ///   Gambling Systems for Favorable Games".
    package func growthOptimal(
        fraction: Double = 1
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        try check(fraction)
        let history = try fullHistory()
        let zeros = Array(repeating: 0.0, count: count)
        let limits = program(hessian: nil, linear: zeros)
        do throws(OptimizationError) {
            let start = try limits.feasiblePoint(near: constraints.held)
            var search = try GrowthSearch(history, at: start, spare: try limits.feasiblePoint())
            for _ in 0..<100 {
                let (gradient, hessian) = search.derivatives()
                let pull = hessian.multiplied(by: search.weights)
                let model = program(
                    hessian: hessian,
                    linear: gradient.indices.map { gradient[$0] - pull[$0] }
                )
                let found = try self.optimum(of: model, from: search.weights)
                if search.step(to: found.solution.x, costing: constraints.cost(of:)) { continue }
                return kelly(found, fraction) { search.growth(of: $0) }
            }
            throw OptimizationError(
                .unbounded,
                "growth rises without end: some weights never lose in the history; limit the budget",
                ray: search.weights
            )
        } catch {
            throw named(error)
        }
    }

    /// Returns the portfolio of largest `wᵀ(μ − r) − ½ wᵀΣw`, what Kelly's is for small returns.
    ///
    /// Costs count in units of return. The objective is that figure for the weights returned.
    /// - Parameters:
    ///   - riskFree: The return of cash per period.
    ///   - fraction: What share of the optimum to hold.
    /// - Returns: Weights with what they are worth.
    /// - Throws: ``OptimizationError``, `unbounded` when nothing limits a riskless gain.
    /// - SeeAlso: Thorp (2006), "The Kelly Criterion in Blackjack, Sports Betting and the Stock
    ///   Market", section 7.
    package func meanVarianceKelly(
        riskFree: Double,
        fraction: Double = 1
    ) throws(OptimizationError) -> PortfolioSolution {
        try validate()
        try check(fraction)
        let excess = try expectedReturns().map { $0 - riskFree }
        let found = try optimum(of: program(hessian: covariance, linear: excess.map { -$0 }))
        return kelly(found, fraction) {
            DenseKernels.dot(excess, $0) - covariance.quadraticForm($0) / 2
        }
    }

    private func check(_ fraction: Double) throws(OptimizationError) {
        guard fraction > 0, fraction <= 1 else {
            throw OptimizationError(
                .badInput,
                "a Kelly fraction of \(fraction); give more than 0 and at most 1"
            )
        }
    }

    private func kelly(
        _ optimum: LimitedOptimum,
        _ fraction: Double,
        _ objective: ([Double]) -> Double
    ) -> PortfolioSolution {
        let full = solution(
            optimum.solution,
            objective: objective(optimum.solution.x),
            turnoverMultiplier: optimum.turnoverMultiplier
        )
        if fraction == 1 { return full }
        let weights = full.weights.map { $0 * fraction }
        return PortfolioSolution(
            weights: weights,
            objective: objective(weights),
            binding: full.binding,
            bindingNames: full.bindingNames,
            residual: full.residual,
            turnoverMultiplier: full.turnoverMultiplier,
            turnover: constraints.turnover(of: weights),
            cost: constraints.cost(of: weights),
            notes: ["\(fraction) of the optimum; the constraints named bind the whole of it"]
        )
    }
}

/// Newton's method on the mean logarithm of growth, one quadratic program a step.
private struct GrowthSearch {
    private let history: Matrix
    private(set) var weights: [Double]
    private var growths: [Double]

    /// Starts at weights that survive every period, or at others that do.
    init(_ history: Matrix, at start: [Double], spare: [Double]) throws(OptimizationError) {
        self.history = history
        weights = start
        growths = history.multiplied(by: start)
        if growths.contains(where: { $0 <= -1 }) {
            weights = spare
            growths = history.multiplied(by: spare)
        }
        guard growths.allSatisfy({ $0 > -1 }) else {
            throw OptimizationError(
                .undefined,
                "the constraints start from weights that lose everything in a period of the "
                    + "history; allow cash or smaller weights"
            )
        }
    }

    /// Mean logarithm of growth per period; `−∞` where a period loses everything.
    func growth(of weights: [Double]) -> Double { growth(history.multiplied(by: weights)) }

    private func growth(_ returns: [Double]) -> Double {
        var sum = 0.0
        for value in returns {
            if value <= -1 { return -.infinity }
            sum += ElementaryFunctions.log(1 + value)
        }
        return sum / Double(returns.count)
    }

    /// Gradient and hessian of minus the growth.
    func derivatives() -> (gradient: [Double], hessian: SymmetricMatrix) {
        let share = 1 / Double(history.rows)
        var gradient = [Double](repeating: 0, count: history.columns)
        var scaled = history
        for period in 0..<history.rows {
            let inverse = 1 / (1 + growths[period])
            for asset in 0..<history.columns {
                let value = history.storage[period * history.columns + asset] * inverse
                gradient[asset] -= share * value
                scaled.storage[period * history.columns + asset] = value
            }
        }
        return (gradient, GramMatrix.ofColumns(scaled).scaled(by: share))
    }

    /// Goes towards new weights as far as growth rises; false when it is there already.
    mutating func step(to target: [Double], costing cost: ([Double]) -> Double) -> Bool {
        var (largest, size) = (0.0, 1.0)
        for index in weights.indices {
            largest = max(largest, abs(target[index] - weights[index]))
            size = max(size, abs(weights[index]))
        }
        if largest <= 1e-14 * size { return false }
        let now = growth(growths) - cost(weights)
        var length = 1.0
        while length > 1e-10 {
            let trial = weights.indices.map {
                length == 1 ? target[$0] : weights[$0] + length * (target[$0] - weights[$0])
            }
            let returns = history.multiplied(by: trial)
            let gain = growth(returns) - cost(trial) - now
            // Steps this small can't be told from rounding by the growth they bring.
            if gain > 0 || (length == 1 && largest < 1e-6 * size && gain > -1e-13) {
                (weights, growths) = (trial, returns)
                return largest * length > 1e-14 * size
            }
            length /= 2
        }
        return false
    }
}
