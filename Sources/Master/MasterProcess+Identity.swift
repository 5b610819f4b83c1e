import Allocation
import Logging
import Messaging
import Node
import SwiftProtobuf
import Transport

extension MasterProcess {
    /// Whether the key that a message came by stands for the worker that it claims to be from.
    ///
    /// Without keys every claim is believed. A false `Hello` is answered with words, so that a
    /// worker that was given another's key says why it ends.
    func isWhoItClaims(_ delivery: Delivery, in envelope: Envelope) throws -> Bool {
        guard let identity = delivery.identity else { return true }
        var claimed = envelope.content.sender
        var isHello = false
        if case .hello(let hello) = envelope.body.kind {
            (claimed, isHello) = (hello.worker, true)
        }
        guard identity != Identity(name: claimed, role: .worker) else { return true }
        let words = "the key of \(identity) does not stand for \(claimed.prefix(64))"
        if falseClaims.count < 1_024, falseClaims.insert(words).inserted {
            log.warning("refused a message", metadata: ["reason": "\(words)"])
        }
        // Only a worker of the topology has a stream to answer in.
        guard isHello, configuration.segments.contains(where: { $0.name == claimed }) else {
            return false
        }
        let refusal = Bursar_V1_Body.with {
            $0.refusal = .with {
                $0.code = .unknownWorker
                $0.reason = words
            }
        }
        _ = transport.send(try mailbox.session(refusal, to: claimed), to: delivery.peer)
        return false
    }
}
