import Foundation
import Market
import Testing
import Topology

struct WorkerDocumentTests {
    private func fragment(_ universe: String, name: String = "shipping") -> String {
        """
        kind: worker
        version: 1
        worker:
          name: \(name)
          mandate: {segment: shipping, universe: \(universe)}
          strategies: [{name: buy_and_hold}]
        """
    }

    private func parsedWorker(_ text: String) throws -> WorkerDocument {
        try WorkerDocument.parse(text, file: "w.yaml", strategies: catalogue)
    }

    private func refusal(_ body: () throws -> Void) -> [TopologyIssue] {
        do {
            try body()
            return []
        } catch {
            return (error as? TopologyError)?.issues ?? []
        }
    }

    @Test func `a fragment takes the cluster's costs where it says nothing`() throws {
        let costs = CostSpecification(halfSpread: BasisPoints(micros: 7_000_000))
        let document = try WorkerDocument.parse(
            fragment("[SHP1]"),
            file: "w.yaml",
            strategies: catalogue,
            costs: costs
        )
        #expect(document.worker.costs == costs)
        #expect(document.worker.name == "shipping")
    }

    @Test func `a fragment that fits joins a topology`() throws {
        let topology = try parsed(smallTopology).topology
        let document = try parsedWorker(fragment("[SHP1]"))
        try document.validate(joining: topology)
        let larger = topology.adding(document.worker)
        #expect(larger.workers.map(\.name) == ["energy", "shipping", "tech"])
        #expect(larger.digest != topology.digest)
    }

    @Test func `a name or an instrument that is taken is refused`() throws {
        let topology = try parsed(smallTopology).topology
        let document = try parsedWorker(fragment("[SHP1, XOM]", name: "tech"))
        let found = refusal { try document.validate(joining: topology) }
        #expect(
            found.map(\.message) == [
                "there is already a worker \"tech\" (of topology small)",
                "XOM is already claimed by worker \"energy\"",
            ]
        )
        #expect(found.map(\.line) == [4, 5])
    }

    @Test func `an instrument that the data does not hold is refused`() throws {
        let document = try parsedWorker(fragment("[SHP1]"))
        let found = refusal { try document.validate(against: DataCatalogue([:])) }
        #expect(found.map(\.message) == ["SHP1 is not in the data"])
        #expect(found.map(\.path) == ["worker.mandate.universe"])
    }

    @Test func `a fragment without a worker and a whole topology are refused`() {
        let bare = refusal { _ = try parsedWorker("kind: worker\nversion: 1") }
        #expect(bare.map(\.path) == ["worker"])
        let whole = refusal { _ = try parsedWorker(smallTopology) }
        #expect(whole.map(\.message) == ["this file describes a topology, expected a worker"])
    }

    @Test func `a text says which kind it is`() {
        #expect(TopologyKind.of(smallTopology) == .topology)
        #expect(TopologyKind.of(fragment("[A]")) == .worker)
        #expect(TopologyKind.of("kind: [") == nil)
        #expect(TopologyKind.of("") == nil)
    }

    @Test func `the example fragment fits into the example cluster`() throws {
        let cluster = topologyDirectory.appendingPathComponent("segments.yaml").path
        let file = topologyDirectory.appendingPathComponent("workers/shipping.yaml").path
        let document = try WorkerDocument.load(file: file, strategies: catalogue)
        let topology = try TopologyDocument.load(file: cluster, strategies: catalogue).topology
        try document.validate(joining: topology)
        guard case .synthetic(let market) = topology.data.source else {
            Issue.record("expected a generated market")
            return
        }
        #expect(market.unclaimed.flatMap(\.instruments) == document.worker.mandate.universe)
    }
}
