package import Strategies
import Yams

/// A fragment with one worker, as it is added to a cluster that runs.
package struct WorkerDocument: Sendable {
    /// The file as it was named by the caller.
    package let file: String
    /// The worker it describes.
    package let worker: WorkerSpecification
    private let marks: [String: SourceMark]

    /// Reads a fragment: `kind: worker`, `version: 1` and a worker's keys under `worker`.
    ///
    /// Where the fragment says nothing of costs, `costs` hold: give the cluster's.
    /// - Throws: ``TopologyError`` with `malformedYAML`, or `invalid` with everything wrong.
    package static func parse(
        _ text: String,
        file: String,
        strategies: [StrategySpecification],
        costs: CostSpecification = CostSpecification()
    ) throws(TopologyError) -> WorkerDocument {
        var reader = TopologyReader(file: file)
        let root = try reader.root(of: text, kind: .worker, keys: ["kind", "version", "worker"])
        guard let node = root.entries["worker"] else {
            reader.reportMissing("worker", of: root, remedy: "Describe one worker under `worker`.")
            throw TopologyError(.invalid, reader.issues)
        }
        let worker = reader.worker(node, at: "worker", strategies: strategies, costs: costs)
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
        return WorkerDocument(file: file, worker: worker, marks: reader.marks)
    }

    /// Reads a fragment's file.
    ///
    /// - Throws: ``TopologyError`` with `unreadableFile`, `malformedYAML` or `invalid`.
    package static func load(
        file: String,
        strategies: [StrategySpecification],
        costs: CostSpecification = CostSpecification()
    ) throws(TopologyError) -> WorkerDocument {
        try parse(try readText(file), file: file, strategies: strategies, costs: costs)
    }

    /// Checks that the worker fits beside those of a cluster: its name and its claims are free.
    ///
    /// - Throws: ``TopologyError`` with `invalid`.
    package func validate(joining topology: Topology) throws(TopologyError) {
        var reader = TopologyReader(file: file, marks: marks)
        if topology.workers.count >= Topology.workersMaximum {
            reader.report(
                "\(topology.name) already has \(topology.workers.count) workers",
                at: marks["worker"] ?? SourceMark(line: 1, column: 1),
                path: "worker",
                reason: "A cluster has \(Topology.workersMaximum) workers at most.",
                remedy: "Retire one first."
            )
        }
        var claims = ClaimRegister(topology)
        claims.add(worker, at: "worker", to: &reader)
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
    }

    /// Checks that the data holds the worker's instruments within the dates that are played.
    ///
    /// - Throws: ``TopologyError`` with `invalid`.
    package func validate(
        against catalogue: DataCatalogue,
        clock: ClockSpecification = ClockSpecification()
    ) throws(TopologyError) {
        var reader = TopologyReader(file: file, marks: marks)
        reader.checkUniverse(of: worker, at: "worker", in: catalogue, clock: clock)
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
    }
}
