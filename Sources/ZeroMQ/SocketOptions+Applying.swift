internal import CZeroMQ

extension SocketOptions {
    /// Sets every option that isn't `nil` on a socket that has neither bound nor connected.
    @unsafe func apply(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        if let routingID {
            let result = unsafe routingID.withBytes { bytes in
                unsafe zmq_setsockopt(socket, ZMQ_ROUTING_ID, bytes.baseAddress, bytes.count)
            }
            try Self.check(result, "routingID", routingID)
        }
        for (name, option, value) in durations {
            guard let value else { continue }
            let milliseconds = Int32(clamping: value.wholeMilliseconds)
            try unsafe Self.set(socket, option, milliseconds, name, value)
        }
        for (name, option, value) in flags {
            guard let value else { continue }
            try unsafe Self.set(socket, option, Int32(value ? 1 : 0), name, value)
        }
        for (name, option, value) in counts {
            guard let value else { continue }
            try unsafe Self.set(socket, option, Int32(clamping: value), name, value)
        }
        if let messageSizeMaximum {
            try unsafe Self.set(
                socket,
                ZMQ_MAXMSGSIZE,
                Int64(messageSizeMaximum),
                "messageSizeMaximum",
                messageSizeMaximum
            )
        }
        if let curve {
            try unsafe curve.apply(to: socket)
        }
    }

    private var durations: [(String, Int32, Duration?)] {
        [
            ("linger", ZMQ_LINGER, linger),
            ("heartbeatInterval", ZMQ_HEARTBEAT_IVL, heartbeatInterval),
            ("heartbeatTimeout", ZMQ_HEARTBEAT_TIMEOUT, heartbeatTimeout),
            ("heartbeatTimeToLive", ZMQ_HEARTBEAT_TTL, heartbeatTimeToLive),
            ("handshakeInterval", ZMQ_HANDSHAKE_IVL, handshakeInterval),
            ("reconnectInterval", ZMQ_RECONNECT_IVL, reconnectInterval),
            ("reconnectIntervalMaximum", ZMQ_RECONNECT_IVL_MAX, reconnectIntervalMaximum),
            ("tcpMaximumRetransmission", ZMQ_TCP_MAXRT, tcpMaximumRetransmission),
        ]
    }

    private var flags: [(String, Int32, Bool?)] {
        [
            ("routerMandatory", ZMQ_ROUTER_MANDATORY, routerMandatory),
            ("routerHandover", ZMQ_ROUTER_HANDOVER, routerHandover),
            ("immediate", ZMQ_IMMEDIATE, immediate),
            ("ipv6", ZMQ_IPV6, ipv6),
        ]
    }

    private var counts: [(String, Int32, Int?)] {
        [
            ("sendHighWaterMark", ZMQ_SNDHWM, sendHighWaterMark),
            ("receiveHighWaterMark", ZMQ_RCVHWM, receiveHighWaterMark),
            ("backlog", ZMQ_BACKLOG, backlog),
        ]
    }

    @unsafe fileprivate static func set(
        _ socket: UnsafeMutableRawPointer,
        _ option: Int32,
        _ value: some FixedWidthInteger,
        _ name: String,
        _ shown: some Sendable
    ) throws(ZeroMQError) {
        let result = unsafe withUnsafeBytes(of: value) { bytes in
            unsafe zmq_setsockopt(socket, option, bytes.baseAddress, bytes.count)
        }
        try check(result, name, shown)
    }

    @unsafe fileprivate static func set(
        _ socket: UnsafeMutableRawPointer,
        _ option: Int32,
        _ text: String,
        _ name: String,
        shown: String
    ) throws(ZeroMQError) {
        let result = unsafe zmq_setsockopt(socket, option, text, text.utf8.count)
        try check(result, name, shown)
    }

    private static func check(
        _ result: Int32,
        _ name: String,
        _ shown: some Sendable
    ) throws(ZeroMQError) {
        guard result != 0 else { return }
        let number = zmq_errno()
        let reason = unsafe String(cString: zmq_strerror(number))
        throw ZeroMQError(
            code: .optionRefused,
            message: "libzmq refused \(name) = \(shown): \(reason). Check its range and whether "
                + "this kind of socket has the option.",
            systemNumber: number
        )
    }
}

extension CurveRole {
    @unsafe fileprivate func apply(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        switch self {
        case .server(let secretKey, let domain):
            let secret = secretKey.text
            try unsafe SocketOptions.set(socket, ZMQ_CURVE_SERVER, Int32(1), "curveServer", true)
            try unsafe set(socket, ZMQ_CURVE_SECRETKEY, secret, "curveSecretKey", "hidden")
            try unsafe set(socket, ZMQ_ZAP_DOMAIN, domain, "zapDomain", domain)
            // Without this, a missing handler lets any key in.
            let enforce = CZMQ_ZAP_ENFORCE_DOMAIN
            try unsafe SocketOptions.set(socket, enforce, Int32(1), "zapEnforceDomain", true)
        case .client(let keys, let serverKey):
            let secret = keys.secretKey.text
            let (own, server) = (keys.publicKey.text, serverKey.text)
            try unsafe set(socket, ZMQ_CURVE_SERVERKEY, server, "curveServerKey", server)
            try unsafe set(socket, ZMQ_CURVE_PUBLICKEY, own, "curvePublicKey", own)
            try unsafe set(socket, ZMQ_CURVE_SECRETKEY, secret, "curveSecretKey", "hidden")
        }
    }

    @unsafe private func set(
        _ socket: UnsafeMutableRawPointer,
        _ option: Int32,
        _ text: String,
        _ name: String,
        _ shown: String
    ) throws(ZeroMQError) {
        try unsafe SocketOptions.set(socket, option, text, name, shown: shown)
    }
}

extension Duration {
    /// The duration in milliseconds, rounded up, so that a short wait never becomes none.
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let scale: Int64 = 1_000_000_000_000_000
        let rest = attoseconds / scale + (attoseconds % scale > 0 ? 1 : 0)
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000)
        return isTooLong ? (seconds < 0 ? .min : .max) : product + rest
    }
}
