import Foundation

/// The small cluster that is tortured where no topology is named: three workers, made-up prices.
enum TortureTopology {
    /// Writes it into a directory and returns its path.
    static func write(into directory: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        let path = "\(directory)/torture.yaml"
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        return path
    }

    private static let text = """
        kind: topology
        version: 1
        name: torture
        seed: 20100104
        data: {synthetic: {from: 2010-01-04, days: 420}}
        clock: {cycle: 1d, pace: 5ms}
        capital: {amount: 10000000, currency: USD}
        master:
          allocation: {method: segment_rule, window: 63, review_every: 21, drift: 0.05, transfer_minimum: 1000}
          limits: {segment_weight_maximum: 0.5, correlation_maximum: 0.9, drawdown_maximum: 0.5}
          transport: {kind: ipc, security: none}
        costs: {half_spread: 5, impact: 10}
        workers:
          - name: metals
            mandate: {segment: metals, stance: alpha, universe: [MET1, MET2, MET3]}
            strategies: [{name: time_series_momentum, weight: 0.6}, {name: mean_reversion, weight: 0.4}]
          - name: shipping
            mandate: {segment: shipping, stance: neutral, universe: [SHP1, SHP2, SHP3]}
            strategies: [{name: time_series_momentum, weight: 0.4}, {name: buy_and_hold, weight: 0.6}]
          - name: tech
            mandate: {segment: tech, stance: alpha, universe: [TEC1, TEC2, TEC3]}
            strategies: [{name: mean_reversion, weight: 0.5}, {name: buy_and_hold, weight: 0.5}]

        """
}
