internal import Transport
package import ZeroMQ

extension KeyDirectory {
    /// What became of a wish for a key.
    package enum Made: Sendable, Equatable {
        /// It was made.
        case new(CurvePublicKey)
        /// It was there already and is left as it is.
        case kept(CurvePublicKey)
    }

    /// Makes a key, unless there is one; directories get mode 0700, the secret half 0600.
    ///
    /// The secret half of a key that was revoked is moved to its public half first.
    ///
    /// - Throws: ``KeyError`` with `nameInvalid`, `unsafe`, `malformed`, `storage`, `unavailable`.
    package func generate(_ owner: KeyOwner) throws(KeyError) -> Made {
        guard owner == .master || KeyName.isValid(owner.name) else {
            throw KeyError(
                .nameInvalid,
                "\"\(owner.name)\" can't name a key: write a small letter and up to 31 small "
                    + "letters, digits and _, as a topology names its workers"
            )
        }
        for directory in directories { try KeyStorage.makeDirectory(directory) }
        try checkDirectories()
        let isPublicThere = try KeyStorage.facts(file(owner, .public)) != nil
        let isSecretThere = try KeyStorage.facts(file(owner, .secret)) != nil
        if isPublicThere { return .kept(try publicKey(at: owner).key) }
        if isSecretThere { try retireSecret(of: owner) }
        let pair: CurveKeyPair
        do throws(ZeroMQError) {
            pair = try CurveKeyPair.generate()
        } catch {
            throw KeyError(.unavailable, "no key can be made: \(error.message)")
        }
        let secret = KeyFile(.secret, of: owner, key: pair.secretKey.text)
        let open = KeyFile(.public, of: owner, key: pair.publicKey.text)
        // The public half last: it is what lets the key in, and what says that there is one.
        try KeyStorage.create(file(owner, .secret), secret.text, mode: 0o600)
        try KeyStorage.create(file(owner, .public), open.text, mode: 0o644)
        return .new(pair.publicKey)
    }

    /// Takes back the key of a worker or a person: moves its public half into `revoked`.
    ///
    /// - Parameter name: A name, or `workers/NAME` or `admin/NAME` where both have it.
    /// - Returns: Whose it was, its key, and where its public half is now.
    /// - Throws: ``KeyError`` with `notFound`, `nameInvalid`, `unsafe`, `malformed` or `storage`.
    package func revoke(
        _ name: String
    ) throws(KeyError) -> (owner: KeyOwner, key: CurvePublicKey, path: String) {
        try checkDirectories()
        guard name != "master" else {
            throw KeyError(
                .nameInvalid,
                "the master's key can't be taken back from those who know it: make a new key "
                    + "directory, and give its master.pub and keys to all workers"
            )
        }
        let places = ["workers/\(name)", "admin/\(name)", name].filter { place in
            let parts = place.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && ["workers", "admin"].contains(parts[0])
                && KeyName.isValid(String(parts[1]))
        }
        var found: [String] = []
        for place in places where try KeyStorage.facts("\(path)/\(place).pub") != nil {
            found.append(place)
        }
        guard let place = found.first else {
            throw KeyError(
                .notFound,
                "\(path) has no key of \"\(name)\". See who has one: bursar keys list \(path)"
            )
        }
        guard found.count == 1 else {
            throw KeyError(
                .nameInvalid,
                "\"\(name)\" is a worker and a person: write workers/\(name) or admin/\(name)"
            )
        }
        let (owner, key) = try Self.publicKey(in: "\(path)/\(place).pub")
        try KeyStorage.makeDirectory("\(path)/revoked")
        let moved = "\(path)/revoked/\(owner.name)-\(key.fingerprint).pub"
        try KeyStorage.move("\(path)/\(place).pub", to: moved)
        return (owner, key, moved)
    }

    /// Moves a secret half away whose public half was revoked; any other is not touched.
    private func retireSecret(of owner: KeyOwner) throws(KeyError) {
        let pair = try secretKey(of: owner)
        let name = "\(path)/revoked/\(owner.name)-\(pair.publicKey.fingerprint)"
        guard try KeyStorage.facts("\(name).pub") != nil else {
            throw KeyError(
                .malformed,
                "\(file(owner, .secret)) is there and \(file(owner, .public)) is not; nothing is "
                    + "written over a secret. Put the public half back, or move the secret away."
            )
        }
        try KeyStorage.move(file(owner, .secret), to: "\(name).key")
    }
}
