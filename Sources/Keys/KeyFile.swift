package import Transport

/// Whose key a file holds.
package enum KeyOwner: Sendable, Hashable, CustomStringConvertible {
    /// The master's, which all others know.
    case master
    /// A worker's or a person's.
    case client(Identity)

    /// The name that the file has, without its ending.
    package var name: String {
        switch self {
        case .master: "master"
        case .client(let identity): identity.name
        }
    }

    /// What the key entitles to: `master`, `worker`, `read` or `operate`.
    package var role: String {
        switch self {
        case .master: "master"
        case .client(let identity): identity.role.rawValue
        }
    }

    /// Where its files lie, relative to the key directory and without their ending.
    package var place: String {
        switch self {
        case .master: "master"
        case .client(let identity) where identity.role == .worker: "workers/\(identity.name)"
        case .client(let identity): "admin/\(identity.name)"
        }
    }

    /// Who it is in words.
    package var description: String {
        switch self {
        case .master: "the master"
        case .client(let identity) where identity.role == .worker: "worker \(identity.name)"
        case .client(let identity): "\(identity.name), who may \(identity.role.rawValue)"
        }
    }

    init?(name: String, role: String) {
        if role == "master", name == "master" {
            self = .master
            return
        }
        guard let role = Identity.Role(rawValue: role) else { return nil }
        self = .client(Identity(name: name, role: role))
    }
}

/// The text of a key file: comments, then one `word: value` a line.
///
///     # Bursar key file: the public half …
///     format: bursar-key-1
///     half: public
///     name: energy
///     role: worker
///     key: (40 characters of Z85)
struct KeyFile: Sendable, Equatable {
    /// Which of the two halves a file holds.
    enum Half: String, Sendable {
        case `public`
        case secret

        /// How its file's name ends.
        var ending: String { self == .public ? ".pub" : ".key" }
    }

    static let format = "bursar-key-1"
    /// No key file is larger, in bytes.
    static let sizeMaximum = 4_096

    let half: Half
    let owner: KeyOwner
    let key: String

    /// The file as it is written.
    var text: String {
        let advice =
            half == .secret
            ? """
            # The SECRET half of the key of \(owner).
            # Keep it at mode 0600, on the host that needs it and nowhere else; never mail or commit it.
            """
            : """
            # The public half of the key of \(owner). It may be shown and copied.
            # The role is what the key entitles to: master, worker, read or operate.
            """
        return """
            # Bursar key file, written by `bursar keys generate`. Lines with # in front are comments.
            \(advice)
            format: \(Self.format)
            half: \(half.rawValue)
            name: \(owner.name)
            role: \(owner.role)
            key: \(key)

            """
    }

    init(_ half: Half, of owner: KeyOwner, key: String) {
        self.half = half
        self.owner = owner
        self.key = key
    }

    /// Reads a file's text, which stood at `path`.
    ///
    /// - Throws: ``KeyError`` with `malformed`; the words never hold the key.
    init(parsing text: String, at path: String) throws(KeyError) {
        var values: [String: String] = [:]
        let words = ["format", "half", "name", "role", "key"]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        where !line.hasPrefix("#") && !line.isEmpty {
            // Keys hold colons and hashes too: only the first ": " divides.
            guard let colon = line.firstIndex(of: ":") else {
                throw Self.malformed(path, "line \(index + 1) has no \"word: value\"")
            }
            let word = String(line[..<colon])
            guard words.contains(word), values[word] == nil else {
                throw Self.malformed(path, "line \(index + 1) has a word unknown or told twice")
            }
            values[word] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        guard values["format"] == Self.format else {
            throw Self.malformed(path, "it does not say \"format: \(Self.format)\"")
        }
        guard let half = values["half"].flatMap(Half.init) else {
            throw Self.malformed(path, "half is neither public nor secret")
        }
        let owner = KeyOwner(name: values["name"] ?? "", role: values["role"] ?? "")
        guard let owner, owner == .master || KeyName.isValid(owner.name) else {
            throw Self.malformed(path, "name and role don't name anybody")
        }
        self.init(half, of: owner, key: values["key"] ?? "")
    }

    private static func malformed(_ path: String, _ what: String) -> KeyError {
        KeyError(
            .malformed,
            "\(path) is not a key file: \(what). Put back the file as it was generated."
        )
    }
}

/// The names that keys can have: those that workers can have.
enum KeyName {
    /// Whether a name is a small letter and up to 31 small letters, digits and underscores.
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 32 else {
            return false
        }
        return name.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 95
        }
    }
}
