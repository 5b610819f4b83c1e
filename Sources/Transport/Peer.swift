internal import ZeroMQ

/// One connection's other end, as a server tells them apart.
///
/// It's as good as random and says nothing about who the peer is. A client that connects again
/// keeps it; one that restarts gets a new one.
package struct Peer: Hashable, Sendable, Comparable, CustomStringConvertible {
    let routingID: RoutingID

    init(_ routingID: RoutingID) {
        self.routingID = routingID
    }

    /// The peer of that number, for tests and for networks inside one process.
    package init(number: UInt32) {
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        self.init(RoutingID([1] + digits))
    }

    /// Orders peers by the bytes of their names.
    package static func < (left: Peer, right: Peer) -> Bool {
        left.routingID < right.routingID
    }

    /// The routing name in hexadecimal.
    package var description: String { routingID.description }
}
