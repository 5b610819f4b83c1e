import Allocation
import Inspection
import LinearAlgebra
import Market
import Optimization
import Performance
import Risk

/// Answers requests: a small adapter from the words of a request to the rooms' mathematics a kind.
enum Analysis {
    /// What an adapter does: the keys of the answer with their values.
    typealias Adapter = @Sendable (AnalysisRequest) throws -> [String: JSONValue]

    /// Every kind with its adapter.
    private static let adapters: [String: Adapter] = [
        "assignment_mip": assignment,
        "benchmark_relative": benchmarkRelative,
        "black_litterman": blackLitterman,
        "brinson": brinson,
        "brinson_linked": brinsonLinked,
        "concentration": concentration,
        "covariance": covariance,
        "deflated_sharpe": deflatedSharpe,
        "drawdown": drawdown,
        "efficient_frontier": efficientFrontier,
        "ewma_covariance": exponentialCovariance,
        "hierarchical_risk_parity": hierarchicalRiskParity,
        "hmm": hiddenMarkov,
        "inverse_volatility": inverseVolatility,
        "kelly": kelly,
        "max_diversification": maximumDiversification,
        "max_sharpe": maximumSharpe,
        "min_variance": minimumVariance,
        "min_variance_costs": minimumVarianceWithCosts,
        "performance_ratios": performanceRatios,
        "regime": regime,
        "risk_parity": riskParity,
        "shrinkage_covariance": shrinkageCovariance,
        "splits": splits,
        "stress": stress,
        "trade_statistics": tradeStatistics,
        "turnover": turnover,
        "var_cvar": valueAtRisk,
    ]

    /// The kinds that are answered, in order.
    static var kinds: [String] { adapters.keys.sorted() }

    /// Answers a request with `{"result": {…}}`.
    ///
    /// - Throws: ``CommandFailure`` with `badInput` for a request that can't be answered.
    static func answer(_ request: AnalysisRequest) throws -> JSONValue {
        guard let adapter = adapters[request.kind] else {
            throw CommandFailure(
                .badInput,
                "kind \"\(request.kind)\" is not known",
                advice: wrapped("The kinds are \(kinds.joined(separator: ", ")).", width: 98)
            )
        }
        do {
            return ["result": .object(try adapter(request))]
        } catch {
            throw QuantFailure.of(error, in: "\(request.kind) of \(request.data.path)")
        }
    }
}

/// Turns what the mathematics refuses into a failure of the input.
enum QuantFailure {
    /// Returns a failure with exit status 4 for figures that can't be used; others as they are.
    static func of(_ error: any Error, in place: String) -> any Error {
        switch error {
        case is RiskError, is OptimizationError, is PerformanceError, is AllocationError,
            is MarketError:
            CommandFailure(.badInput, "\(place): \(error)")
        default: error
        }
    }
}

extension JSONValue {
    /// A list of numbers.
    static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

    /// A list of texts.
    static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    /// A whole number.
    static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

    /// A list of rows.
    static func rows(_ matrix: SymmetricMatrix) -> JSONValue {
        .array((0..<matrix.order).map { numbers(Array(matrix.row($0))) })
    }
}
