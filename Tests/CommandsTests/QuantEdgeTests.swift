import ArgumentParser
import Foundation
import Inspection
import Testing

@testable import Commands

/// Prices a market does produce, or a file does hold: constant, falling, doubled, short, not numbers.
struct QuantEdgeTests {
    /// What is wrong with a file of closes of A, B and C.
    enum Fault: String, CaseIterable {
        case constant, falling, doubled, short, gaps, text
        case notANumber = "nan"
        case negative

        /// The closes of a row.
        func row(_ index: Int) -> [String] {
            let wave = Double((index * 7919) % 101) / 1000
            let own = Double((index * 104_729) % 97) / 1000
            let rise = 100 + Double(index) * 0.05
            let (a, b, c) = (rise * (1 + wave), rise * (1 + own), rise * (1 + wave * own))
            switch self {
            case .constant: return ["\(a)", "50", "\(c)"]
            case .falling: return [100.0, 80, 60].map { "\($0 / (1 + Double(index) * 0.01))" }
            case .doubled: return ["\(a)", "\(a)", "\(c)"]
            case .short, .gaps: return ["\(a)", index % 3 == 0 ? "" : "\(b)", "\(c)"]
            case .text: return ["\(a)", "\(b)", index == 40 ? "n/a" : "\(c)"]
            case .notANumber: return ["\(a)", "\(b)", index == 40 ? "nan" : "\(c)"]
            case .negative: return ["\(a)", "\(b)", index == 40 ? "-3" : "\(c)"]
            }
        }

        var rowCount: Int { self == .short ? 4 : 400 }
    }

    /// Writes the file and gives its path to a body.
    private func withFile(_ fault: Fault, _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "quant-edge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: directory) } }
        var lines = ["timestamp,A,B,C"]
        for index in 0..<fault.rowCount {
            let day = 1 + index % 28
            let month = 1 + index / 28 % 12
            let year = 2010 + index / 336
            let date = String(format: "%04d-%02d-%02d", year, month, day)
            lines.append(([date] + fault.row(index)).joined(separator: ","))
        }
        let file = directory.appending(path: "closes.csv")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try body(file.path)
    }

    /// Every number in an answer, at any depth.
    private func numbers(_ value: JSONValue) -> [Double] {
        switch value {
        case .number(let number): [number]
        case .array(let values): values.flatMap(numbers)
        case .object(let values): values.keys.sorted().flatMap { numbers(values[$0] ?? .null) }
        default: []
        }
    }

    /// Checks that figures are finite, or that a refusal is of the input and says what to do.
    private func check(_ context: String, _ body: () throws -> JSONValue) {
        do {
            let found = numbers(try body())
            #expect(found.allSatisfy { $0.isFinite }, "\(context)")
        } catch let failure as CommandFailure {
            #expect(failure.status == .badInput, "\(context): \(failure)")
            #expect(failure.description.count > 20, "\(context)")
        } catch {
            // Readers of prices have failures of their own, which name file and line.
            #expect("\(error)".contains("closes.csv"), "\(context): \(error)")
        }
    }

    private let figures: [String: [String]] = [
        "target-return": ["--target-return", "0.01"],
        "capitalisation": ["--capitalisations", "A=1,B=2,C=3"],
        "black-litterman": ["--capitalisations", "A=1,B=2,C=3", "--view", "A-C=0.01"],
        "momentum-tilt": ["--lookback", "60"],
        "growth-optimal": ["--constraint", "sum<=1"],
        "mean-variance-kelly": ["--constraint", "sum<=1", "--fraction", "0.5"],
    ]

    @Test(arguments: Fault.allCases)
    func `every method answers odd prices with figures or a reason`(fault: Fault) throws {
        try withFile(fault) { path in
            for method in OptimizeCommand.methods {
                let arguments = [path, "--method", method] + (figures[method] ?? [])
                check("\(method) of \(fault.rawValue)") {
                    try OptimizeCommand.parse(arguments).answer().json
                }
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `every command answers odd prices with figures or a reason`(fault: Fault) throws {
        try withFile(fault) { path in
            for column in ["A", "B", "C"] {
                check("measure \(column) of \(fault.rawValue)") {
                    try MeasureCommand.parse([
                        path, "--column", column, "--benchmark", path, "--benchmark-column", "A",
                    ]).answer().json
                }
                for method in ["model", "rules"] {
                    check("regimes of \(column) of \(fault.rawValue)") {
                        try RegimesCommand.parse([path, "--symbols", column, "--method", method])
                            .answer().json
                    }
                }
            }
            check("shock of \(fault.rawValue)") {
                try ShockCommand.parse([path, "--weights", "A=0.5,B=0.3,C=0.2"]).answer().json
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `every kind of request answers odd prices with figures or a reason`(fault: Fault) throws {
        let parameters: [String: String] = [
            "black_litterman": """
            {"market_weights": [0.3, 0.3, 0.4], "risk_aversion": 2.5, "tau": 0.05, "P": [[1, 0, -1]],
             "Q": [0.001]}
            """,
            "concentration": #"{"weights": {"x": [0.3, 0.3, 0.4]}}"#,
            "deflated_sharpe": #"{"selected": "B"}"#,
            "min_variance_costs": #"{"w0": [1, 0, 0], "cost_per_unit_traded": 0.001}"#,
            "shrinkage_covariance": #"{"target": "constant correlation"}"#,
            "stress": #"{"weights": [0.3, 0.3, 0.4], "shocks": [-0.1, -0.2, -0.3]}"#,
            "turnover": #"{"target_weights": [0.3, 0.3, 0.4]}"#,
            "benchmark_relative": #"{"benchmark": "B"}"#,
        ]
        let others: Set = [
            "assignment_mip", "brinson", "brinson_linked", "splits", "hmm", "regime",
        ]
        let single: Set = ["drawdown", "performance_ratios", "trade_statistics", "var_cvar"]
        try withFile(fault) { path in
            let directory = URL(filePath: path).deletingLastPathComponent().path
            for kind in Analysis.kinds where !others.contains(kind) {
                let symbols = single.contains(kind) ? #"["B"]"# : #"["A", "B", "C"]"#
                let request = """
                    {"kind": "\(kind)", "data": {"file": "closes.csv", "symbols": \(symbols)},
                     "parameters": \(parameters[kind] ?? "{}")}
                    """
                check("\(kind) of \(fault.rawValue)") {
                    try Analysis.answer(
                        AnalysisRequest(
                            Data(request.utf8),
                            path: "closes.csv",
                            directory: directory
                        )
                    )
                }
            }
        }
    }
}
