package import ZeroMQ

/// Servers and clients inside one process: the twin of the ZeroMQ transports without a socket.
///
/// Messages are delivered in the order of sending, over all members. One sent by a handler is
/// delivered after that handler has returned, so that no handler runs inside another. Queues are
/// bounded for each peer, each way: a full one says `wouldBlock`.
package final class InMemoryNetwork: EventSource {
    private let switchboard: ThreadConfined<Switchboard>

    /// A network on its thread, without members yet; made on that thread.
    ///
    /// Of each peer's messages at most `messagesPerPeerMaximum` wait, each way.
    package init(messagesPerPeerMaximum: Int = 1_000, on thread: IOThread) {
        let empty = Switchboard(messagesPerPeerMaximum: messagesPerPeerMaximum)
        switchboard = ThreadConfined(empty, on: thread)
        thread.register(self)
    }

    /// Returns a server at an address, which is any text that names it.
    ///
    /// - Throws: ``TransportError`` with `addressInUse` when another server has the address.
    package func makeServer(at address: String) throws(TransportError) -> any ServerTransport {
        guard let number = switchboard.withValue({ $0.bind(address) }) else {
            throw TransportError(
                code: .addressInUse,
                message: "another server of this process is at \"\(address)\". Close it, or "
                    + "choose another address."
            )
        }
        return InMemoryServerTransport(endpoint: address, number: number, in: switchboard)
    }

    /// Returns a client of the server at an address, which may come later.
    ///
    /// The server sees `identity` as if the client had shown a key that stands for it.
    package func makeClient(to address: String, identity: Identity? = nil) -> any ClientTransport {
        let peer = switchboard.withValue { $0.connect(to: address, identity: identity) }
        return InMemoryClientTransport(peer: peer, in: switchboard)
    }

    /// Whether messages wait whose receiver may be there.
    package var hasEventsWaiting: Bool {
        switchboard.withValue { $0.hasMessagesWaiting }
    }

    /// Delivers the oldest messages, at most `budget` of them.
    package func deliver(budget: Int) -> Int {
        var count = 0
        while count < budget, let step = switchboard.withValue({ $0.next() }) {
            switch step {
            case .server(let handler, let delivery): handler(delivery)
            case .client(let handler, let message): handler(message)
            }
            count += 1
        }
        return count
    }
}

/// The server's end inside one process.
private final class InMemoryServerTransport: ServerTransport {
    let endpoint: String
    private let number: UInt64
    private let switchboard: ThreadConfined<Switchboard>

    init(endpoint: String, number: UInt64, in switchboard: ThreadConfined<Switchboard>) {
        self.endpoint = endpoint
        self.number = number
        self.switchboard = switchboard
    }

    func send(_ message: WireMessage, to peer: Peer) -> SendOutcome {
        switchboard.withValue { switchboard in
            switchboard.send(message, to: peer, address: endpoint, server: number)
        }
    }

    func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void) {
        switchboard.withValue { $0.setHandler(handler, address: endpoint, server: number) }
    }

    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {
        // A message that is a value can't break the form.
    }

    func close() {
        switchboard.withValue { $0.unbind(endpoint, server: number) }
    }
}

/// A client's end inside one process.
private final class InMemoryClientTransport: ClientTransport {
    private let peer: Peer
    private let switchboard: ThreadConfined<Switchboard>

    init(peer: Peer, in switchboard: ThreadConfined<Switchboard>) {
        self.peer = peer
        self.switchboard = switchboard
    }

    func send(_ message: WireMessage) -> SendOutcome {
        switchboard.withValue { $0.send(message, from: peer) }
    }

    func setHandler(_ handler: @escaping @Sendable (WireMessage) -> Void) {
        switchboard.withValue { $0.setHandler(handler, peer: peer) }
    }

    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {
        // A message that is a value can't break the form.
    }

    func close() {
        switchboard.withValue { $0.disconnect(peer) }
    }
}
