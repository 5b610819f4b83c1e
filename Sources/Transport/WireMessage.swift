/// A message as it travels: exactly two frames, whose meaning is the protocol's affair.
package struct WireMessage: Sendable, Equatable {
    /// The first frame: who, in which order, and why.
    package var header: [UInt8]
    /// The second frame: what is said; may be empty.
    package var body: [UInt8]

    /// A message of these two frames.
    package init(header: [UInt8], body: [UInt8]) {
        self.header = header
        self.body = body
    }
}

/// What became of a message that was handed to a transport.
package enum SendOutcome: Sendable, Equatable {
    /// Queued. It may still be lost or arrive twice: the receiver's acknowledgement decides.
    case sent
    /// Not queued: the queue to that peer has reached its high-water mark.
    case wouldBlock
    /// Not queued: the peer isn't connected, or the transport is closed.
    case unreachable
}
