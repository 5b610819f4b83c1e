import Inspection
import LinearAlgebra
import Performance
import Risk

/// Tails, concentration and stress.
extension Analysis {
    static func valueAtRisk(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let returns = data.returns[try data.only()]
        let confidence = try request.parameters.number("confidence", else: 0.95)
        let historical = try HistoricalTail(returns: returns, confidence: confidence)
        let gaussian = try GaussianTail(returns: returns, confidence: confidence)
        let corrected = try CornishFisherTail(returns: returns, confidence: confidence)
        return [
            "T": .count(returns.count),
            "var_historical": .number(historical.valueAtRisk),
            "cvar_historical": .number(historical.expectedShortfall),
            "cvar_strict": .optional(historical.expectedShortfallStrict),
            "cvar_rockafellar_uryasev": .number(historical.expectedShortfallFractional),
            "n_tail": .count(historical.tailCount),
            "var_gaussian": .number(gaussian.valueAtRisk),
            "cvar_gaussian": .number(gaussian.expectedShortfall),
            "var_cornish_fisher": .number(corrected.valueAtRisk),
            "cvar_cornish_fisher": .number(corrected.expectedShortfall),
            "skewness": .optional(corrected.moments.skewness),
            "excess_kurtosis": .optional(corrected.moments.excessKurtosis),
        ]
    }

    static func concentration(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let covariance = try CovarianceEstimate.sample(try data.panel()).covariance
        let portfolios = try request.parameters.object("weights")
        var result: [String: JSONValue] = [:]
        for name in portfolios.keys {
            let weights = try portfolios.numbers(name, for: data.symbols)
            let measured = try Concentration(weights: weights)
            let ratio = try DiversificationRatio.value(weights: weights, covariance: covariance)
            result[name] = [
                "hhi": .number(measured.herfindahl),
                "effective_n": .number(measured.effectiveNumber),
                "hhi_normalised": .number(measured.normalised),
                "diversification_ratio": .number(ratio),
            ]
        }
        return result
    }

    static func stress(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let parameters = request.parameters
        let covariance = try CovarianceEstimate.sample(try data.panel()).covariance
        let shocks = try parameters.numbers("shocks", for: data.symbols)
        let capital = try parameters.number("capital", else: 1)
        let ending = "_weights"
        let names = parameters.keys.filter { $0 == "weights" || $0.hasSuffix(ending) }
        guard !names.isEmpty else { throw parameters.wrong("weights", "the portfolio's weights") }
        var result: [String: JSONValue] = [:]
        for key in names {
            let name = key.hasSuffix(ending) ? String(key.dropLast(ending.count)) : key
            let weights = try parameters.numbers(key, for: data.symbols)
            result[name] = try stressed(weights, shocks, covariance, capital, parameters)
        }
        return result
    }

    private static func stressed(
        _ weights: [Double],
        _ shocks: [Double],
        _ covariance: SymmetricMatrix,
        _ capital: Double,
        _ parameters: RequestFields
    ) throws -> JSONValue {
        let loss = try StressLoss(weights: weights, shocks: shocks, capital: capital)
        let confidence = try parameters.number("confidence", else: 0.95)
        let root = try parameters.number("periods_per_year", else: 252).squareRoot()
        func deviation(_ share: Double) throws -> Double {
            let covariance =
                share == 0
                ? covariance
                : try CovarianceStress.correlationBreakdown(covariance, share: share)
            return try PortfolioRisk(weights: weights, covariance: covariance).volatility
        }
        func atRisk(_ deviation: Double) throws -> JSONValue {
            let tail = try GaussianTail(standardDeviation: deviation, confidence: confidence)
            return .number(capital * tail.valueAtRisk)
        }
        let (base, half, one) = (try deviation(0), try deviation(0.5), try deviation(1))
        let name = "var\(Int((confidence * 100).rounded()))_gaussian_1d"
        return [
            "pnl": .number(loss.total),
            "pnl_by_asset": .numbers(loss.byHolding),
            "volatility_base": .number(base * root),
            "volatility_correlation_half": .number(half * root),
            "volatility_correlation_one": .number(one * root),
            "\(name)_base": try atRisk(base),
            "\(name)_correlation_one": try atRisk(one),
        ]
    }
}
