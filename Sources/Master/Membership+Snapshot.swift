import Market
import Messaging
import Node
package import Persistence
import Strategies
import SwiftProtobuf
import Topology

extension Membership {
    /// Passes what changed through a coder; a new field is one line here.
    ///
    /// Specifications are read again from the fragments, with the costs that the topology gives all.
    mutating func exchange(with coder: inout StateCoder, costs: CostSpecification) throws {
        try exchangePending(with: &coder)
        try coder.exchange(&added)
        try coder.exchange(messages: &answers)
        try coder.exchange(messages: &states)
        try coder.exchange(&departing)
        var gone = dismissed.sorted()
        try coder.exchange(&gone)
        dismissed = Set(gone)
        var undone = withdrawn.sorted()
        try coder.exchange(&undone)
        withdrawn = Set(undone)
        try coder.exchange(&isWaiting)
        try coder.exchange(&departed)
        guard coder.isReading else { return }
        specifications = try added.mapValues { worker in
            try WorkerDocument.parse(
                worker.fragment,
                file: "the fragment of \(worker.name)",
                strategies: StrategyCatalogue.specifications,
                costs: costs
            ).worker
        }
    }

    /// Commands that wait for the next cycle, as the frames in which they could have come.
    private mutating func exchangePending(with coder: inout StateCoder) throws {
        let count = try coder.count(pending.count)
        pending = try (0..<count).map { index in
            let known = coder.isReading ? nil : pending[index]
            let header = try known.map {
                try HeaderFrame.join(content: $0.contentBytes, transport: Bursar_V1_Transport())
            }
            return try Envelope(
                header: try coder.bytes(header ?? []),
                body: try coder.bytes(known?.bodyBytes ?? [])
            )
        }
    }
}

extension AddedWorker: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        name = try coder.value(known?.name)
        fragment = try coder.value(known?.fragment)
        topologyDigest = try coder.value(known?.topologyDigest)
        dataDigest = try coder.value(known?.dataDigest)
        atCycle = try coder.value(known?.atCycle)
    }
}

extension FoldedReport: Storable {
    init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        worker = try coder.value(known?.worker)
        nav = try coder.value(known?.nav)
        capital = try coder.value(known?.capital)
        profit = try coder.value(known?.profit)
        simpleReturn = try coder.value(known?.simpleReturn)
    }
}
