internal import CZeroMQ

/// A process's ZeroMQ context, which ends when it and the last of its sockets are gone.
///
/// Sockets keep what is behind their context alive, so that the order of destruction can't hang.
package struct Context: ~Copyable, Sendable {
    let handle: ContextHandle

    /// A context with libzmq's default of one I/O thread of its own.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted` when no file descriptors are left.
    package init() throws(ZeroMQError) {
        handle = try ContextHandle()
    }

    /// The context that a socket was opened in.
    init(of socket: borrowing Socket) {
        handle = socket.context
    }
}

/// The counted reference to a libzmq context: terminated with the last owner.
@safe final class ContextHandle: @unchecked Sendable {
    // Thread-safe by libzmq's own promise, and immutable here.
    let pointer: UnsafeMutableRawPointer

    init() throws(ZeroMQError) {
        guard let pointer = unsafe zmq_ctx_new() else {
            throw ZeroMQError.last("creating a ZeroMQ context")
        }
        unsafe self.pointer = pointer
    }

    deinit {
        // Interrupted by a signal, it asks to be called again.
        while unsafe zmq_ctx_term(pointer) != 0, zmq_errno() == EINTR {}
    }
}
