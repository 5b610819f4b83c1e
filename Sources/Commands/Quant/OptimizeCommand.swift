import ArgumentParser
import Inspection
import LinearAlgebra
import Optimization
import Risk

struct OptimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Builds a portfolio of your own prices by one of fifteen methods.",
        discussion: """
            Methods: \(methods.joined(separator: ", ")). Weights are fractions, 0 \
            or more and 1 in sum unless a constraint says otherwise. Means and covariance are of \
            the returns between closes.

            Example: bursar optimize topology/data/sp500/closes.csv --method minimum-variance \
            --constraint 'weight<=0.15' --constraint 'CVX+XOM<=0.1'

            JSON keys: method, covariance, first, last, returns, periods_per_year, weights, \
            risk_shares, volatility, mean_return, diversification_ratio, effective_number, \
            turnover, cost, objective, residual, binding, notes. Rates are of a year; objective \
            is of a period, as the method states it. For efficient-frontier: method, covariance, \
            first, last, returns, periods_per_year, notes and points, each with weights, \
            volatility, mean_return, sharpe, turnover, cost, residual, binding.
            """
    )

    /// The names of all methods; the frontier is many portfolios, not one.
    static let methods = ConstructionMethod.names + ["efficient-frontier"]

    @OptionGroup var prices: PriceOptions
    @OptionGroup var output: QuantOutputOptions

    @Option(help: "How to build it; see below.")
    var method: String

    @Option(help: "A limit, may be repeated: \(ConstraintText.grammar).")
    var constraint: [String] = []

    @OptionGroup(title: "Figures of methods") var figures: OptimizeFigures

    mutating func run() throws { output.show(try answer()) }

    /// Reads the prices and builds the portfolio.
    func answer() throws -> QuantAnswer {
        do {
            return try answer(try PriceHistory.read(prices))
        } catch {
            throw QuantFailure.of(error, in: "\(method) of \(prices.prices)")
        }
    }

    private func answer(_ history: PriceHistory) throws -> QuantAnswer {
        let panel = try history.panel()
        let estimate = try figures.covariance.estimate(panel, halfLife: figures.halfLife)
        var constraints = PortfolioConstraints(assets: history.count)
        constraints.held = try figures.heldWeights(history)
        let costs = figures.cost / 10_000 / history.periodsPerYear
        constraints.costs = history.symbols.map { _ in costs }
        for text in constraint { try ConstraintText(text).add(to: &constraints, of: history) }
        let problem = PortfolioProblem(
            names: history.symbols,
            covariance: estimate.covariance,
            means: panel.means,
            history: panel.returns,
            capitalisations: try figures.capitalisations.map {
                try NamedFigures.read($0, option: "--capitalisations", for: history)
            },
            constraints: constraints
        )
        if method == "efficient-frontier" {
            return FrontierAnswer(
                history: history,
                problem: problem,
                solutions: try problem.efficientFrontier(points: figures.points),
                covariance: figures.covariance,
                riskFree: figures.riskFree
            ).answer
        }
        let method = try figures.method(method, history)
        let solution = try problem.portfolio(by: method)
        return try OptimizeAnswer(
            history: history,
            problem: problem,
            solution: solution,
            method: method.name,
            covariance: figures.covariance
        ).answer(prices)
    }
}
