import Accounting
import Digest
package import Journal
import Logging
import Market
import Messaging
package import Node
package import Persistence
import SwiftProtobuf
import Trading

extension WorkerProcess {
    /// Passes the whole state of the worker through sections; a new field is one line here.
    func exchange(_ sections: inout SnapshotSections) throws {
        try sections.engine("market", desk.market)
        try sections.engine("selector", desk.selector)
        try sections.engine("construction", desk.construction)
        try sections.engine("gate", desk.gate)
        try sections.engine("book", desk.book)
        try sections.engine("execution", desk.execution)
        try sections.engine("losses", desk.losses)
        try sections.part("cycle") { coder in
            try cycle.exchange(with: &coder)
            try account.exchange(with: &coder)
            try coder.exchange(&lastGrant)
            var held = heldBack ?? Bursar_V1_Directive()
            var isHeldBack = heldBack != nil
            try coder.exchange(&isHeldBack)
            try coder.exchange(message: &held)
            heldBack = isHeldBack ? held : nil
            var switches = switchesTaken.sorted()
            try coder.exchange(&switches)
            switchesTaken = Set(switches)
            var hasSaidGoodbye = standing.isLeaving
            try coder.exchange(&hasSaidGoodbye)
            if coder.isReading { standing = hasSaidGoodbye ? .leaving(ticks: 0) : .connecting }
        }
        try mailbox.exchange(&sections)
    }

    /// The state of the worker, between two messages.
    ///
    /// - Throws: ``PersistenceError``.
    package func snapshot() throws -> Snapshot {
        var sections = SnapshotSections()
        try exchange(&sections)
        return Snapshot(
            origin: origin,
            position: mailbox.position,
            cycle: cycle.cycle,
            life: Int64(mailbox.incarnation),
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
            run: identity.cluster,
            process: configuration.name,
            engineVersion: identity.engineVersion,
            topologyDigest: identity.topologyDigest,
            dataDigest: identity.dataDigest
        )
    }

    /// Goes on from the newest snapshot that can be used.
    func restore(
        _ snapshots: any SnapshotStoring,
        _ history: any JournalHistory
    ) throws -> Recovery.Start {
        let start = try Recovery.restore(snapshots, history, origin: origin) { sections in
            try exchange(&sections)
            guard mailbox.flaws.contains(.restoresInPart), sections.isReading else { return }
            desk.construction.perform {
                $0 = PortfolioConstruction(
                    rule: configuration.sizing,
                    instruments: configuration.series.count
                )
            }
        }
        for reason in start.skipped { log.warning("\(reason)") }
        if start.snapshot != nil { try mailbox.refill(from: history) }
        return start
    }

    /// Takes a snapshot when one is due; at the end of a cycle.
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

extension WorkerProcess.Standing {
    fileprivate var isLeaving: Bool {
        if case .leaving = self { true } else { false }
    }
}

extension CycleStanding: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&cycle)
        try coder.exchange(&stance)
        try coder.exchange(&regime)
        try coder.exchange(&regimeConfidence)
        try coder.exchange(&state)
        try coder.exchange(&stateReason)
        try coder.exchange(&flattens)
        try coder.exchange(&holdsLease)
    }
}
