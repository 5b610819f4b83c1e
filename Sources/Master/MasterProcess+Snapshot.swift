import Accounting
import Allocation
import Digest
package import Journal
import Logging
import Market
import Messaging
package import Node
import Persistence
import Supervision
import SwiftProtobuf
import Topology

extension MasterProcess {
    /// Passes the whole state of the master through sections; a new field is one line here.
    ///
    func exchange(_ sections: inout SnapshotSections) throws {
        try sections.engine("treasury", office.treasury)
        try sections.engine("roster", office.roster)
        try sections.engine("allocator", office.allocator)
        try sections.engine("risk", office.riskOffice)
        try sections.engine("conductor", office.conductor)
        try sections.part("cycle") { coder in
            try coder.exchange(&phase)
            try coder.exchange(&grants)
            try coder.exchange(&recalls)
            try coder.exchange(&answered)
            try coder.exchange(&farewells)
            try coder.exchange(&limitsBroken)
            try coder.exchange(message: &context)
            try coder.exchange(&arrivals)
            var said = reports.mapValues(\.report)
            try coder.exchange(messages: &said)
            var ids = reports.compactMapValues(\.id)
            try coder.exchange(&ids)
            reports = Dictionary(
                uniqueKeysWithValues: said.map { ($0.key, (report: $0.value, id: ids[$0.key])) }
            )
        }
        try sections.part("membership") { coder in
            try membership.exchange(with: &coder, costs: configuration.topology.costs)
        }
        try mailbox.exchange(&sections)
        try sections.part("lives", isTransient: true) { coder in
            coder = try office.roster.perform { [coder] roster in
                var coder = coder
                try roster.exchangeLives(with: &coder)
                return coder
            }
        }
    }

    /// The state of the master, between two cycles.
    ///
    /// - Throws: ``PersistenceError``.
    package func snapshot() throws -> Snapshot {
        var sections = SnapshotSections()
        try exchange(&sections)
        return Snapshot(
            origin: origin,
            position: mailbox.position,
            cycle: office.conductor.perform { $0.latest?.cycle ?? 0 },
            life: Int64(mailbox.epoch),
            sections: sections.sections
        )
    }

    /// The states that a journal leads to at some positions, executed again from its beginning;
    /// instead of ``start(from:snapshots:policy:)``.
    ///
    /// - Throws: What that may throw.
    package func replayed(
        _ history: any JournalHistory,
        through positions: [Int64]
    ) throws -> [Snapshot] {
        mailbox.beginRecovery()
        return try positions.map { position in
            _ = try execute(history, through: position)
            return try snapshot()
        }
    }

    private var origin: Snapshot.Origin {
        Snapshot.Origin(
            run: configuration.cluster,
            process: "master",
            engineVersion: configuration.engineVersion,
            topologyDigest: configuration.topologyDigest,
            dataDigest: configuration.dataDigest
        )
    }

    /// Goes on from the newest snapshot that can be used.
    func restore(
        _ snapshots: any SnapshotStoring,
        _ history: any JournalHistory
    ) throws -> Recovery.Start {
        let start = try Recovery.restore(snapshots, history, origin: origin) { sections in
            try exchange(&sections)
        }
        for reason in start.skipped { log.warning("\(reason)") }
        if start.snapshot != nil { try mailbox.refill(from: history) }
        return start
    }

    /// Takes a snapshot when one is due; after a cycle was folded, before the next is opened.
    func cyclePlayed() throws {
        mailbox.cyclePlayed()
        if mailbox.isSnapshotDue() { mailbox.keep(try snapshot()) }
    }

    /// Commits what was collected; for the simulator, which compares what was stored.
    package func commitAll() throws { try mailbox.commit() }

    /// Takes a snapshot of where this life ends, for the next one or another version.
    func keepLast() throws {
        if mailbox.isBeyondSnapshot { mailbox.keep(try snapshot()) }
    }
}

extension MasterProcess.Phase: Storable {}
