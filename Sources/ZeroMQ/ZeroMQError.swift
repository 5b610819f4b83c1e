internal import CZeroMQ

/// A refusal by libzmq or the kernel, in words that say what happened and how to mend it.
package struct ZeroMQError: Error, Equatable, CustomStringConvertible {
    /// The kinds of refusal that callers tell apart.
    package enum Code: String, Sendable {
        case addressInUse
        case addressNotAvailable
        case permissionDenied
        case pathMissing
        case endpointInvalid
        case schemeUnsupported
        case optionRefused
        case keyInvalid
        case nameInvalid
        case authenticatorExists
        case resourcesExhausted
        case threadEnded
        case system
    }

    /// Which kind of refusal this is.
    package let code: Code
    /// What was refused, with the offending value, and the way out.
    package let message: String
    /// The `errno` behind it; 0 when the refusal is ours.
    package let systemNumber: Int32

    /// A refusal with its words; `systemNumber` is 0 when no system call failed.
    package init(code: Code, message: String, systemNumber: Int32 = 0) {
        self.code = code
        self.message = message
        self.systemNumber = systemNumber
    }

    /// The code, then the words.
    package var description: String { "\(code.rawValue): \(message)" }
}

extension ZeroMQError {
    /// Describes the failure that libzmq has just recorded for the calling thread.
    static func last(_ action: String) -> ZeroMQError {
        of(zmq_errno(), action)
    }

    /// Describes a failed system call by its `errno`.
    static func of(_ number: Int32, _ action: String) -> ZeroMQError {
        let reason = unsafe String(cString: zmq_strerror(number))
        let (code, remedy) = meaning(of: number)
        return ZeroMQError(
            code: code,
            message: "\(action) failed: \(reason). \(remedy)",
            systemNumber: number
        )
    }

    private static func meaning(of number: Int32) -> (Code, String) {
        switch number {
        case EADDRINUSE:
            (.addressInUse, "Stop whoever holds the address, or choose another.")
        case EADDRNOTAVAIL, ENODEV:
            (.addressNotAvailable, "Bind to an address of this host, such as 127.0.0.1.")
        case EACCES, EPERM:
            (.permissionDenied, "Give this user the right to write there, or choose another place.")
        case ENOENT, ENOTDIR:
            (.pathMissing, "Create the directory first, with mode 0700.")
        case EPROTONOSUPPORT, ENOCOMPATPROTO:
            (.schemeUnsupported, "Use ipc://, tcp:// or inproc://.")
        case EINVAL:
            (.endpointInvalid, "Check the value's form and range.")
        case EMFILE, ENFILE, ENOMEM, EAGAIN:
            (.resourcesExhausted, "Raise the limit on open files (ulimit -n) or on memory.")
        case ETERM:
            (.threadEnded, "Its context has ended: open sockets only before the thread stops.")
        default:
            (.system, "This is not expected; errno \(number) names the cause.")
        }
    }
}
