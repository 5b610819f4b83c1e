import Accounting
import Allocation
import Digest
import Market
import Messaging
import Node
import Supervision
import SwiftProtobuf
import Transport

extension MasterProcess {
    /// How long the last acknowledgements may take to leave.
    static let farewellTime = Duration.milliseconds(20)

    func retireAll(_ reason: String) throws {
        guard phase == .playing else { return }
        phase = .retiring
        let (names, at, cycle) = (
            office.roster.perform { $0.participants }.filter { !membership.dismissed.contains($0) },
            office.conductor.perform { $0.latest?.to.nanoseconds ?? 0 },
            office.conductor.perform { $0.latest?.cycle ?? 0 }
        )
        for name in names {
            try say(
                .with { $0.retire = .with { $0.reason = reason } },
                to: name,
                cycle: cycle,
                at: at
            )
        }
    }

    func take(_ goodbye: Bursar_V1_Goodbye, from worker: String) throws {
        guard phase == .retiring || membership.dismissed.contains(worker) else {
            throw NodeError(.lost, "\(worker) left in the middle of the run: \(goodbye.reason)")
        }
        farewells[worker] = [UInt8](goodbye.ledgerDigest)
        office.roster.perform { $0.leave(worker) }
        note("left", worker, goodbye.reason)
        let haveAllLeft =
            office.roster.perform { $0.isEmpty }
            && membership.dismissed.allSatisfy { farewells[$0] != nil }
        if phase == .retiring, haveAllLeft { try finish() }
    }

    func finish() throws {
        var hash = SHA256()
        let master = office.treasury.perform { $0.ledger.digest }
        hash.update("master")
        hash.update(master.bytes)
        for worker in farewells.keys.sorted() {
            hash.update(worker)
            hash.update(farewells[worker] ?? [])
        }
        appendLedger()
        note("digest", "cluster", hash.finish().description)
        phase = .over
        guard !mailbox.isRecovering else { return }
        try depart()
    }

    /// Ends this life between two cycles; the next one goes on from there.
    func pause() throws {
        note("paused", "cluster", "the run was stopped between two cycles")
        try keepLast()
        phase = .over
        try depart()
    }

    /// Makes everything durable, tells the workers, and ends.
    func depart() throws {
        try mailbox.close()
        // Everything is durable: let the workers know, so that they need not doubt their Goodbye.
        for worker in peers.keys.sorted() {
            guard let peer = peers[worker] else { continue }
            let acknowledgement = Bursar_V1_Body.with { $0.acknowledgement = .init() }
            _ = transport.send(try mailbox.session(acknowledgement, to: worker), to: peer)
        }
        callbacks.schedule(Self.farewellTime) { [transport, commandTransport, callbacks] in
            transport.close()
            commandTransport?.close()
            callbacks.ended(nil)
        }
    }
}
