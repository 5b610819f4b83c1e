package import ZeroMQ

/// A worker's or client's end over ZeroMQ: a DEALER with a random name of its own.
package final class ZeroMQClientTransport: ClientTransport {
    /// The keys of a client that shows who it is and knows whom it talks to.
    package struct Security: Sendable {
        /// The client's own keys.
        package var keys: CurveKeyPair
        /// The key that the server has to hold.
        package var serverKey: CurvePublicKey

        /// A client with these keys, for the server with that one.
        package init(keys: CurveKeyPair, serverKey: CurvePublicKey) {
            self.keys = keys
            self.serverKey = serverKey
        }
    }

    /// Why the two ends will not come together, however often it is tried.
    package enum Estrangement: Sendable, Equatable {
        /// The server refused the key; libzmq does not try again.
        case keyRefused
        /// One end has keys and the other has none.
        case mechanismDiffers
        /// So many handshakes in a row broke off, as they do when the server holds another key.
        case handshakesBroken(count: Int)
    }

    /// Handshakes broken off in a row that make a client give up hope.
    package static let handshakesBrokenMaximum = 20

    private struct Handlers {
        var message: (@Sendable (WireMessage) -> Void)?
        var breach: (@Sendable (Breach) -> Void)?
        var estrangement: (@Sendable (Estrangement) -> Void)?
        private var handshakesBroken = 0

        /// Counts handshakes; `nil` while there is hope.
        mutating func finding(after event: ConnectionEvent) -> Estrangement? {
            switch event {
            case .ready:
                handshakesBroken = 0
                return nil
            case .failed(.keyRefused): return .keyRefused
            case .failed(.mechanismDiffers): return .mechanismDiffers
            case .failed(.brokenOff), .failed(.malformed):
                handshakesBroken += 1
                let most = handshakesBrokenMaximum
                return handshakesBroken == most ? .handshakesBroken(count: most) : nil
            // A server that is stopped or stuck lets time pass, and comes back.
            case .failed(.timedOut), .accepted, .ended: return nil
            }
        }
    }

    /// The name by which the server knows this client.
    package let peer: Peer
    private let socket: PolledSocket
    private let handlers: ThreadConfined<Handlers>

    /// A client that connects as soon as the server is there; made on its I/O thread.
    ///
    /// - Parameters:
    ///   - endpoint: Where the server listens, or will.
    ///   - configuration: The settings that differ from the measured defaults.
    ///   - security: Keys; `nil` talks plain text to a server that does.
    ///   - randomBytes: Source of the client's name; one that repeats takes others' connections.
    ///   - thread: The thread that owns the socket and calls the handlers.
    /// - Throws: ``TransportError`` with `endpointInvalid` or `socketRefused`.
    package init(
        connectingTo endpoint: Endpoint,
        configuration: ZeroMQConfiguration = ZeroMQConfiguration(),
        security: Security? = nil,
        randomBytes: (Int) -> [UInt8] = SystemRandom.bytes,
        on thread: IOThread
    ) throws(TransportError) {
        let routingID = RoutingID.random(from: randomBytes)
        var options = configuration.options(for: endpoint)
        options.routingID = routingID
        options.reconnectInterval = configuration.reconnection.interval
        options.reconnectIntervalMaximum = configuration.reconnection.intervalMaximum
        if let security {
            options.curve = .client(keys: security.keys, serverKey: security.serverKey)
        }
        do {
            socket = try thread.open(.dealer, options: options)
        } catch {
            throw TransportError(error, endpoint: endpoint)
        }
        let handlers = ThreadConfined(Handlers(), on: thread)
        self.handlers = handlers
        do {
            try socket.whenConnectionsChange { Self.note($0, handlers) }
            try socket.connect(endpoint.description)
        } catch {
            socket.close()
            throw TransportError(error, endpoint: endpoint)
        }
        peer = Peer(routingID)
    }

    /// Queues a message for the server and never waits, connected or not.
    package func send(_ message: WireMessage) -> SendOutcome {
        SendOutcome(socket.send(header: message.header, body: message.body))
    }

    /// Calls `handler` for each message from now on; until then messages wait.
    package func setHandler(_ handler: @escaping @Sendable (WireMessage) -> Void) {
        handlers.withValue { $0.message = handler }
        socket.whenReadable { self.receive(budget: $0) }
    }

    /// Calls `handler` for each message that broke the form and was thrown away.
    package func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {
        handlers.withValue { $0.breach = handler }
    }

    /// Calls `handler` when it is known that the server will not let this client in.
    package func setEstrangementHandler(
        _ handler: @escaping @Sendable (Estrangement) -> Void
    ) {
        handlers.withValue { $0.estrangement = handler }
    }

    /// Ends the connection and drops what wasn't sent; again without effect.
    package func close() {
        socket.close()
        handlers.withValue { $0 = Handlers() }
    }

    private func receive(budget: Int) -> Int {
        var count = 0
        while count < budget {
            switch socket.receive() {
            case .nothing:
                return count
            case .message(let received):
                let message = WireMessage(header: received.header, body: received.body)
                let handler = handlers.withValue { $0.message }
                handler?(message)
            case .breach(_, let breach, _, _):
                let handler = handlers.withValue { $0.breach }
                handler?(Breach(peer: nil, reason: breach.description))
            }
            count += 1
        }
        return count
    }
}

extension ZeroMQClientTransport {
    private static func note(_ event: ConnectionEvent, _ handlers: ThreadConfined<Handlers>) {
        let (finding, handler) = handlers.withValue { handlers in
            (handlers.finding(after: event), handlers.estrangement)
        }
        if let finding { handler?(finding) }
    }
}
