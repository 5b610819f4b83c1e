import Journal
import Logging
import Market
import Messaging
import Node
import Supervision
import SwiftProtobuf
import Transport

extension MasterProcess {
    func greet(_ hello: Bursar_V1_Hello, from peer: Peer) throws {
        let known = office.roster.perform { $0.incarnation(of: hello.worker) }
        if let (code, reason) = refusal(of: hello) {
            let refusal = Bursar_V1_Body.with {
                $0.refusal = .with {
                    $0.code = code
                    $0.reason = reason
                }
            }
            _ = transport.send(try mailbox.session(refusal, to: hello.worker), to: peer)
            log.warning("refused \(hello.worker)", metadata: ["reason": "\(reason)"])
            return
        }
        // In the same life it is only a Hello that was long on its way.
        if hello.incarnation > known, mailbox.hasForgotten(hello.worker, applied: hello.applied) {
            throw NodeError(
                .discrepancy,
                """
                the journal of \(hello.worker) ends at message \(hello.applied) of the master, but it \
                had acknowledged more: the journal was cut or replaced, so the run stops
                """
            )
        }
        lastHeard[hello.worker] = clock.elapsed()
        let isNew = peers[hello.worker] == nil
        peers[hello.worker] = peer
        try welcome(hello.worker)
        for message in try mailbox.resend(to: hello.worker, after: hello.applied) {
            _ = transport.send(message, to: peer)
        }
        if office.roster.perform({ $0.member(hello.worker)?.takesPart }) == false {
            try noteJoined(hello)
        }
        let hasLeft = office.roster.perform { $0.member(hello.worker)?.state } == .left
        guard isNew, !hasLeft else { return }
        note("joined", hello.worker, "process \(hello.processID), life \(hello.incarnation)")
        log.info(
            "\(hello.worker) joined",
            metadata: ["pid": "\(hello.processID)", "life": "\(hello.incarnation)"]
        )
        if phase == .gathering, office.roster.perform({ $0.isComplete }) { try start() }
    }

    func refusal(
        of hello: Bursar_V1_Hello
    ) -> (Bursar_V1_Refusal.Code, String)? {
        let least = ProtocolVersion(hello.versionLeast)
        let greatest = ProtocolVersion(hello.versionGreatest)
        guard let least, let greatest,
            ProtocolVersion.agreed(least: least, greatest: greatest) != nil
        else {
            return (
                .version,
                """
                it speaks protocol \(hello.versionLeast) to \(hello.versionGreatest), the master \
                \(ProtocolVersion.current); start both from the same build
                """
            )
        }
        guard hello.cluster == configuration.cluster else {
            return (.cluster, "it belongs to run \(hello.cluster), not \(configuration.cluster)")
        }
        guard hello.engineVersion == configuration.engineVersion else {
            return (
                .engineDiffers,
                "its engines are \(hello.engineVersion), the master's \(configuration.engineVersion)"
            )
        }
        let added = membership.added[hello.worker]
        let topology = added?.topologyDigest ?? configuration.topologyDigest
        guard [UInt8](hello.topologyDigest) == topology else {
            return (.topologyDiffers, "it was started with another topology")
        }
        guard [UInt8](hello.dataDigest) == added?.dataDigest ?? configuration.dataDigest else {
            return (.dataDiffers, "the data it reads differs from the master's")
        }
        guard hello.epochSeen <= mailbox.epoch else {
            return (
                .staleIncarnation,
                "it has seen epoch \(hello.epochSeen) of the master, and this is \(mailbox.epoch)"
            )
        }
        guard !membership.withdrawn.contains(hello.worker) else {
            return (.unknownWorker, "it was withdrawn before it had joined")
        }
        let verdict = office.roster.perform {
            $0.admit(hello.worker, incarnation: hello.incarnation)
        }
        switch verdict {
        case nil: return nil
        case .unknown:
            return (.unknownWorker, "the topology has no worker \"\(hello.worker)\"")
        case .stale(let current):
            return (
                .staleIncarnation,
                "it is life \(hello.incarnation), but life \(current) was heard before"
            )
        }
    }

    func welcome(_ worker: String) throws {
        guard let peer = peers[worker] else { return }
        let welcome = Bursar_V1_Body.with {
            $0.welcome = .with {
                $0.version = ProtocolVersion.current.description
                $0.epoch = mailbox.epoch
                $0.applied = mailbox.durable(worker)
                $0.cycleFirst = UInt64(configuration.windows.first?.cycle ?? 0)
                $0.cycleLast = UInt64(configuration.windows.last?.cycle ?? 0)
            }
        }
        _ = transport.send(try mailbox.session(welcome, to: worker), to: peer)
    }
}
