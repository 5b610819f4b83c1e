internal import CZeroMQ

/// A socket in the care of an ``IOThread``: everybody may hold it, only the thread may use it.
package final class PolledSocket: @unchecked Sendable {
    /// The thread that polls the socket.
    package let thread: IOThread
    /// The pattern the socket follows.
    package let kind: SocketKind
    private let readsSource: Bool
    // The preconditions below keep these on the thread.
    private var socket: Socket?
    private var boundEndpoint: String?
    private var connectionReports: PolledSocket?
    private(set) var onReadable: ((_ budget: Int) -> Int)?

    init(_ socket: consuming Socket, readsSource: Bool, on thread: IOThread) {
        kind = socket.kind
        self.socket = consume socket
        self.readsSource = readsSource
        self.thread = thread
    }

    /// Whether the socket can still be used.
    package var isOpen: Bool {
        thread.preconditionIsCurrent()
        return socket != nil
    }

    /// Calls `body` in each round in which something has arrived, until the socket is closed.
    ///
    /// - Parameter body: Receives at most `budget` messages and returns how many it received.
    package func whenReadable(_ body: @escaping (_ budget: Int) -> Int) {
        thread.preconditionIsCurrent()
        guard socket != nil else { return }
        onReadable = body
        thread.loop.needsPollSet = true
    }

    /// Accepts connections at an address and returns it with the port that a wildcard became.
    ///
    /// - Throws: ``ZeroMQError`` as ``Socket/bind(_:)`` does, or `threadEnded` on a closed socket.
    package func bind(_ endpoint: String) throws(ZeroMQError) -> String {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket):
            try socket.bind(endpoint)
            let bound = try socket.lastEndpoint
            boundEndpoint = bound
            return bound
        case .none:
            throw Self.closed("binding to \(endpoint)")
        }
    }

    /// Starts to connect, and to connect again whenever the connection is lost.
    ///
    /// - Throws: ``ZeroMQError`` as ``Socket/connect(_:)`` does, or `threadEnded` on a closed socket.
    package func connect(_ endpoint: String) throws(ZeroMQError) {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket): try socket.connect(endpoint)
        case .none: throw Self.closed("connecting to \(endpoint)")
        }
    }

    /// Calls `body` for all that becomes of the socket's connections; before it binds or connects.
    ///
    /// What libzmq reports is read in each round, and waits without a bound in between: a queue
    /// that filled up would block libzmq's own thread, and with it every socket.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted`, or `threadEnded` on a closed socket.
    package func whenConnectionsChange(
        _ body: @escaping (ConnectionEvent) -> Void
    ) throws(ZeroMQError) {
        thread.preconditionIsCurrent()
        precondition(connectionReports == nil, "the connections of a socket are watched once")
        var options = SocketOptions()
        options.receiveHighWaterMark = 0
        let reports = try thread.open(.pair, options: options)
        connectionReports = reports
        let endpoint = "inproc://connections-\(thread.loop.reserveNumber())"
        switch socket {
        case .some(let socket): try socket.reportConnections(to: endpoint)
        case .none: throw Self.closed("watching the connections")
        }
        try reports.connect(endpoint)
        reports.whenReadable { budget in
            var count = 0
            while count < budget, let report = reports.receiveFrames() {
                count += 1
                if let event = ConnectionEvent(report: report) { body(event) }
            }
            return count
        }
    }

    /// Reads now what is reported about connections and was not read yet.
    package func readConnectionReports() {
        thread.preconditionIsCurrent()
        while let body = connectionReports?.onReadable, body(IOThread.budgetPerRound) > 0 {}
    }

    /// Sends header and body without waiting; a closed socket has no route to anybody.
    package func send(header: [UInt8], body: [UInt8], to peer: RoutingID? = nil) -> Acceptance {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket): return socket.send(header: header, body: body, to: peer)
        case .none: return .noRoute
        }
    }

    /// Sends a message of any number of frames without waiting.
    package func send(frames: [[UInt8]]) -> Acceptance {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket): return socket.send(frames: frames)
        case .none: return .noRoute
        }
    }

    /// Takes the next message of two frames without waiting.
    package func receive() -> Reception {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket):
            return socket.receive(into: thread.loop.frame, readsSource: readsSource)
        case .none: return .nothing
        }
    }

    /// Takes the next message, whatever its number of frames, without waiting.
    package func receiveFrames() -> [[UInt8]]? {
        thread.preconditionIsCurrent()
        switch socket {
        case .some(let socket): return socket.receiveFrames(into: thread.loop.frame)
        case .none: return nil
        }
    }

    /// Gives up the address, if one was bound, and closes the socket; again without effect.
    ///
    /// - Returns: Whether the address is free again; it may take a moment longer if not.
    @discardableResult
    package func close() -> Bool {
        thread.preconditionIsCurrent()
        guard let socket = socket.take() else { return true }
        onReadable = nil
        thread.loop.forget(self)
        // In this order: libzmq's thread would wait for ever on a reader that has gone.
        if let reports = connectionReports.take() {
            socket.endReports()
            reports.close()
        }
        guard let boundEndpoint, !boundEndpoint.hasPrefix("inproc:") else { return true }
        let monitorName = "closing-\(thread.loop.reserveNumber())"
        return socket.stopListening(at: boundEndpoint, monitorName: monitorName)
    }

    /// The libzmq socket to poll; `nil` unless somebody listens to it.
    @unsafe var pollable: UnsafeMutableRawPointer? {
        guard onReadable != nil else { return nil }
        switch socket {
        case .some(let socket): return unsafe socket.pointer
        case .none: return nil
        }
    }

    private static func closed(_ action: String) -> ZeroMQError {
        ZeroMQError(
            code: .threadEnded,
            message: "\(action) failed: the socket is closed. Open a new one."
        )
    }
}
