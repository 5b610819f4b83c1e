package import ZeroMQ

extension KeyDirectory {
    /// A key of the directory, with the state of its files.
    package struct Entry: Sendable, Equatable {
        /// Where its files lie in the directory, without their ending.
        package let place: String
        /// Whose it is; `nil` when that can't be read.
        package let owner: KeyOwner?
        /// The public half; `nil` when that can't be read.
        package let key: CurvePublicKey?
        /// Whether it was taken back.
        package let isRevoked: Bool
        /// Permissions of the public half, such as `0644`.
        package let publicMode: String
        /// Permissions of the secret half, such as `0600`; `nil` when it isn't here.
        package let secretMode: String?
        /// What is wrong with it; `nil` when nothing is.
        package let problem: String?
    }

    /// Returns all keys: the master's, the workers', the people's, and those revoked, by name.
    ///
    /// - Throws: ``KeyError`` with `notFound`, `unsafe` or `storage` for the directory as a whole.
    package func entries() throws(KeyError) -> [Entry] {
        try checkDirectories()
        var entries: [Entry] = []
        for list in ["", "workers/", "admin/", "revoked/"] {
            let directory = list.isEmpty ? path : "\(path)/\(list.dropLast())"
            let open = try KeyStorage.names(in: directory, ending: ".pub")
            let secret = try KeyStorage.names(in: directory, ending: ".key")
            for name in Set(open + secret).sorted() { entries.append(try entry(list + name)) }
        }
        return entries
    }

    private func entry(_ place: String) throws(KeyError) -> Entry {
        let (publicPath, secretPath) = ("\(path)/\(place).pub", "\(path)/\(place).key")
        let secret = try KeyStorage.facts(secretPath)
        let isRevoked = place.hasPrefix("revoked/")
        var owner: KeyOwner?
        var key: CurvePublicKey?
        var problem: String?
        do throws(KeyError) {
            let found = try Self.publicKey(in: publicPath)
            (owner, key) = (found.owner, found.key)
            if !isRevoked, found.owner.place != place {
                problem = "\(publicPath) holds the key of \(found.owner)"
            } else if secret != nil, !isRevoked {
                guard try secretKey(of: found.owner).publicKey == found.key else {
                    throw KeyError(.malformed, "\(place): the two files are not of one key")
                }
            }
        } catch {
            problem = error.message
        }
        return Entry(
            place: place,
            owner: owner,
            key: key,
            isRevoked: isRevoked,
            publicMode: try KeyStorage.facts(publicPath)?.modeText ?? "missing",
            secretMode: secret?.modeText,
            problem: problem
        )
    }
}
