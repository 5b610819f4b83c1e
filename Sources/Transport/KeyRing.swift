internal import Digest
package import ZeroMQ

/// The public keys that one server knows: those it lets in, and those it no longer does.
package struct KeyRing: Sendable, Equatable {
    /// Who comes in by which key.
    package var admitted: [CurvePublicKey: Identity]
    /// Whose key was taken back; one that is admitted too stays out.
    package var revoked: [CurvePublicKey: Identity]

    /// A ring of these keys.
    package init(
        admitted: [CurvePublicKey: Identity] = [:],
        revoked: [CurvePublicKey: Identity] = [:]
    ) {
        self.admitted = admitted
        self.revoked = revoked
    }

    /// Who comes in by a key; `nil` for one that is unknown or revoked.
    func identity(of key: CurvePublicKey) -> Identity? {
        revoked[key] == nil ? admitted[key] : nil
    }
}

extension CurvePublicKey {
    /// Returns 16 hexadecimal digits by which people compare keys: SHA-256 of the text, cut short.
    package var fingerprint: String {
        String("\(SHA256.hash(Array(text.utf8)))".prefix(16))
    }
}
