import ArgumentParser
import Inspection
import LinearAlgebra
import Optimization
import Risk

struct OptimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Builds a portfolio of your own prices by one of fourteen methods.",
        discussion: """
            Methods: \(ConstructionMethod.names.joined(separator: ", ")). Weights are fractions, 0 \
            or more and 1 in sum unless a constraint says otherwise. Means and covariance are of \
            the returns between closes.

            Example: bursar optimize topology/data/sp500/closes.csv --method minimum-variance \
            --constraint 'weight<=0.15' --constraint 'CVX+XOM<=0.1'

            JSON keys: method, covariance, first, last, returns, periods_per_year, weights, \
            risk_shares, volatility, mean_return, diversification_ratio, effective_number, \
            turnover, cost, objective, residual, binding, notes. Rates are of a year; objective \
            is of a period, as the method states it.
            """
    )

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
        let estimate = try figures.covariance.estimate(panel)
        var constraints = PortfolioConstraints(assets: history.count)
        if let held = figures.held {
            constraints.held = try NamedFigures.read(held, option: "--held", for: history)
        }
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
        let method = try figures.method(method, history)
        let solution = try problem.portfolio(by: method)
        return try OptimizeAnswer(
            history: history,
            problem: problem,
            solution: solution,
            method: method.name,
            covariance: figures.covariance
        ).answer(prices.prices)
    }
}

/// Which covariance is estimated from returns.
enum CovarianceName: String, ExpressibleByArgument, CaseIterable {
    case sample
    case ledoitWolf = "ledoit-wolf"
    case constantCorrelation = "constant-correlation"
    case oracleApproximating = "oracle-approximating"
    case riskMetrics = "risk-metrics"

    func estimate(_ panel: ReturnPanel) throws -> CovarianceEstimate {
        switch self {
        case .sample: try CovarianceEstimate.sample(panel)
        case .ledoitWolf: try CovarianceEstimate.ledoitWolfIdentity(panel)
        case .constantCorrelation:
            try CovarianceEstimate.ledoitWolfConstantCorrelation(panel).estimate
        case .oracleApproximating: try CovarianceEstimate.oracleApproximating(panel)
        case .riskMetrics: try CovarianceEstimate.riskMetrics(panel)
        }
    }
}

extension Linkage: ExpressibleByArgument {}

/// The figures that only some methods need.
struct OptimizeFigures: ParsableArguments {
    @Option(help: "The covariance's estimator.")
    var covariance = CovarianceName.sample

    @Option(help: "The riskless return of a year, a fraction.")
    var riskFree = 0.0

    @Option(help: "The least mean return of a year, for target-return.")
    var targetReturn: Double?

    @Option(help: "The share of the optimum to hold, for growth-optimal and mean-variance-kelly.")
    var fraction = 1.0

    @Option(help: "How clusters join, for hierarchical-risk-parity.")
    var linkage = Linkage.single

    @Option(help: "Shares of risk, for equal-risk: KO=2,PEP=1; those not named have none.")
    var riskBudgets: String?

    @Option(help: "Market values in any unit, for capitalisation and black-litterman.")
    var capitalisations: String?

    @Option(help: "A view on a year's return, may be repeated: KO=0.06, MSFT-XOM=0.02@0.6.")
    var view: [String] = []

    @Option(help: "The market's risk aversion, for black-litterman.")
    var riskAversion = 2.5

    @Option(help: "The weights held now, for costs and turnover: KO=0.5,PEP=0.5.")
    var held: String?

    @Option(help: "What a trade costs in basis points, spread over a year's periods.")
    var cost = 0.0

    /// The method of a name with its figures, per period.
    func method(_ name: String, _ history: PriceHistory) throws -> ConstructionMethod {
        let periods = history.periodsPerYear
        switch name {
        case "equal": return .equal
        case "capitalisation": return .capitalisation
        case "inverse-volatility": return .inverseVolatility
        case "equal-risk":
            return .riskBudgets(
                try riskBudgets.map {
                    try NamedFigures.read($0, option: "--risk-budgets", for: history)
                }
            )
        case "minimum-variance": return .minimumVariance
        case "maximum-diversification": return .maximumDiversification
        case "maximum-sharpe": return .maximumSharpe(riskFree: riskFree / periods)
        case "target-return":
            guard let targetReturn else {
                throw CommandFailure(
                    .badInput,
                    "target-return needs --target-return",
                    advice: ["Give the least mean return of a year, such as 0.12."]
                )
            }
            return .targetReturn(targetReturn / periods)
        case "hierarchical-risk-parity": return .hierarchicalRiskParity(linkage)
        case "momentum-tilt": return .momentumTilt(.momentum)
        case "mean-reversion-tilt": return .meanReversionTilt(.meanReversion)
        case "growth-optimal": return .growthOptimal(fraction: fraction)
        case "mean-variance-kelly":
            return .meanVarianceKelly(riskFree: riskFree / periods, fraction: fraction)
        case "black-litterman":
            return .blackLitterman(
                try ViewText.views(view, of: history),
                riskAversion: riskAversion,
                uncertainty: 0.05
            )
        default:
            throw CommandFailure(
                .badInput,
                "--method \"\(name)\" is not known",
                advice: wrapped(
                    "The methods are \(ConstructionMethod.names.joined(separator: ", ")).",
                    width: 98
                )
            )
        }
    }
}

/// Opinions as `--view` takes them.
enum ViewText {
    /// Reads `KO=0.06` and `MSFT-XOM=0.02@0.6`, returns of a year with a confidence of 0 to 1.
    static func views(_ texts: [String], of history: PriceHistory) throws -> Views {
        var (rows, returns, confidences) = ([[Double]](), [Double](), [Double]())
        for text in texts {
            let sides = text.split(separator: "=")
            let figures = (sides.last ?? "").split(separator: "@").map { Double($0) }
            guard sides.count == 2, let value = figures.first ?? nil, figures.count <= 2,
                figures.allSatisfy({ $0 != nil })
            else { throw failure("--view \"\(text)\" is not understood") }
            let names = sides[0].split(separator: "-")
            guard names.count <= 2 else { throw failure("--view \"\(text)\" names too many") }
            var row = history.symbols.map { _ in 0.0 }
            for (place, name) in names.enumerated() {
                let index = try history.index(of: String(name), named: "--view \(text)")
                row[index] = place == 0 ? 1 : -1
            }
            rows.append(row)
            returns.append(value / history.periodsPerYear)
            if figures.count == 2, let confidence = figures[1] { confidences.append(confidence) }
        }
        guard confidences.isEmpty || confidences.count == rows.count else {
            throw failure("some views have a confidence and some have none")
        }
        let none = Matrix(rows: 0, columns: history.count)
        return Views(
            assets: rows.isEmpty ? none : Matrix(rows: rows),
            returns: returns,
            confidences: confidences.isEmpty ? nil : confidences
        )
    }

    private static func failure(_ text: String) -> CommandFailure {
        CommandFailure(
            .badInput,
            text,
            advice: ["Write KO=0.06, or MSFT-XOM=0.02, with @0.6 after all of them or none."]
        )
    }
}
