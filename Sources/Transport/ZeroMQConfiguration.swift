internal import ZeroMQ

/// Settings that both ends of a ZeroMQ connection share; the defaults are the measured ones.
package struct ZeroMQConfiguration: Sendable {
    /// How the ends notice that the other is gone.
    package struct Liveness: Sendable {
        /// Time between ZMTP's own heartbeats; silence of three of them ends a connection.
        package var heartbeatInterval: Duration = .milliseconds(500)
        /// Longest time a handshake may take.
        package var handshakeMaximum: Duration = .seconds(3)
        /// Longest time TCP keeps sending without an answer; has no meaning for ipc.
        package var retransmissionMaximum: Duration = .seconds(10)

        /// The measured defaults.
        package init() {}
    }

    /// The bounds on what may wait and on what is accepted.
    package struct Limits: Sendable {
        /// Messages that may wait for one peer, each way.
        ///
        /// Credit windows above keep queues shorter, so that this mark never decides.
        package var messagesPerPeerMaximum = 1_000
        /// Largest frame accepted, in bytes; who sends a larger one is disconnected.
        package var frameBytesMaximum = 16 << 20
        /// Connections at once; one more ends the oldest that has said nothing. Only for servers.
        package var connectionsMaximum = 512
        /// Connections that may wait to be accepted; only for servers.
        package var backlog = 1_024

        /// The measured defaults.
        package init() {}
    }

    /// The pace of connecting again; only for clients.
    package struct Reconnection: Sendable {
        /// Wait before the first attempt; give each client its own to spread a crowd.
        package var interval: Duration = .milliseconds(50)
        /// Bound on the wait, which doubles with each attempt.
        package var intervalMaximum: Duration = .seconds(2)

        /// The measured defaults.
        package init() {}
    }

    /// How the ends notice that the other is gone.
    package var liveness = Liveness()
    /// The bounds on what may wait and on what is accepted.
    package var limits = Limits()
    /// The pace of connecting again.
    package var reconnection = Reconnection()

    /// The measured defaults.
    package init() {}

    /// The options of libzmq that these settings mean for either end.
    func options(for endpoint: Endpoint) -> SocketOptions {
        var options = SocketOptions()
        options.linger = .zero
        options.immediate = false
        options.sendHighWaterMark = limits.messagesPerPeerMaximum
        options.receiveHighWaterMark = limits.messagesPerPeerMaximum
        options.messageSizeMaximum = limits.frameBytesMaximum
        options.heartbeatInterval = liveness.heartbeatInterval
        options.heartbeatTimeout = liveness.heartbeatInterval * 3
        options.heartbeatTimeToLive = liveness.heartbeatInterval * 3
        options.handshakeInterval = liveness.handshakeMaximum
        options.tcpMaximumRetransmission = liveness.retransmissionMaximum
        options.ipv6 = endpoint.isIPv6
        return options
    }
}
