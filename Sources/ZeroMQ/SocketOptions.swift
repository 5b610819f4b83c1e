/// What a socket is told before it binds or connects; `nil` leaves libzmq's default.
package struct SocketOptions: Sendable {
    /// The name under which a ROUTER peer will know this socket.
    package var routingID: RoutingID?
    /// How long unsent messages outlive the socket; zero drops them.
    package var linger: Duration?
    /// Messages queued per peer before a send would block.
    package var sendHighWaterMark: Int?
    /// Messages queued per peer before the peer is made to wait.
    package var receiveHighWaterMark: Int?
    /// Whether a ROUTER reports a send to a peer it doesn't know instead of dropping it.
    package var routerMandatory: Bool?
    /// Whether a ROUTER lets a newcomer with a known name take over its old connection.
    package var routerHandover: Bool?
    /// Whether to queue only on finished connections; a disconnect then drops what was queued.
    package var immediate: Bool?
    /// Time between ZMTP's own heartbeats.
    package var heartbeatInterval: Duration?
    /// Silence after a heartbeat that ends the connection.
    package var heartbeatTimeout: Duration?
    /// Silence after which the peer should end the connection; kept in tenths of a second.
    package var heartbeatTimeToLive: Duration?
    /// Longest time a handshake may take.
    package var handshakeInterval: Duration?
    /// Connections that may wait to be accepted.
    package var backlog: Int?
    /// Wait before the first attempt to connect again.
    package var reconnectInterval: Duration?
    /// Bound on the growing wait between attempts to connect again.
    package var reconnectIntervalMaximum: Duration?
    /// Longest time TCP keeps sending without an answer before it ends the connection.
    package var tcpMaximumRetransmission: Duration?
    /// Largest frame accepted, in bytes; a peer that sends a larger one is disconnected.
    package var messageSizeMaximum: Int?
    /// Whether IPv6 addresses are accepted as well.
    package var ipv6: Bool?
    /// The keys of an encrypted connection; `nil` is plain text.
    package var curve: CurveRole?

    /// Options that all keep libzmq's defaults.
    package init() {}
}

/// Which end of an encrypted connection a socket is, with the keys it needs.
package enum CurveRole: Sendable {
    /// The end that binds: peers are asked about at the ``Authenticator``, in this ZAP domain.
    ///
    /// Without an authenticator nobody gets in.
    case server(secretKey: CurveSecretKey, domain: String)
    /// The end that connects: it shows its keys and expects the server to hold `serverKey`.
    case client(keys: CurveKeyPair, serverKey: CurvePublicKey)
}
