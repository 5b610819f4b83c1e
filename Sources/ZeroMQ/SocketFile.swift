internal import CZeroMQ
internal import Glibc

/// What is at a path where a server wants to put its socket file.
package enum SocketFile: Sendable, Equatable {
    /// Nothing: a socket file can be made there.
    case absent
    /// There is no directory to make it in.
    case directoryMissing
    /// A socket file that nobody listens at, left by a process that died.
    case abandoned
    /// A socket file at which a process accepts connections.
    case served
    /// Something else, which binding would delete.
    case occupied

    /// What is there now.
    package init(at path: String) {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        if Self.kind(of: directory) != S_IFDIR {
            self = .directoryMissing
            return
        }
        switch Self.kind(of: path) {
        case nil: self = .absent
        case S_IFSOCK: self = unsafe czmq_unix_socket_is_served(path) ? .served : .abandoned
        default: self = .occupied
        }
    }

    /// Removes the socket file of an `ipc` endpoint; other endpoints have none.
    static func remove(behind endpoint: String) {
        let scheme = "ipc://"
        guard endpoint.hasPrefix(scheme) else { return }
        // One that is gone already is as good as removed.
        unsafe unlink(String(endpoint.dropFirst(scheme.count)))
    }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
