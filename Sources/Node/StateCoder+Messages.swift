package import Persistence
package import SwiftProtobuf

extension StateCoder {
    /// Writes a message, or replaces it with the one that was stored.
    ///
    /// - Throws: ``PersistenceError``, or what decoding throws.
    package mutating func exchange<Stored: Message>(message: inout Stored) throws {
        let bytes = try bytes(isReading ? [] : message.serializedBytes())
        if isReading { message = try Stored(serializedBytes: bytes) }
    }

    /// Writes messages by name, in the order of their names, or replaces all of them.
    ///
    /// - Throws: ``PersistenceError``, or what decoding throws.
    package mutating func exchange<Stored: Message>(
        messages: inout [String: Stored]
    ) throws {
        var stored = try messages.mapValues { PackedBytes(try $0.serializedBytes()) }
        try exchange(&stored)
        guard isReading else { return }
        messages = try stored.mapValues { try Stored(serializedBytes: $0.bytes) }
    }
}
