import ArgumentParser
import Inspection
import LinearAlgebra
import Optimization
import Risk
import Topology

/// Which covariance is estimated from returns.
enum CovarianceName: String, ExpressibleByArgument, CaseIterable {
    case sample
    case ledoitWolf = "ledoit-wolf"
    case constantCorrelation = "constant-correlation"
    case oracleApproximating = "oracle-approximating"
    case riskMetrics = "risk-metrics"
    case halfLife = "half-life"

    /// Returns the estimate; the half-life is in periods and read by that estimator only.
    func estimate(_ panel: ReturnPanel, halfLife: Double) throws -> CovarianceEstimate {
        switch self {
        case .sample: try CovarianceEstimate.sample(panel)
        case .ledoitWolf: try CovarianceEstimate.ledoitWolfIdentity(panel)
        case .constantCorrelation:
            try CovarianceEstimate.ledoitWolfConstantCorrelation(panel).estimate
        case .oracleApproximating: try CovarianceEstimate.oracleApproximating(panel)
        case .riskMetrics: try CovarianceEstimate.riskMetrics(panel)
        case .halfLife: try CovarianceEstimate.exponential(panel, halfLife: halfLife)
        }
    }
}

extension Linkage: ExpressibleByArgument {}

/// The figures that only some methods need.
struct OptimizeFigures: ParsableArguments {
    @Option(help: "The covariance's estimator.")
    var covariance = CovarianceName.sample

    @Option(help: "How many periods halve an observation's weight, for --covariance half-life.")
    var halfLife = 63.0

    @Option(help: "The riskless return of a year, a fraction.")
    var riskFree = 0.0

    @Option(help: "The least mean return of a year, for target-return.")
    var targetReturn: Double?

    @Option(help: "The share of the optimum to hold, for growth-optimal and mean-variance-kelly.")
    var fraction = 1.0

    @Option(help: "How many portfolios, for efficient-frontier.")
    var points = 10

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

    @Option(help: "How much in doubt the market's returns are, τ, for black-litterman.")
    var uncertainty = 0.05

    @Option(help: "Periods a tilt looks back on; 252 for momentum, 63 for mean reversion.")
    var lookback: Int?

    @Option(help: "Latest periods a tilt leaves out; 21 for momentum, 0 for mean reversion.")
    var skip: Int?

    @Option(help: "The logarithm of what a standard deviation of the signal multiplies by.")
    var strength: Double?

    @Option(help: "The weights held, for costs and turnover: KO=0.5,PEP=0.5.")
    var held: String?

    @Option(help: "The close after which --held was bought; it has drifted since. The last one.")
    var heldOn: String?

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
        case "momentum-tilt": return .momentumTilt(tilt(.momentum))
        case "mean-reversion-tilt": return .meanReversionTilt(tilt(.meanReversion))
        case "growth-optimal": return .growthOptimal(fraction: fraction)
        case "mean-variance-kelly":
            return .meanVarianceKelly(riskFree: riskFree / periods, fraction: fraction)
        case "black-litterman":
            return .blackLitterman(
                try ViewText.views(view, of: history),
                riskAversion: riskAversion,
                uncertainty: uncertainty
            )
        default: throw Self.unknown(name)
        }
    }

    /// The weights held at the last close, drifted there from the close they were bought at.
    func heldWeights(_ history: PriceHistory) throws -> [Double] {
        guard let held else {
            guard heldOn == nil else {
                throw CommandFailure(
                    .badInput,
                    "--held-on needs --held",
                    advice: ["Say what was held then: --held KO=0.5,PEP=0.5."]
                )
            }
            return history.symbols.map { _ in 0 }
        }
        let weights = try NamedFigures.read(held, option: "--held", for: history)
        guard let heldOn else { return weights }
        let returns = try history.panel().returns
        let first = try history.moment(on: heldOn, named: "--held-on")
        return try DriftedHoldings.after(
            (first..<returns.rows).map { Array(returns.row($0)) },
            of: weights
        )
    }

    private func tilt(_ standard: TiltRule) -> TiltRule {
        TiltRule(
            lookback: lookback ?? standard.lookback,
            skipped: skip ?? standard.skipped,
            strength: strength ?? standard.strength
        )
    }

    private static func unknown(_ name: String) -> CommandFailure {
        let nearest = nearestName(to: name, among: OptimizeCommand.methods)
        let names = OptimizeCommand.methods.joined(separator: ", ")
        return CommandFailure(
            .badInput,
            "--method \"\(name)\" is not known",
            advice: (nearest.map { ["Did you mean \"\($0)\"?"] } ?? [])
                + wrapped("The methods are \(names).", width: 98)
        )
    }
}
