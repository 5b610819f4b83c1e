package import ZeroMQ

/// A refusal to bind or connect, in words that say what happened and how to mend it.
package struct TransportError: Error, Equatable, CustomStringConvertible {
    /// The kinds of refusal that callers tell apart.
    package enum Code: String, Sendable {
        case endpointInvalid
        case schemeUnsupported
        case pathTooLong
        case directoryMissing
        case addressInUse
        case addressNotAvailable
        case permissionDenied
        case authenticatorMissing
        case socketRefused
    }

    /// Which kind of refusal this is.
    package let code: Code
    /// What was refused, with the offending value, and the way out.
    package let message: String
    /// What ZeroMQ said, where it was asked.
    package let cause: ZeroMQError?

    /// A refusal with its words.
    package init(code: Code, message: String, cause: ZeroMQError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code, then the words.
    package var description: String { "\(code.rawValue): \(message)" }

    /// The refusal that stands for what ZeroMQ said about an endpoint.
    init(_ cause: ZeroMQError, endpoint: Endpoint) {
        let code: Code =
            switch cause.code {
            case .addressInUse: .addressInUse
            case .addressNotAvailable: .addressNotAvailable
            case .permissionDenied: .permissionDenied
            case .pathMissing: .directoryMissing
            case .endpointInvalid: .endpointInvalid
            case .schemeUnsupported: .schemeUnsupported
            default: .socketRefused
            }
        let message =
            code == .addressInUse
            ? Self.inUse(endpoint)
            : "\(endpoint) can't be used: \(cause.message)"
        self.init(code: code, message: message, cause: cause)
    }

    /// Says that somebody else listens at an endpoint, and what to do.
    static func inUse(_ endpoint: Endpoint) -> String {
        switch endpoint {
        case .tcp(let host, let port):
            "port \(port) of \(host) is in use by another process. Stop it, choose another port, "
                + "or write tcp://\(host):* to get a free one."
        case .ipc(let path):
            "another process listens at \(path). Stop it, or use a run directory of its own."
        }
    }
}
