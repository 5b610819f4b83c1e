internal import ZeroMQ

/// Where a server listens: a socket file of this host, or a port.
package enum Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// A socket file, in a directory that exists and that only its user may enter.
    case ipc(path: String)
    /// A host or address (IPv6 in brackets), and a port; `*` binds a free one.
    case tcp(host: String, port: String)

    /// The longest path of a socket file, in bytes.
    package static let pathByteCountMaximum = 107

    /// The endpoint in this text, `ipc:///directory/name` or `tcp://host:port`.
    ///
    /// - Throws: ``TransportError`` with `schemeUnsupported`, `endpointInvalid` or `pathTooLong`.
    package init(_ text: String) throws(TransportError) {
        if let path = Self.rest(of: text, after: "ipc://") {
            try Self.check(path: path)
            self = .ipc(path: path)
        } else if let address = Self.rest(of: text, after: "tcp://") {
            self = try Self.tcp(address, in: text)
        } else {
            throw TransportError(
                code: .schemeUnsupported,
                message: "\"\(text)\" is not an address to reach a process at. Write "
                    + "ipc:///directory/name on one host, tcp://host:port between hosts."
            )
        }
    }

    /// The address as it is written in a topology.
    package var description: String {
        switch self {
        case .ipc(let path): "ipc://\(path)"
        case .tcp(let host, let port): "tcp://\(host):\(port)"
        }
    }

    /// Whether the address is written in IPv6.
    var isIPv6: Bool {
        if case .tcp(let host, _) = self { host.hasPrefix("[") } else { false }
    }

    /// Checks what can be checked before binding: the directory, and that nobody else listens.
    ///
    /// ZeroMQ itself would take a socket file from whoever listens there, without a word.
    func checkBindable() throws(TransportError) {
        guard case .ipc(let path) = self else { return }
        switch SocketFile(at: path) {
        case .absent, .abandoned:
            return
        case .directoryMissing:
            throw TransportError(
                code: .directoryMissing,
                message: "\(path) can't be created: its directory is missing. Create it first, "
                    + "with mode 0700."
            )
        case .served:
            throw TransportError(code: .addressInUse, message: TransportError.inUse(self))
        case .occupied:
            throw TransportError(
                code: .endpointInvalid,
                message: "\(path) exists and is not a socket; binding would delete it. Choose "
                    + "another name."
            )
        }
    }

    private static func rest(of text: String, after scheme: String) -> String? {
        text.hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : nil
    }

    private static func check(path: String) throws(TransportError) {
        guard !path.isEmpty, path != "*", !path.hasPrefix("@") else {
            throw TransportError(
                code: .endpointInvalid,
                message: "\"ipc://\(path)\" names no socket file. Write its path after ipc://."
            )
        }
        let count = path.utf8.count
        guard count <= pathByteCountMaximum else {
            throw TransportError(
                code: .pathTooLong,
                message: "the socket path \(path) has \(count) bytes and the kernel takes "
                    + "\(pathByteCountMaximum). Put the sockets into a shorter directory."
            )
        }
    }

    private static func tcp(_ address: String, in text: String) throws(TransportError) -> Endpoint {
        guard let colon = address.lastIndex(of: ":") else {
            throw invalidPort("", in: text)
        }
        let host = String(address[..<colon])
        let port = String(address[address.index(after: colon)...])
        guard port == "*" || Int(port).map({ (1...65_535).contains($0) }) == true else {
            throw invalidPort(port, in: text)
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard !host.isEmpty, isBracketed || !host.contains(":") else {
            throw TransportError(
                code: .endpointInvalid,
                message: "\"\(text)\" has no host that can be read. Write tcp://host:port, an "
                    + "IPv6 address in brackets."
            )
        }
        return .tcp(host: host, port: port)
    }

    private static func invalidPort(_ port: String, in text: String) -> TransportError {
        TransportError(
            code: .endpointInvalid,
            message: "\"\(port)\" in \"\(text)\" is not a port: write 1 to 65535, or * to bind a "
                + "free one."
        )
    }
}
