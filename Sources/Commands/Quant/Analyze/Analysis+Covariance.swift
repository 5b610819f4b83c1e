import Inspection
import LinearAlgebra
import Risk

/// Covariances of returns, by the estimator that a request names.
extension Analysis {
    static func covariance(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let estimate = try CovarianceEstimate.sample(try request.series().panel())
        let scale = try degreesOfFreedomScale(request, count: estimate.observationCount)
        let matrix = estimate.covariance.scaled(by: scale)
        let periods = try request.parameters.number("periods_per_year", else: 252)
        return [
            "T": .count(estimate.observationCount),
            "covariance": .rows(matrix),
            "correlation": .rows(try estimate.correlation()),
            "covariance_annualised": .rows(matrix.scaled(by: periods)),
            "mean": .numbers(estimate.means),
        ]
    }

    static func exponentialCovariance(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let panel = try request.series().panel()
        let parameters = request.parameters
        let estimate =
            parameters.has("halflife")
            ? try CovarianceEstimate.exponential(
                panel,
                halfLife: try parameters.number("halflife")
            )
            : try CovarianceEstimate.riskMetrics(
                panel,
                decay: try parameters.number("lambda", else: 0.94)
            )
        let periods = try parameters.number("periods_per_year", else: 252)
        return [
            "T": .count(estimate.observationCount),
            "covariance": .rows(estimate.covariance),
            "correlation": .rows(try estimate.correlation()),
            "volatility_annualised": .numbers(estimate.volatilities(periodsPerYear: periods)),
        ]
    }

    static func shrinkageCovariance(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let panel = try request.series().panel()
        let words = try request.parameters.text("target") + " " + request.convention
        guard let estimator = ShrinkageName(words) else {
            throw request.parameters.wrong(
                "target",
                "\"scaled identity mu*I\" (Ledoit-Wolf), \"scaled identity\" (OAS) or "
                    + "\"constant correlation\""
            )
        }
        let (estimate, mean) = try estimator.estimate(panel)
        var result: [String: JSONValue] = [
            "T": .count(estimate.observationCount),
            "shrinkage": .optional(estimate.shrinkage),
            "covariance": .rows(estimate.covariance),
        ]
        if let mean { result["rbar"] = .number(mean) }
        return result
    }

    /// The covariance that `parameters.covariance` names in words; the sample's unless it does.
    static func namedCovariance(
        _ request: AnalysisRequest,
        _ panel: ReturnPanel
    ) throws -> CovarianceEstimate {
        let words = try request.parameters.text("covariance", else: "sample").lowercased()
        if words.contains("sample") { return try CovarianceEstimate.sample(panel) }
        guard let estimator = ShrinkageName(words) else {
            throw request.parameters.wrong(
                "covariance",
                "\"sample\", \"Ledoit-Wolf identity\", \"Ledoit-Wolf constant correlation\" or \"OAS\""
            )
        }
        return try estimator.estimate(panel).estimate
    }

    /// What `ddof` makes of a covariance with one degree of freedom less than observations.
    private static func degreesOfFreedomScale(
        _ request: AnalysisRequest,
        count: Int
    ) throws -> Double {
        let freedom = try request.parameters.integer("ddof", else: 1)
        guard freedom >= 0, freedom < count else {
            throw request.parameters.wrong("ddof", "0 or more and less than \(count) returns")
        }
        return Double(count - 1) / Double(count - freedom)
    }
}

/// An estimator that shrinks, told from the words people use for it.
enum ShrinkageName {
    case ledoitWolfIdentity
    case ledoitWolfConstantCorrelation
    case oracleApproximating

    /// Reads words such as `Ledoit-Wolf identity` or `OAS`; `nil` where none of them is meant.
    init?(_ words: String) {
        let words = words.lowercased()
        if words.contains("constant correlation") || words.contains("constant-correlation") {
            self = .ledoitWolfConstantCorrelation
        } else if words.contains("oas") || words.contains("oracle") {
            self = .oracleApproximating
        } else if words.contains("ledoit") || words.contains("mu*i") || words.contains("mu i") {
            self = .ledoitWolfIdentity
        } else if words.contains("identity") {
            self = .oracleApproximating
        } else {
            return nil
        }
    }

    /// The estimate, with the mean correlation where it is the target.
    func estimate(
        _ panel: ReturnPanel
    ) throws -> (estimate: CovarianceEstimate, meanCorrelation: Double?) {
        switch self {
        case .ledoitWolfIdentity: (try CovarianceEstimate.ledoitWolfIdentity(panel), nil)
        case .oracleApproximating: (try CovarianceEstimate.oracleApproximating(panel), nil)
        case .ledoitWolfConstantCorrelation:
            try CovarianceEstimate.ledoitWolfConstantCorrelation(panel)
        }
    }
}
