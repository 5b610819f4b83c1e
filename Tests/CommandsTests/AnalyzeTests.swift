import Foundation
import Inspection
import Testing

@testable import Commands

/// Requests are answered as the reference says, and refused with the way out.
struct AnalyzeTests {
    @Test(
        .enabled(
            if: ReferenceCases.isThere,
            "the reference cases are not beside this clone, in ../shared"
        )
    )
    func `every reference case is answered within its tolerance`() throws {
        let paths = try ReferenceCases.paths()
        #expect(!paths.isEmpty)
        for path in paths {
            let example = try ReferenceCase(path)
            let differences: [String]
            do {
                differences = try example.differences()
            } catch {
                differences = ["\(error)"]
            }
            if differences.isEmpty { continue }
            let shown = differences.prefix(5).joined(separator: "; ")
            Issue.record(
                "\(example.name) (\(example.kind)): \(differences.count) differ: \(shown)"
            )
        }
    }

    /// Answers a request about the project's own prices.
    private func answer(_ request: String) throws -> JSONValue {
        try Analysis.answer(
            AnalysisRequest(Data(request.utf8), path: "request.json", directory: Prices.directory)
        )
    }

    private func keys(_ answer: JSONValue) -> [String] {
        guard case .object(let root) = answer, case .object(let result)? = root["result"] else {
            return []
        }
        return result.keys.sorted()
    }

    private func series(_ symbols: String, more: String = "") -> String {
        """
        {"file": "sp500/closes.csv", "symbols": [\(symbols)], "from": "2015-01-02",
         "to": "2016-12-30", "field": "close", "returns": "simple"\(more)}
        """
    }

    @Test(arguments: [
        ("covariance", "{}", "covariance"),
        ("ewma_covariance", #"{"lambda": 0.97}"#, "volatility_annualised"),
        ("shrinkage_covariance", #"{"target": "scaled identity mu*I"}"#, "shrinkage"),
        ("min_variance", #"{"max_weight": 0.5}"#, "nonzero_weights"),
        ("risk_parity", #"{"budget": {"KO": 2, "PEP": 1, "XOM": 1}}"#, "risk_contributions"),
        ("inverse_volatility", "{}", "weights"),
        ("max_diversification", "{}", "diversification_ratio_min_variance"),
        ("max_sharpe", #"{"risk_free_daily": 0.00001}"#, "sharpe_annualised"),
        ("efficient_frontier", #"{"points": 4}"#, "volatilities"),
        ("hierarchical_risk_parity", #"{"linkage": "ward"}"#, "leaf_order"),
        ("kelly", #"{"max_gross": null}"#, "budget_multiplier"),
        ("kelly", #"{"min_weight": -0.5, "max_gross": 1.5}"#, "half_weights"),
        ("concentration", #"{"weights": {"all": [0.2, 0.3, 0.5]}}"#, "all"),
        ("turnover", #"{"target_weights": [0.2, 0.3, 0.5]}"#, "rebalances"),
        ("deflated_sharpe", #"{"selected": "XOM"}"#, "sr0"),
    ])
    func `requests on other assets and dates are answered`(
        kind: String,
        parameters: String,
        key: String
    ) throws {
        let data = series(#""KO", "PEP", "XOM""#)
        let request = #"{"kind": "\#(kind)", "data": \#(data), "parameters": \#(parameters)}"#
        #expect(keys(try answer(request)).contains(key))
    }

    @Test(arguments: [
        #"{"set": "sp500", "symbol": "PEP"}"#,
        #"{"set": "other", "file": "sp500/closes.csv", "symbol": "PEP"}"#,
    ])
    func `a benchmark may be a column of a wide file`(benchmark: String) throws {
        let data = series(#""KO""#, more: #", "set": "mine", "benchmark": \#(benchmark)"#)
        let request = #"{"kind": "benchmark_relative", "data": \#(data), "parameters": {}}"#
        #expect(keys(try answer(request)).contains("beta"))
    }

    @Test func `what is expected is never read`() throws {
        let data = series(#""KO""#)
        let plain = #"{"kind": "var_cvar", "data": \#(data), "parameters": {}}"#
        let told = #"{"kind": "var_cvar", "data": \#(data), "parameters": {}, "expected": 1}"#
        #expect(try answer(plain) == answer(told))
    }

    @Test(arguments: [
        ("{", "request.json is not JSON"),
        (#"{"data": {}}"#, "request.json.kind is missing"),
        (#"{"kind": "oracle", "data": {}, "parameters": {}}"#, "kind \"oracle\" is not known"),
        (#"{"kind": "var_cvar", "data": {}, "parameters": {}}"#, "request.json.data.symbols"),
        (
            #"{"kind": "var_cvar", "data": {"symbols": ["KO"], "file": "../x"}, "parameters": {}}"#,
            "a path below the data directory"
        ),
        (
            #"{"kind": "var_cvar", "data": {"symbols": ["KO"], "file": "x.csv"}, "parameters": {}}"#,
            "x.csv is not there"
        ),
        (
            #"{"kind": "var_cvar", "data": {"symbols": ["KKO"], "file": "sp500/closes.csv"}}"#,
            "there is no column \"KKO\""
        ),
        (
            """
            {"kind": "var_cvar", "data": {"symbols": ["KO"], "file": "sp500/closes.csv"},
             "parameters": {"confidence": 2}}
            """,
            "confidence is 2.0"
        ),
        (
            """
            {"kind": "risk_parity", "data": {"symbols": ["KO"], "file": "sp500/closes.csv"},
             "parameters": {"budget": [1, 2]}}
            """,
            "expected 1 numbers"
        ),
    ])
    func `a wrong request is refused with its place`(request: String, words: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try answer(request) }
        #expect(failure?.status == .badInput)
        let text = failure.map(\.description) ?? ""
        #expect(text.contains(words), "\(text)")
    }
}
