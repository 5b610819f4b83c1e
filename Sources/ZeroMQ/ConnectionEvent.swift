internal import CZeroMQ
internal import Glibc

/// What libzmq says about the connections of one socket.
package enum ConnectionEvent: Sendable, Equatable {
    /// A server accepted a connection, which has shown nothing yet.
    case accepted(descriptor: Int32)
    /// A connection is ready for messages.
    case ready
    /// A connection did not get that far; its end follows.
    case failed(HandshakeFailure)
    /// A connection is gone.
    case ended(descriptor: Int32)
}

/// Why two ends did not come to an understanding.
package enum HandshakeFailure: Sendable, Equatable {
    /// The ZAP handler of the server gave this status; 400 refuses the key.
    case keyRefused(status: Int)
    /// One end encrypts and the other does not.
    case mechanismDiffers
    /// What came was not of the protocol, or was encrypted for another key.
    case malformed
    /// The other end closed the connection.
    case brokenOff
    /// The time for the handshake was over.
    case timedOut
}

extension ConnectionEvent {
    /// The report in these frames: the event's number and value, then the address of this end.
    init?(report frames: [[UInt8]]) {
        guard let head = frames.first, head.count == 6 else { return nil }
        let number = Int32(head[0]) | Int32(head[1]) << 8
        let value = (2..<6).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(head[$1]) }
        switch number {
        case ZMQ_EVENT_ACCEPTED: self = .accepted(descriptor: Int32(truncatingIfNeeded: value))
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .ready
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: self = .failed(.keyRefused(status: Int(value)))
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            let isClosed = [EPIPE, ECONNRESET].contains(Int32(truncatingIfNeeded: value))
            self = .failed(isClosed ? .brokenOff : .timedOut)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
            let mismatch = UInt32(ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)
            self = .failed(value == mismatch ? .mechanismDiffers : .malformed)
        case ZMQ_EVENT_DISCONNECTED: self = .ended(descriptor: Int32(truncatingIfNeeded: value))
        default: return nil
        }
    }
}

/// What can be asked of and done to a connection by its descriptor.
package enum Connection {
    /// Returns who is at the other end: an address without its port, or a process of this host.
    package static func peer(of descriptor: Int32) -> String? {
        let capacity = 64
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            guard unsafe czmq_peer_describe(descriptor, start, capacity) == 0 else { return nil }
            return unsafe String(cString: start)
        }
    }

    /// Ends a connection, which its two sockets then notice.
    ///
    /// A descriptor that stands for another connection meanwhile cuts that one, whose client
    /// comes back; a file that it may have become is left alone by the kernel.
    package static func cut(_ descriptor: Int32) {
        czmq_connection_cut(descriptor)
    }
}

extension Socket {
    /// Lets libzmq report what becomes of connections to a socket that connects to `endpoint`.
    borrowing func reportConnections(to endpoint: String) throws(ZeroMQError) {
        let events =
            ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED
            | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
            | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
        guard unsafe zmq_socket_monitor(pointer, endpoint, events) == 0 else {
            throw ZeroMQError.last("watching the connections of a socket")
        }
    }

    /// Ends the reports, before their reader goes.
    borrowing func endReports() {
        _ = unsafe zmq_socket_monitor(pointer, nil, 0)
    }
}
