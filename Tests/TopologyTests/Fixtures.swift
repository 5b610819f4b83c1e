import Foundation
import Strategies
import Topology

/// A small catalogue of the shape that the strategies' own room provides.
let catalogue = [
    StrategySpecification(
        name: "time_series_momentum",
        summary: "Follows the sign of past returns.",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification(
                "lookback",
                "bars whose return is followed",
                standard: 252,
                range: 2...2_520,
                isWhole: true
            ),
            ParameterSpecification(
                "volatility_window",
                "bars of the volatility estimate",
                standard: 63,
                range: 2...2_520,
                isWhole: true
            ),
        ]
    ),
    StrategySpecification(
        name: "mean_reversion",
        summary: "Trades against short moves.",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification("entry", "standard deviations", standard: 2, range: 0.5...10)
        ]
    ),
    StrategySpecification(
        name: "buy_and_hold",
        summary: "Holds.",
        ruleVersion: 1,
        parameters: []
    ),
]

/// The directory this file is in.
let testsDirectory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

/// The project's example topologies.
let topologyDirectory = testsDirectory.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("topology")

/// The text of a file beside the tests.
func text(ofMalformed name: String) throws -> String {
    let file = testsDirectory.appendingPathComponent("Malformed/\(name).yaml")
    return try String(contentsOf: file, encoding: .utf8)
}

/// Two workers, nothing wrong.
let smallTopology = """
    kind: topology
    version: 1
    name: small
    data: {closes: closes.csv}
    workers:
      - name: tech
        mandate: {segment: tech, universe: [MSFT, AAPL]}
        strategies:
          - {name: time_series_momentum, weight: 0.4}
          - {name: buy_and_hold, weight: 0.2}
      - name: energy
        mandate: {specialisation: momentum, universe: [XOM]}
        strategies: [{name: mean_reversion}]
    """

func parsed(_ text: String) throws -> TopologyDocument {
    try TopologyDocument.parse(text, file: "small.yaml", strategies: catalogue)
}

/// What is wrong with a text; empty where nothing is.
func issues(of text: String, file: String = "t.yaml") -> [TopologyIssue] {
    do throws(TopologyError) {
        _ = try TopologyDocument.parse(text, file: file, strategies: catalogue)
        return []
    } catch {
        return error.issues
    }
}
