package import ZeroMQ

/// The master's end over ZeroMQ: a bound ROUTER.
package final class ZeroMQServerTransport: ServerTransport {
    /// The keys of a server whose connections are encrypted and whose clients have names.
    package struct Security: Sendable {
        /// The server's own key.
        package var secretKey: CurveSecretKey
        /// Who tells the names of the clients' keys; it has to be there before the server.
        package var authenticator: Authenticator

        /// A server that shows this key and asks this authenticator.
        package init(secretKey: CurveSecretKey, authenticator: Authenticator) {
            self.secretKey = secretKey
            self.authenticator = authenticator
        }
    }

    private struct Handlers {
        var message: (@Sendable (Delivery) -> Void)?
        var breach: (@Sendable (Breach) -> Void)?
    }

    /// The address actually bound, with the port that a wildcard became.
    package let endpoint: String
    private let socket: PolledSocket
    private let handlers: ThreadConfined<Handlers>

    /// A server that listens from now on; made on its I/O thread.
    ///
    /// - Parameters:
    ///   - endpoint: Where to listen; the directory of a socket file has to exist.
    ///   - configuration: The settings that differ from the measured defaults.
    ///   - security: Keys; `nil` lets anybody in who reaches the endpoint.
    ///   - thread: The thread that owns the socket and calls the handlers.
    /// - Throws: ``TransportError`` with `directoryMissing`, `addressInUse`,
    ///   `addressNotAvailable`, `permissionDenied`, `authenticatorMissing` or `socketRefused`.
    package init(
        binding endpoint: Endpoint,
        configuration: ZeroMQConfiguration = ZeroMQConfiguration(),
        security: Security? = nil,
        on thread: IOThread
    ) throws(TransportError) {
        try endpoint.checkBindable()
        var options = configuration.options(for: endpoint)
        options.routerMandatory = true
        options.routerHandover = true
        options.backlog = configuration.limits.backlog
        if let security {
            guard security.authenticator.isServing(thread) else {
                throw TransportError(
                    code: .authenticatorMissing,
                    message: "\(endpoint) is to be encrypted and its authenticator is closed or "
                        + "on another I/O thread. Make one on \"\(thread.name)\" first."
                )
            }
            options.curve = .server(
                secretKey: security.secretKey,
                domain: security.authenticator.domain
            )
        }
        do {
            socket = try thread.open(.router, options: options)
        } catch {
            throw TransportError(error, endpoint: endpoint)
        }
        do {
            self.endpoint = try socket.bind(endpoint.description)
        } catch {
            socket.close()
            throw TransportError(error, endpoint: endpoint)
        }
        handlers = ThreadConfined(Handlers(), on: thread)
    }

    /// Queues a message for a peer and never waits.
    package func send(_ message: WireMessage, to peer: Peer) -> SendOutcome {
        SendOutcome(
            socket.send(header: message.header, body: message.body, to: peer.routingID)
        )
    }

    /// Calls `handler` for each message from now on; until then messages wait.
    package func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void) {
        handlers.withValue { $0.message = handler }
        socket.whenReadable { self.receive(budget: $0) }
    }

    /// Calls `handler` for each message that broke the form and was thrown away.
    package func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {
        handlers.withValue { $0.breach = handler }
    }

    /// Gives up the address and drops what wasn't sent; again without effect.
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
                deliver(received)
            case .breach(let sender, let breach):
                report(breach, by: sender)
            }
            count += 1
        }
        return count
    }

    private func deliver(_ received: ReceivedMessage) {
        guard let sender = received.sender, let handler = handlers.withValue({ $0.message }) else {
            return
        }
        let delivery = Delivery(
            peer: Peer(sender),
            userID: received.userID,
            message: WireMessage(header: received.header, body: received.body)
        )
        handler(delivery)
    }

    private func report(_ breach: MessageBreach, by sender: RoutingID?) {
        guard let handler = handlers.withValue({ $0.breach }) else { return }
        handler(Breach(peer: sender.map { Peer($0) }, reason: breach.description))
    }
}

extension SendOutcome {
    init(_ acceptance: Acceptance) {
        switch acceptance {
        case .accepted: self = .sent
        case .full: self = .wouldBlock
        case .noRoute: self = .unreachable
        }
    }
}
