/// Who is at the other end of an encrypted connection, as its key proves.
package struct Identity: Sendable, Hashable, CustomStringConvertible {
    /// What a key entitles to.
    package enum Role: String, Sendable, CaseIterable {
        /// To be the worker of that name, at the control socket.
        case worker
        /// To ask, at the admin socket.
        case read
        /// To ask and to command, at the admin socket.
        case operate
    }

    /// The worker's name, or the person's.
    package let name: String
    /// What the key entitles to.
    package let role: Role

    /// Someone of this name in this role.
    package init(name: String, role: Role) {
        self.name = name
        self.role = role
    }

    /// The name and the role, `energy (worker)`.
    package var description: String { "\(name) (\(role.rawValue))" }
}
