/// The decisions of an ``InMemoryNetwork``: who is there, what waits, and what comes next.
struct Switchboard {
    typealias ServerHandler = @Sendable (Delivery) -> Void
    typealias ClientHandler = @Sendable (WireMessage) -> Void

    /// What is to be done next: call one handler with one message.
    enum Step {
        case server(ServerHandler, Delivery)
        case client(ClientHandler, WireMessage)
    }

    private enum Destination: Hashable {
        case server(address: String)
        case client(Peer)
    }

    private struct Envelope {
        let destination: Destination
        let peer: Peer
        let identity: Identity?
        let message: WireMessage
    }

    private struct Server {
        let number: UInt64
        var handler: ServerHandler?
    }

    private struct Link {
        let address: String
        let identity: Identity?
        var handler: ClientHandler?
        var waitingForServer = 0
        var waitingForClient = 0
    }

    private let messagesPerPeerMaximum: Int
    private var servers: [String: Server] = [:]
    private var links: [Peer: Link] = [:]
    private var queue = Fifo<Envelope>()
    // Messages whose receiver isn't there yet, in the order of sending.
    private var parked: [Destination: [Envelope]] = [:]
    private var serverNumberLast: UInt64 = 0
    private var peerNumberLast: UInt32 = 0

    /// A network without members, which holds so many messages for each peer, each way.
    init(messagesPerPeerMaximum: Int) {
        self.messagesPerPeerMaximum = messagesPerPeerMaximum
    }

    /// Whether ``next()`` has something to look at.
    var hasMessagesWaiting: Bool { !queue.isEmpty }

    /// Opens an address and returns the server's number; `nil` when another one has it.
    mutating func bind(_ address: String) -> UInt64? {
        guard servers[address] == nil else { return nil }
        serverNumberLast += 1
        servers[address] = Server(number: serverNumberLast)
        return serverNumberLast
    }

    /// Lets the server's messages come, those first that waited for it.
    mutating func setHandler(
        _ handler: @escaping ServerHandler,
        address: String,
        server: UInt64
    ) {
        guard servers[address]?.number == server else { return }
        servers[address]?.handler = handler
        unpark(.server(address: address))
    }

    /// Closes a server; what was on its way waits for the next one at its address.
    mutating func unbind(_ address: String, server: UInt64) {
        if servers[address]?.number == server { servers[address] = nil }
    }

    /// Adds a client of the server at an address, which may come later.
    mutating func connect(to address: String, identity: Identity?) -> Peer {
        peerNumberLast += 1
        let peer = Peer(number: peerNumberLast)
        links[peer] = Link(address: address, identity: identity)
        return peer
    }

    /// Lets the client's messages come, those first that waited for it.
    mutating func setHandler(_ handler: @escaping ClientHandler, peer: Peer) {
        guard links[peer] != nil else { return }
        links[peer]?.handler = handler
        unpark(.client(peer))
    }

    /// Removes a client; what it sent still arrives, what it should get is dropped.
    mutating func disconnect(_ peer: Peer) {
        links[peer] = nil
        parked[.client(peer)] = nil
    }

    /// Queues a message of a client.
    mutating func send(_ message: WireMessage, from peer: Peer) -> SendOutcome {
        guard let link = links[peer] else { return .unreachable }
        guard link.waitingForServer < messagesPerPeerMaximum else { return .wouldBlock }
        links[peer]?.waitingForServer += 1
        let destination = Destination.server(address: link.address)
        queue.append(
            Envelope(
                destination: destination,
                peer: peer,
                identity: link.identity,
                message: message
            )
        )
        return .sent
    }

    /// Queues a message of a server.
    mutating func send(
        _ message: WireMessage,
        to peer: Peer,
        address: String,
        server: UInt64
    ) -> SendOutcome {
        guard servers[address]?.number == server, let link = links[peer], link.address == address
        else { return .unreachable }
        guard link.waitingForClient < messagesPerPeerMaximum else { return .wouldBlock }
        links[peer]?.waitingForClient += 1
        queue.append(
            Envelope(destination: .client(peer), peer: peer, identity: nil, message: message)
        )
        return .sent
    }

    /// Takes the oldest message whose receiver is there; parks those whose receiver is to come.
    mutating func next() -> Step? {
        while let envelope = queue.popFirst() {
            switch envelope.destination {
            case .server(let address):
                guard let handler = servers[address]?.handler else {
                    parked[envelope.destination, default: []].append(envelope)
                    continue
                }
                links[envelope.peer]?.waitingForServer -= 1
                let delivery = Delivery(
                    peer: envelope.peer,
                    identity: envelope.identity,
                    message: envelope.message
                )
                return .server(handler, delivery)
            case .client(let peer):
                guard let link = links[peer] else { continue }
                guard let handler = link.handler else {
                    parked[envelope.destination, default: []].append(envelope)
                    continue
                }
                links[peer]?.waitingForClient -= 1
                return .client(handler, envelope.message)
            }
        }
        return nil
    }

    private mutating func unpark(_ destination: Destination) {
        for envelope in parked.removeValue(forKey: destination) ?? [] { queue.append(envelope) }
    }
}

/// A queue in an array, whose taken front is cut off when it's the larger half.
private struct Fifo<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1_024, head > elements.count / 2 {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }
}
