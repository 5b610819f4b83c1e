package import Transport
package import ZeroMQ

/// A directory of keys, one file for each half:
///
///     master.key  master.pub                  the master's
///     workers/NAME.key  workers/NAME.pub      a worker's
///     admin/NAME.key  admin/NAME.pub          a person's, with the role in the file
///     revoked/NAME-FINGERPRINT.pub            those that were taken back
///
/// Secret halves have mode 0600 or are refused, directories are writable by their owner only or
/// refused. The host of a worker needs `master.pub` and that worker's two files.
package struct KeyDirectory: Sendable, Hashable {
    /// Where it is.
    package let path: String

    /// The directory at this path, which is looked at when something is asked of it.
    package init(_ path: String) {
        self.path = path
    }

    /// Returns the master's two halves.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe`, `malformed` or `storage`.
    package func masterKeys() throws(KeyError) -> CurveKeyPair {
        try pair(of: .master)
    }

    /// Returns the half of the master's key that clients have to know.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe`, `malformed` or `storage`.
    package func masterPublicKey() throws(KeyError) -> CurvePublicKey {
        try checkDirectories()
        return try publicKey(at: .master).key
    }

    /// Returns the two halves of a worker's key.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe`, `malformed` or `storage`.
    package func workerKeys(_ name: String) throws(KeyError) -> CurveKeyPair {
        try pair(of: .client(Identity(name: name, role: .worker)))
    }

    /// Returns the two halves of a person's key and whose it is, for the admin socket.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe`, `malformed` or `storage`.
    package func adminKeys(
        _ name: String
    ) throws(KeyError) -> (identity: Identity, keys: CurveKeyPair) {
        // The role stands in the file, not in its place.
        let asked = KeyOwner.client(Identity(name: name, role: .read))
        let keys = try pair(of: asked)
        guard case .client(let identity) = try publicKey(at: asked).owner else {
            throw misplaced(file(asked, .public))
        }
        return (identity, keys)
    }

    /// Returns who may come in at the control socket: the workers.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe` or `storage` for the directory as a whole.
    package func workerRing() throws(KeyError) -> (ring: KeyRing, problems: [KeyError]) {
        try ring(of: "workers")
    }

    /// Returns who may come in at the admin socket, with their roles.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe` or `storage` for the directory as a whole.
    package func adminRing() throws(KeyError) -> (ring: KeyRing, problems: [KeyError]) {
        try ring(of: "admin")
    }

    /// Returns all that is wrong for a cluster of these workers on this host; empty when nothing is.
    package func problems(workers: [String]) -> [KeyError] {
        var problems: [KeyError] = []
        func note(_ body: () throws(KeyError) -> [KeyError]) {
            do throws(KeyError) {
                problems += try body()
            } catch {
                problems.append(error)
            }
        }
        do throws(KeyError) {
            try checkDirectories()
        } catch {
            return [error]
        }
        note { () throws(KeyError) in
            _ = try masterKeys()
            return []
        }
        for worker in workers {
            note { () throws(KeyError) in
                _ = try workerKeys(worker)
                return []
            }
        }
        note { () throws(KeyError) in try workerRing().problems }
        note { () throws(KeyError) in try adminRing().problems }
        var told: Set<String> = []
        return problems.filter { told.insert($0.message).inserted }
    }

    /// When the directory's lists of keys last changed, to tell whether to read them again.
    package func stamp() throws(KeyError) -> [Int64] {
        var stamp: [Int64] = []
        for directory in directories {
            stamp.append(try KeyStorage.facts(directory)?.modified ?? 0)
        }
        return stamp
    }
}

extension KeyDirectory {
    var directories: [String] { [path] + ["workers", "admin", "revoked"].map { "\(path)/\($0)" } }

    func file(_ owner: KeyOwner, _ half: KeyFile.Half) -> String {
        "\(path)/\(owner.place)\(half.ending)"
    }

    func checkDirectories() throws(KeyError) {
        try KeyStorage.checkDirectory(path)
        for directory in directories.dropFirst() where try KeyStorage.facts(directory) != nil {
            try KeyStorage.checkDirectory(directory)
        }
    }

    func publicKey(
        at owner: KeyOwner
    ) throws(KeyError) -> (owner: KeyOwner, key: CurvePublicKey) {
        let path = file(owner, .public)
        let found = try Self.publicKey(in: path)
        guard found.owner.place == owner.place else { throw misplaced(path) }
        return found
    }

    static func publicKey(
        in path: String
    ) throws(KeyError) -> (owner: KeyOwner, key: CurvePublicKey) {
        let text = try KeyStorage.read(path, isSecret: false)
        let file = try KeyFile(parsing: text, at: path)
        guard file.half == .public else {
            throw KeyError(
                .unsafe,
                "\(path) says that it holds a secret half. Remove it and generate another key."
            )
        }
        do throws(ZeroMQError) {
            return (file.owner, try CurvePublicKey(file.key))
        } catch {
            throw KeyError(.malformed, "\(path): the key is not 40 characters of Z85")
        }
    }

    func secretKey(of owner: KeyOwner) throws(KeyError) -> CurveKeyPair {
        let path = file(owner, .secret)
        let text = try KeyStorage.read(path, isSecret: true)
        let file = try KeyFile(parsing: text, at: path)
        guard file.half == .secret, file.owner.place == owner.place else { throw misplaced(path) }
        do throws(ZeroMQError) {
            return try CurveKeyPair(secretKey: CurveSecretKey(file.key))
        } catch {
            throw KeyError(.malformed, "\(path): \(error.message)")
        }
    }

    private func pair(of owner: KeyOwner) throws(KeyError) -> CurveKeyPair {
        try checkDirectories()
        let pair = try secretKey(of: owner)
        // A worker whose public half was moved away was revoked, and finds that out here.
        let isKnown = try KeyStorage.facts(file(owner, .public)) != nil
        guard isKnown else {
            throw KeyError(
                .notFound,
                "\(file(owner, .public)) is missing: the key of \(owner.name) was revoked, or its "
                    + "public half was never copied here. Make another key: bursar keys generate"
            )
        }
        guard try publicKey(at: owner).key == pair.publicKey else {
            throw KeyError(
                .malformed,
                "\(file(owner, .secret)) and \(file(owner, .public)) are not halves of one key. "
                    + "Put back the two that were generated together."
            )
        }
        return pair
    }

    private func ring(
        of list: String
    ) throws(KeyError) -> (ring: KeyRing, problems: [KeyError]) {
        try checkDirectories()
        var ring = KeyRing()
        var problems: [KeyError] = []
        for name in try KeyStorage.names(in: "\(path)/\(list)", ending: ".pub") {
            let file = "\(path)/\(list)/\(name).pub"
            do throws(KeyError) {
                let (owner, key) = try Self.publicKey(in: file)
                guard owner.place == "\(list)/\(name)", case .client(let identity) = owner else {
                    throw misplaced(file)
                }
                if let other = ring.admitted[key] {
                    throw KeyError(.malformed, "\(file) holds the key of \(other) once more")
                }
                ring.admitted[key] = identity
            } catch {
                problems.append(error)
            }
        }
        for name in try KeyStorage.names(in: "\(path)/revoked", ending: ".pub") {
            do throws(KeyError) {
                let (owner, key) = try Self.publicKey(in: "\(path)/revoked/\(name).pub")
                if case .client(let identity) = owner { ring.revoked[key] = identity }
            } catch {
                problems.append(error)
            }
        }
        return (ring, problems)
    }

    private func misplaced(_ path: String) -> KeyError {
        KeyError(
            .malformed,
            "\(path) holds the key of somebody else. A key file keeps the name and the place "
                + "that it was generated with."
        )
    }
}
