internal import CZeroMQ

/// What libzmq reports about a socket's connections, until it goes; the socket must live longer.
///
/// Left unread for long it would block libzmq's thread, so nobody keeps one.
@safe struct SocketMonitor: ~Copyable {
    /// Kinds of report.
    struct Events: OptionSet, Sendable {
        let rawValue: Int32

        /// A listener is gone.
        static let closed = Events(rawValue: ZMQ_EVENT_CLOSED | ZMQ_EVENT_CLOSE_FAILED)
    }

    private let watched: UnsafeMutableRawPointer
    private let reports: Socket
    private let frame = Frame()

    /// Starts to report these events; `name` must be unique in the context.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted` when no socket is left to report with.
    init(of socket: borrowing Socket, name: String, events: Events) throws(ZeroMQError) {
        let reports = try Socket(.pair, in: Context(of: socket))
        let endpoint = "inproc://\(name)"
        guard unsafe zmq_socket_monitor(socket.pointer, endpoint, events.rawValue) == 0 else {
            throw ZeroMQError.last("watching a socket")
        }
        do {
            try reports.connect(endpoint)
        } catch {
            unsafe zmq_socket_monitor(socket.pointer, nil, 0)
            throw error
        }
        unsafe watched = socket.pointer
        self.reports = reports
    }

    deinit {
        // First, because libzmq's thread would wait for ever on a reader that has gone.
        unsafe zmq_socket_monitor(watched, nil, 0)
    }

    /// Waits for the next report; `nil` when there is none in time.
    func next(within limit: Duration) -> Events? {
        var item = unsafe zmq_pollitem_t(
            socket: reports.pointer,
            fd: -1,
            events: Int16(ZMQ_POLLIN),
            revents: 0
        )
        guard unsafe zmq_poll(&item, 1, Int(limit / .milliseconds(1))) > 0 else { return nil }
        guard let report = reports.receiveFrames(into: frame)?.first, report.count >= 2 else {
            return nil
        }
        // The event's number leads the first frame, 16 bits in the machine's byte order.
        return Events(rawValue: Int32(report[0]) | Int32(report[1]) << 8)
    }
}

extension Socket {
    /// The longest wait for libzmq's thread to give up an address.
    private static let closingTimeMaximum = Duration.seconds(1)

    /// Gives up a bound address and returns once nobody listens there any more.
    ///
    /// libzmq closes a listener on a thread of its own, so that without the wait the next to bind
    /// would find the port taken. It leaves socket files behind: the file goes first, while it
    /// can't be anybody else's.
    ///
    /// - Returns: Whether the address is free.
    borrowing func stopListening(at endpoint: String, monitorName: String) -> Bool {
        SocketFile.remove(behind: endpoint)
        do {
            let monitor = try SocketMonitor(of: self, name: monitorName, events: .closed)
            guard unsafe zmq_unbind(pointer, endpoint) == 0 else { return false }
            return monitor.next(within: Self.closingTimeMaximum) != nil
        } catch {
            // No socket is left to watch with: closing goes on, only the wait is left out.
            return false
        }
    }
}
