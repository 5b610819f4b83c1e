extension StateCoder {
    /// Writes bytes, eight to a word, or reads as many as were stored.
    ///
    /// - Throws: ``PersistenceError`` with `truncated`, or `malformed` when the last word holds more.
    package mutating func bytes(_ known: [UInt8]) throws(PersistenceError) -> [UInt8] {
        let length = try word(UInt64(known.count))
        guard isReading else {
            try write(known)
            return known
        }
        guard length <= UInt64(words.count) * 8 else {
            throw PersistenceError(.truncated, "\(length) bytes are announced, but not there")
        }
        return try read(Int(length))
    }

    private mutating func write(_ bytes: [UInt8]) throws(PersistenceError) {
        var packed: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            packed |= UInt64(byte) << UInt64(index % 8 * 8)
            guard index % 8 == 7 || index + 1 == bytes.count else { continue }
            _ = try word(packed)
            packed = 0
        }
    }

    private mutating func read(_ length: Int) throws(PersistenceError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        while bytes.count < length {
            var packed = try word(0)
            for _ in 0..<min(8, length - bytes.count) {
                bytes.append(UInt8(truncatingIfNeeded: packed))
                packed >>= 8
            }
            guard packed == 0 else {
                throw PersistenceError(.malformed, "a word holds more than the bytes announced")
            }
        }
        return bytes
    }
}

/// Bytes that are stored eight to a word.
package struct PackedBytes: Storable {
    /// What is stored.
    package let bytes: [UInt8]

    /// Takes bytes.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        bytes = try coder.bytes(known?.bytes ?? [])
    }
}
