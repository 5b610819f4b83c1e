internal import CZeroMQ

/// One frame of a message, released when it goes; receiving again releases the last content.
@safe package struct Frame: ~Copyable {
    // On the heap, because libzmq wants a message to stay where it is.
    let message: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame to receive into.
    package init() {
        unsafe message = .allocate(capacity: 1)
        unsafe message.initialize(to: zmq_msg_t())
        unsafe zmq_msg_init(message)
    }

    deinit {
        unsafe zmq_msg_close(message)
        unsafe message.deallocate()
    }

    /// How many bytes the frame holds.
    package var count: Int { unsafe zmq_msg_size(message) }

    /// Whether further frames of the same message follow.
    package var hasMore: Bool { unsafe zmq_msg_more(message) != 0 }

    /// Returns a copy of the frame's bytes.
    package func bytes() -> [UInt8] {
        unsafe withBytes { unsafe [UInt8]($0) }
    }

    /// The name that the ZAP handler gave to whoever sent this frame; `nil` when there is none.
    package var userID: String? {
        guard let name = unsafe zmq_msg_gets(message, "User-Id") else { return nil }
        return unsafe String(cString: name)
    }

    /// The descriptor of the connection that brought this frame; `nil` when it didn't travel.
    package var descriptor: Int32? {
        let descriptor = unsafe zmq_msg_get(message, ZMQ_SRCFD)
        return descriptor < 0 ? nil : descriptor
    }

    /// Calls `body` with the frame's bytes where they lie.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: count))
    }
}

/// What keeps bytes alive that are lent to libzmq until it has sent them.
private final class LentBytes: Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension Frame {
    /// Bodies of this many bytes and more are lent to libzmq; smaller ones are copied.
    package static let lendingByteCountMinimum = 16 * 1024

    /// A frame to send that reads an array's own storage, released once libzmq has sent it.
    ///
    /// The storage of an array stays in place and unchanged while another owner holds it: a
    /// writer copies first. So it may be read from libzmq's thread without a copy of our own.
    init(lending bytes: [UInt8]) {
        unsafe message = .allocate(capacity: 1)
        unsafe message.initialize(to: zmq_msg_t())
        let lent = LentBytes(bytes)
        let start = unsafe lent.bytes.withUnsafeBytes { $0.baseAddress }
        let result = unsafe zmq_msg_init_data(
            message,
            UnsafeMutableRawPointer(mutating: start),
            bytes.count,
            { _, hint in
                if let hint = unsafe hint {
                    unsafe Unmanaged<LentBytes>.fromOpaque(hint).release()
                }
            },
            Unmanaged.passRetained(lent).toOpaque()
        )
        precondition(result == 0, "no memory is left to send a frame of \(bytes.count) bytes")
    }
}
