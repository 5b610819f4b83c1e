package import Strategies
import Yams

/// A topology together with the file it was read from, so that later checks can name lines.
package struct TopologyDocument: Sendable {
    /// The file as it was named by the caller.
    package let file: String
    /// What it says.
    package let topology: Topology
    /// What is odd but not wrong, in the order of the file.
    package let notes: [TopologyIssue]
    let marks: [String: SourceMark]
    let workerPaths: [String: String]

    /// Reads a text without looking at the files it names.
    ///
    /// - Throws: ``TopologyError`` with `malformedYAML`, or `invalid` with everything wrong.
    package static func parse(
        _ text: String,
        file: String,
        strategies: [StrategySpecification]
    ) throws(TopologyError) -> TopologyDocument {
        var reader = TopologyReader(file: file)
        let document = try read(text, with: &reader, strategies: strategies)
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
        return document
    }

    /// Reads a file and checks that the data it names is there.
    ///
    /// - Throws: ``TopologyError`` with `unreadableFile`, `malformedYAML` or `invalid`.
    package static func load(
        file: String,
        strategies: [StrategySpecification]
    ) throws(TopologyError) -> TopologyDocument {
        let text = try readText(file)
        var reader = TopologyReader(file: file)
        let document = try read(text, with: &reader, strategies: strategies)
        document.checkFiles(with: &reader)
        guard reader.issues.isEmpty else { throw TopologyError(.invalid, reader.issues) }
        return document
    }

    /// The directory that paths of the topology are relative to.
    package var directory: String { directoryName(of: file) }

    private static func read(
        _ text: String,
        with reader: inout TopologyReader,
        strategies: [StrategySpecification]
    ) throws(TopologyError) -> TopologyDocument {
        let keys = [
            "kind", "version", "name", "seed", "data", "clock", "capital", "benchmark", "master",
            "costs", "workers",
        ]
        let root = try reader.root(of: text, kind: .topology, keys: keys)
        let costs = reader.costs(of: root, standard: CostSpecification())
        let workers = reader.workers(of: root, strategies: strategies, costs: costs)
        let topology = Topology(
            name: reader.identifier("name", of: root),
            seed: UInt64(reader.whole("seed", of: root, standard: 1, in: 0...Int.max)),
            data: reader.data(of: root),
            clock: reader.clock(of: root),
            capital: reader.capital(of: root),
            benchmark: reader.benchmark(of: root),
            master: reader.master(of: root),
            costs: costs,
            workers: workers
        )
        reader.noteIdleCapital(of: topology, in: root)
        var paths: [String: String] = [:]
        for (index, worker) in workers.enumerated() { paths[worker.name] = "workers[\(index)]" }
        return TopologyDocument(
            file: reader.file,
            topology: topology,
            notes: reader.notes,
            marks: reader.marks,
            workerPaths: paths
        )
    }
}

extension TopologyReader {
    fileprivate mutating func noteIdleCapital(of topology: Topology, in root: Section) {
        let maximum = topology.master.limits.segmentWeightMaximum
        let reachable = maximum * Double(topology.workers.count)
        guard !topology.workers.isEmpty, reachable < 1 - 1e-9 else { return }
        let path = "master.limits.segment_weight_maximum"
        note(
            "\(topology.workers.count) workers may hold \(shortest(maximum)) of the capital each",
            at: marks[path] ?? root.mark,
            path: path,
            reason: "The rest stays in the treasury as cash.",
            remedy: "Raise the limit or add workers if that is not meant."
        )
    }
}
