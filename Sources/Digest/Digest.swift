/// The 32 bytes of a SHA-256 hash.
package struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// The hash, 32 bytes, most significant first.
    package let bytes: [UInt8]

    /// The hash before anything was hashed: 32 zero bytes, the start of a ``DigestChain``.
    package static let zero = Digest(hash: [UInt8](repeating: 0, count: 32))

    init(hash: [UInt8]) {
        precondition(hash.count == 32, "a SHA-256 digest has 32 bytes, found \(hash.count)")
        bytes = hash
    }

    init(words: InlineArray<8, UInt32>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in 0..<8 {
            let word = words[index]
            bytes.append(UInt8(truncatingIfNeeded: word >> 24))
            bytes.append(UInt8(truncatingIfNeeded: word >> 16))
            bytes.append(UInt8(truncatingIfNeeded: word >> 8))
            bytes.append(UInt8(truncatingIfNeeded: word))
        }
        self.bytes = bytes
    }

    /// Takes stored bytes; `nil` unless there are exactly 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Lower-case hexadecimal, 64 characters.
    package var description: String {
        var text = ""
        text.reserveCapacity(64)
        for byte in bytes {
            text.unicodeScalars.append(hexDigit(byte >> 4))
            text.unicodeScalars.append(hexDigit(byte & 15))
        }
        return text
    }

    /// The first and last characters, "3f9c2d…a1", for people.
    package var abbreviated: String {
        let text = description
        return "\(text.prefix(6))…\(text.suffix(2))"
    }
}

private func hexDigit(_ value: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(value < 10 ? 48 + value : 87 + value)
}

/// A hash over a growing list in which every prefix has a digest of its own.
///
/// Entry *n* gives `hash(digest(n−1) ‖ entry)`, so the digest after any entry can be stored in 32
/// bytes and continued from there, and two lists that agree at one point agree before it.
package struct DigestChain: Sendable, Equatable {
    /// The digest of all entries so far.
    package private(set) var digest: Digest

    /// Continues a chain from a stored digest, or starts one.
    package init(from digest: Digest = .zero) {
        self.digest = digest
    }

    /// Appends one entry.
    package mutating func append(_ entry: [UInt8]) {
        var hash = SHA256()
        hash.update(digest.bytes)
        hash.update(entry)
        digest = hash.finish()
    }
}
