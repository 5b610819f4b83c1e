package import ZeroMQ

/// The master's end over ZeroMQ: a bound ROUTER and the door before it.
///
/// Who breaks the form of messages is disconnected, and so is who comes on top of the connections
/// that are allowed. A server with keys hears only who is in its ``KeyRing``, message by message.
package final class ZeroMQServerTransport: ServerTransport {
    /// The keys of a server whose connections are encrypted and whose clients have names.
    package struct Security: Sendable {
        /// The server's own key.
        package var secretKey: CurveSecretKey
        /// Who answers libzmq's questions; it has to be there before the server.
        package var authenticator: Authenticator
        /// The ZAP domain, a name that no other server of the thread has.
        package var domain: String
        /// Who comes in.
        package var ring: KeyRing

        /// A server that shows this key and lets this ring in.
        package init(
            secretKey: CurveSecretKey,
            authenticator: Authenticator,
            domain: String,
            ring: KeyRing
        ) {
            self.secretKey = secretKey
            self.authenticator = authenticator
            self.domain = domain
            self.ring = ring
        }
    }

    private struct State {
        var message: (@Sendable (Delivery) -> Void)?
        var breach: (@Sendable (Breach) -> Void)?
        var admission: (@Sendable (AdmissionNote) -> Void)?
        var doorkeeper: Doorkeeper
    }

    /// The address actually bound, with the port that a wildcard became.
    package let endpoint: String
    private let socket: PolledSocket
    private let state: ThreadConfined<State>
    private let security: Security?

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
        let door = Doorkeeper(
            ring: security?.ring,
            connectionsMaximum: configuration.limits.connectionsMaximum
        )
        let state = ThreadConfined(State(doorkeeper: door), on: thread)
        if let security {
            options.curve = .server(secretKey: security.secretKey, domain: security.domain)
            try Self.guardDoor(with: security, state, at: endpoint, on: thread)
        }
        self.state = state
        self.security = security
        do {
            socket = try thread.open(.router, options: options)
        } catch {
            security?.authenticator.stopDeciding(in: security?.domain ?? "")
            throw TransportError(error, endpoint: endpoint)
        }
        do {
            try socket.whenConnectionsChange { event in
                Self.act(state) { $0.noted(event, describe: Connection.peer) }
            }
            self.endpoint = try socket.bind(endpoint.description)
        } catch {
            socket.close()
            security?.authenticator.stopDeciding(in: security?.domain ?? "")
            throw TransportError(error, endpoint: endpoint)
        }
    }

    /// What has happened at the door since the server listens.
    package var admissionCounts: AdmissionCounts {
        state.withValue { $0.doorkeeper.counts }
    }

    /// Lets this ring in from now on, and at once ends the connections of who is not in it.
    ///
    /// A server without keys stays open.
    package func replace(_ ring: KeyRing) {
        Self.act(state) { $0.replace(ring) }
    }

    /// Queues a message for a peer and never waits.
    package func send(_ message: WireMessage, to peer: Peer) -> SendOutcome {
        SendOutcome(
            socket.send(header: message.header, body: message.body, to: peer.routingID)
        )
    }

    /// Calls `handler` for each message from now on; until then messages wait.
    package func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void) {
        state.withValue { $0.message = handler }
        socket.whenReadable { self.receive(budget: $0) }
    }

    /// Calls `handler` for each message that broke the form; its sender is disconnected.
    package func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {
        state.withValue { $0.breach = handler }
    }

    /// Calls `handler` about who comes in and who doesn't, once for each peer and reason.
    package func setAdmissionHandler(_ handler: @escaping @Sendable (AdmissionNote) -> Void) {
        state.withValue { $0.admission = handler }
    }

    /// Gives up the address and drops what wasn't sent; again without effect.
    package func close() {
        if socket.isOpen, let security {
            security.authenticator.stopDeciding(in: security.domain)
        }
        socket.close()
        state.withValue { state in
            (state.message, state.breach, state.admission) = (nil, nil, nil)
        }
    }

    private func receive(budget: Int) -> Int {
        var count = 0
        while count < budget {
            switch socket.receive() {
            case .nothing:
                return count
            case .message(let received):
                deliver(received)
            case .breach(let sender, let breach, let userID, let descriptor):
                socket.readConnectionReports()
                Self.act(state) { $0.broken(breach.description, userID, over: descriptor) }
                report(breach, by: sender)
            }
            count += 1
        }
        return count
    }

    private func deliver(_ received: ReceivedMessage) {
        let (userID, descriptor) = (received.userID, received.descriptor)
        if state.withValue({ $0.doorkeeper.isBehind(userID, over: descriptor) }) {
            socket.readConnectionReports()
        }
        var identity: Identity?
        var isWelcome = false
        Self.act(state) { doorkeeper in
            let heard = doorkeeper.heard(userID, over: descriptor)
            (isWelcome, identity) = (heard.isWelcome, heard.identity)
            return heard.actions
        }
        guard isWelcome, let sender = received.sender,
            let handler = state.withValue({ $0.message })
        else { return }
        let delivery = Delivery(
            peer: Peer(sender),
            identity: identity,
            message: WireMessage(header: received.header, body: received.body)
        )
        handler(delivery)
    }

    private func report(_ breach: MessageBreach, by sender: RoutingID?) {
        guard let handler = state.withValue({ $0.breach }) else { return }
        handler(Breach(peer: sender.map { Peer($0) }, reason: breach.description))
    }
}

extension ZeroMQServerTransport {
    /// Lets the authenticator ask the doorkeeper, before anything is bound.
    private static func guardDoor(
        with security: Security,
        _ state: ThreadConfined<State>,
        at endpoint: Endpoint,
        on thread: IOThread
    ) throws(TransportError) {
        guard security.authenticator.isServing(thread) else {
            throw TransportError(
                code: .authenticatorMissing,
                message: "\(endpoint) is to be encrypted and its authenticator is closed or "
                    + "on another I/O thread. Make one on \"\(thread.name)\" first."
            )
        }
        do {
            try security.authenticator.decide(in: security.domain) { key, address in
                var userID: String?
                let peer = address.isEmpty ? "this host" : address
                act(state) { doorkeeper in
                    let answer = doorkeeper.asked(about: key, from: peer)
                    userID = answer.userID
                    return answer.actions
                }
                return userID
            }
        } catch {
            throw TransportError(error, endpoint: endpoint)
        }
    }

    /// Lets the doorkeeper decide, then does what it says.
    private static func act(
        _ state: ThreadConfined<State>,
        _ decide: (inout Doorkeeper) -> [Doorkeeper.Action]
    ) {
        let (actions, handler) = state.withValue { state in
            (decide(&state.doorkeeper), state.admission)
        }
        for action in actions {
            switch action {
            case .cut(let descriptor): Connection.cut(descriptor)
            case .tell(let note): handler?(note)
            }
        }
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
