/// A way to build a portfolio, with the figures only it needs.
package enum ConstructionMethod: Sendable {
    case equal
    case capitalisation
    case inverseVolatility
    /// Shares of risk, equal where `nil`.
    case riskBudgets([Double]?)
    case minimumVariance
    case maximumDiversification
    /// The return that needs no risk, per period.
    case maximumSharpe(riskFree: Double)
    /// The least return to earn, per period.
    case targetReturn(Double)
    case hierarchicalRiskParity(Linkage)
    case momentumTilt(TiltRule)
    case meanReversionTilt(TiltRule)
    /// The share of the optimum to hold.
    case growthOptimal(fraction: Double)
    /// The return of cash per period, and the share of the optimum to hold.
    case meanVarianceKelly(riskFree: Double, fraction: Double)
    /// Views with `δ` and `τ`.
    case blackLitterman(Views, riskAversion: Double, uncertainty: Double)

    /// The names of all methods, as commands and topologies write them.
    package static let names = [
        "equal", "capitalisation", "inverse-volatility", "equal-risk", "minimum-variance",
        "maximum-diversification", "maximum-sharpe", "target-return", "hierarchical-risk-parity",
        "momentum-tilt", "mean-reversion-tilt", "growth-optimal", "mean-variance-kelly",
        "black-litterman",
    ]

    /// The method's name, one of ``names``.
    package var name: String {
        switch self {
        case .equal: "equal"
        case .capitalisation: "capitalisation"
        case .inverseVolatility: "inverse-volatility"
        case .riskBudgets: "equal-risk"
        case .minimumVariance: "minimum-variance"
        case .maximumDiversification: "maximum-diversification"
        case .maximumSharpe: "maximum-sharpe"
        case .targetReturn: "target-return"
        case .hierarchicalRiskParity: "hierarchical-risk-parity"
        case .momentumTilt: "momentum-tilt"
        case .meanReversionTilt: "mean-reversion-tilt"
        case .growthOptimal: "growth-optimal"
        case .meanVarianceKelly: "mean-variance-kelly"
        case .blackLitterman: "black-litterman"
        }
    }
}

extension PortfolioProblem {
    /// Returns the portfolio of a method; what its objective means is said at the method.
    ///
    /// - Throws: ``OptimizationError``.
    package func portfolio(
        by method: ConstructionMethod
    ) throws(OptimizationError) -> PortfolioSolution {
        switch method {
        case .equal: return try equalWeights()
        case .capitalisation: return try capitalisationWeights()
        case .inverseVolatility: return try inverseVolatility()
        case .riskBudgets(let budgets): return try riskBudgets(budgets)
        case .minimumVariance: return try minimumVariance()
        case .maximumDiversification: return try maximumDiversification()
        case .maximumSharpe(let riskFree): return try maximumSharpe(riskFree: riskFree)
        case .targetReturn(let target): return try minimumVariance(earning: target)
        case .hierarchicalRiskParity(let linkage):
            return try hierarchicalRiskParity(linkage: linkage)
        case .momentumTilt(let tilt): return try momentumTilt(tilt)
        case .meanReversionTilt(let tilt): return try meanReversionTilt(tilt)
        case .growthOptimal(let fraction): return try growthOptimal(fraction: fraction)
        case .meanVarianceKelly(let riskFree, let fraction):
            return try meanVarianceKelly(riskFree: riskFree, fraction: fraction)
        case .blackLitterman(let views, let riskAversion, let uncertainty):
            return try blackLittermanPortfolio(
                views,
                riskAversion: riskAversion,
                uncertainty: uncertainty
            )
        }
    }
}
