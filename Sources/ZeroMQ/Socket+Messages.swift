internal import CZeroMQ

/// What became of a message that was handed to a socket.
package enum Acceptance: Sendable, Equatable {
    /// Queued; whether it arrives is for an acknowledgement to say.
    case accepted
    /// The queue to that peer has reached its high-water mark.
    case full
    /// The peer isn't known, or went away meanwhile.
    case noRoute
}

/// A message of two frames, as received.
package struct ReceivedMessage: Sendable, Equatable {
    /// Who sent it, on a ROUTER; `nil` on other sockets.
    package let sender: RoutingID?
    /// The name that the ZAP handler gave to the sender's key; `nil` without encryption.
    package let userID: String?
    /// The first frame.
    package let header: [UInt8]
    /// The second frame.
    package let body: [UInt8]
    /// The connection that brought it, where it was asked for.
    package var descriptor: Int32?
}

/// What one attempt to receive found.
package enum Reception: Sendable, Equatable {
    /// Nothing has arrived.
    case nothing
    /// A message of exactly two frames.
    case message(ReceivedMessage)
    /// A message that broke the rule, already thrown away; the sender is known on a ROUTER.
    case breach(
        sender: RoutingID?,
        MessageBreach,
        userID: String? = nil,
        descriptor: Int32? = nil
    )
}

/// The ways in which a message can break the form of header and body.
package enum MessageBreach: Sendable, Equatable, CustomStringConvertible {
    /// It had this many frames after the routing name, where two are right.
    case frameCount(Int)
    /// Its sender's routing name has this many bytes, more than ``RoutingID/byteCountMaximum``.
    case routingNameTooLong(byteCount: Int)

    /// What was wrong, in words.
    package var description: String {
        switch self {
        case .frameCount(let count):
            "a message had \(count) frames; header and body make exactly two"
        case .routingNameTooLong(let count):
            "a routing name has \(count) bytes; choose one of at most "
                + "\(RoutingID.byteCountMaximum)"
        }
    }
}

extension Socket {
    /// Sends header and body without waiting, on a ROUTER to the peer named.
    package borrowing func send(
        header: [UInt8],
        body: [UInt8],
        to peer: RoutingID? = nil
    ) -> Acceptance {
        if let peer {
            let first = unsafe peer.withBytes { unsafe send($0, flags: ZMQ_SNDMORE) }
            guard first == .accepted else { return first }
        }
        let middle = unsafe header.withUnsafeBytes { unsafe send($0, flags: ZMQ_SNDMORE) }
        guard middle == .accepted else { return middle }
        let last =
            body.count < Frame.lendingByteCountMinimum
            ? unsafe body.withUnsafeBytes { unsafe send($0, flags: 0) }
            : send(lending: body)
        // A connection that dies between frames takes the message's beginning with it.
        return last == .accepted ? .accepted : .noRoute
    }

    /// Sends a message of any number of frames without waiting.
    package borrowing func send(frames: [[UInt8]]) -> Acceptance {
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            let result = unsafe frame.withUnsafeBytes { unsafe send($0, flags: flags) }
            guard result == .accepted else { return result }
        }
        return .accepted
    }

    /// Takes the next message without waiting; one that hasn't two frames is thrown away.
    ///
    /// - Parameters:
    ///   - frame: Where the frames are received one after another; its content is lost.
    ///   - readsSource: Whether to look up the name of the sender's key, and its connection.
    /// - Returns: What was there; a message that broke the form is reported without its bytes.
    package borrowing func receive(
        into frame: borrowing Frame,
        readsSource: Bool
    ) -> Reception {
        guard next(frame) else { return .nothing }
        var sender: RoutingID?
        if kind == .router {
            let id = unsafe frame.withBytes { unsafe RoutingID(reading: $0) }
            sender = id
            guard frame.count <= RoutingID.byteCountMaximum else {
                let breach = MessageBreach.routingNameTooLong(byteCount: frame.count)
                return refuse(breach, from: id, frame, readsSource: readsSource)
            }
            guard frame.hasMore, next(frame) else { return .breach(sender: id, .frameCount(0)) }
        }
        let header = frame.bytes()
        guard frame.hasMore, next(frame) else {
            return refuse(.frameCount(1), from: sender, frame, readsSource: readsSource)
        }
        guard !frame.hasMore else {
            let count = 2 + drain(frame)
            return refuse(.frameCount(count), from: sender, frame, readsSource: readsSource)
        }
        // The name is read from the body: libzmq 4.3.4 can lose it on the first frame.
        return .message(
            ReceivedMessage(
                sender: sender,
                userID: readsSource ? frame.userID : nil,
                header: header,
                body: frame.bytes(),
                descriptor: readsSource ? frame.descriptor : nil
            )
        )
    }

    private borrowing func refuse(
        _ breach: MessageBreach,
        from sender: RoutingID?,
        _ frame: borrowing Frame,
        readsSource: Bool
    ) -> Reception {
        // The last frame tells the connection; the first may not.
        _ = drain(frame)
        guard readsSource else { return .breach(sender: sender, breach) }
        return .breach(
            sender: sender,
            breach,
            userID: frame.userID,
            descriptor: frame.descriptor
        )
    }

    /// Takes a whole message of any number of frames without waiting, or `nil`.
    package borrowing func receiveFrames(into frame: borrowing Frame) -> [[UInt8]]? {
        guard next(frame) else { return nil }
        var frames = [frame.bytes()]
        while frame.hasMore, next(frame) { frames.append(frame.bytes()) }
        return frames
    }

    /// Receives and forgets the rest of a message; returns how many frames that was.
    private borrowing func drain(_ frame: borrowing Frame) -> Int {
        var count = 0
        while frame.hasMore, next(frame) { count += 1 }
        return count
    }

    private borrowing func next(_ frame: borrowing Frame) -> Bool {
        while true {
            if unsafe zmq_msg_recv(frame.message, pointer, ZMQ_DONTWAIT) >= 0 { return true }
            let number = zmq_errno()
            if number == EINTR { continue }
            if number == EAGAIN { return false }
            preconditionFailure("receiving failed: \(ZeroMQError.of(number, "zmq_msg_recv"))")
        }
    }

    private borrowing func send(lending body: [UInt8]) -> Acceptance {
        let frame = Frame(lending: body)
        while true {
            if unsafe zmq_msg_send(frame.message, pointer, ZMQ_DONTWAIT) >= 0 { return .accepted }
            let number = zmq_errno()
            if number != EINTR { return Self.acceptance(of: number) }
        }
    }

    @unsafe private borrowing func send(
        _ bytes: UnsafeRawBufferPointer,
        flags: Int32
    ) -> Acceptance {
        while true {
            let result = unsafe zmq_send(
                pointer,
                bytes.baseAddress,
                bytes.count,
                flags | ZMQ_DONTWAIT
            )
            if result >= 0 { return .accepted }
            let number = zmq_errno()
            if number != EINTR { return Self.acceptance(of: number) }
        }
    }

    private static func acceptance(of number: Int32) -> Acceptance {
        switch number {
        case EAGAIN: return .full
        // EFAULT: the connection died between two frames of one message.
        case EHOSTUNREACH, EFAULT: return .noRoute
        default: preconditionFailure("sending failed: \(ZeroMQError.of(number, "zmq_send"))")
        }
    }
}
