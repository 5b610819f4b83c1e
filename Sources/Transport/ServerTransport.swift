/// One end of many connections: the master's.
///
/// Everything is called on the transport's I/O thread, and handlers are called there. Messages of
/// one peer arrive in the order of sending; they may be lost or repeated.
package protocol ServerTransport: AnyObject, Sendable {
    /// The address actually bound, for clients to connect to.
    var endpoint: String { get }

    /// Queues a message for a peer and never waits.
    func send(_ message: WireMessage, to peer: Peer) -> SendOutcome

    /// Calls `handler` for each message from now on; until then messages wait.
    func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void)

    /// Calls `handler` for each message that broke the form and was thrown away.
    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void)

    /// Gives up the address and drops what wasn't sent; again without effect.
    func close()
}

/// A message that has reached a server, with its sender.
package struct Delivery: Sendable, Equatable {
    /// Where an answer goes.
    package let peer: Peer
    /// Who the sender is by its key; `nil` on a server without keys, and never on one with.
    package let identity: Identity?
    /// What was sent.
    package let message: WireMessage

    /// A message from a peer, who is known if it showed a key.
    package init(peer: Peer, identity: Identity? = nil, message: WireMessage) {
        self.peer = peer
        self.identity = identity
        self.message = message
    }
}

/// A message that didn't have the form of header and body, and whom it came from.
package struct Breach: Sendable, Equatable {
    /// The sender, or what fits of its name if that was too long; `nil` for a client's server.
    package let peer: Peer?
    /// What was wrong, in words.
    package let reason: String

    /// A breach by this peer.
    package init(peer: Peer?, reason: String) {
        self.peer = peer
        self.reason = reason
    }
}
