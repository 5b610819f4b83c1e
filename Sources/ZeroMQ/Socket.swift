internal import CZeroMQ

/// The patterns of sockets in use here.
package enum SocketKind: Sendable {
    /// Many peers, each addressed by its ``RoutingID``.
    case router
    /// One or more peers, served in turn, without the lockstep of request and reply.
    case dealer
    /// Answers each request before it takes the next.
    case reply
    /// Exactly one peer; what libzmq reports about a socket is read from one.
    case pair

    var number: Int32 {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .reply: ZMQ_REP
        case .pair: ZMQ_PAIR
        }
    }
}

/// A ZeroMQ socket, closed when it goes; it belongs to one thread at a time.
@safe package struct Socket: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    let context: ContextHandle
    /// The pattern the socket follows.
    package let kind: SocketKind

    /// An open socket with its options set, neither bound nor connected.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted`, or `optionRefused` which names the option.
    package init(
        _ kind: SocketKind,
        in context: borrowing Context,
        options: SocketOptions = SocketOptions()
    ) throws(ZeroMQError) {
        guard let pointer = unsafe zmq_socket(context.handle.pointer, kind.number) else {
            throw ZeroMQError.last("opening a \(kind) socket")
        }
        do {
            try unsafe options.apply(to: pointer)
        } catch {
            unsafe zmq_close(pointer)
            throw error
        }
        unsafe self.pointer = pointer
        self.kind = kind
        self.context = context.handle
    }

    deinit {
        unsafe zmq_close(pointer)
    }

    /// Accepts connections at an address.
    ///
    /// - Throws: ``ZeroMQError`` with `addressInUse`, `addressNotAvailable`, `permissionDenied`,
    ///   `pathMissing`, `endpointInvalid` or `schemeUnsupported`.
    package borrowing func bind(_ endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_bind(pointer, endpoint) == 0 else {
            throw ZeroMQError.last("binding to \(endpoint)")
        }
    }

    /// Starts to connect, and to connect again whenever the connection is lost.
    ///
    /// - Throws: ``ZeroMQError`` with `endpointInvalid` or `schemeUnsupported`.
    package borrowing func connect(_ endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_connect(pointer, endpoint) == 0 else {
            throw ZeroMQError.last("connecting to \(endpoint)")
        }
    }

    /// The address actually bound or connected to last, with the port that a wildcard became.
    package var lastEndpoint: String {
        get throws(ZeroMQError) {
            // Longer than the longest path of a Unix socket and the longest name of a host.
            var size = 512
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, initialised in
                let result = unsafe zmq_getsockopt(
                    pointer,
                    ZMQ_LAST_ENDPOINT,
                    buffer.baseAddress,
                    &size
                )
                initialised = result == 0 ? max(0, size - 1) : 0
            }
            if bytes.isEmpty { throw ZeroMQError.last("asking for a socket's address") }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Returns an option as libzmq holds it, or `nil` when this kind of socket lacks it.
    func integer(of option: Int32) -> Int? {
        var value: Int32 = 0
        var size = MemoryLayout<Int32>.size
        guard unsafe zmq_getsockopt(pointer, option, &value, &size) == 0 else { return nil }
        return Int(value)
    }
}
