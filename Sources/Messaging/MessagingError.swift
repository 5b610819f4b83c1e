/// What is wrong with a message or with a stream of messages.
package struct MessagingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of fault.
    package enum Code: Sendable, Hashable {
        case malformed
        case wrongReceiver
        case divergence
        case windowFull
        case overAcknowledged
    }

    /// The kind of fault.
    package let code: Code
    /// What happened, with the message's name and the way out.
    package let message: String

    /// Names a fault.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
