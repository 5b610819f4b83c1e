import Foundation
import Inspection
import Journal

/// Reads why the master wanted capital to move.
struct ProposalReading {
    /// Wanted weights as the journal holds them.
    private struct Targets: Decodable {
        let cash: Double
        let weights: [String: Double]
    }

    let reading: RunReading

    init(_ reading: RunReading) {
        self.reading = reading
    }

    /// Returns a proposal as one worker sees it; `nil` where the master holds none of that name.
    func figures(_ id: String, for worker: String) throws -> ProposalFigures? {
        guard !id.isEmpty, let row = try reading.master().proposal(id).last else { return nil }
        return ProposalFigures(
            id: row.id,
            trigger: row.trigger,
            cycle: row.cycle,
            reason: row.reason,
            target: try targets(of: row)[worker]
        )
    }

    /// Wanted weights by name, cash among them.
    func targets(of row: ProposalRow) throws -> [String: Double] {
        let targets = try JSONDecoder().decode(Targets.self, from: Data(row.targets.utf8))
        return targets.weights.merging(["cash": targets.cash]) { weight, _ in weight }
    }
}
