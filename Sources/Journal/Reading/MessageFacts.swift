/// What statistics need of a message, without its texts and bytes.
package struct MessageFacts: Sendable, Equatable {
    /// Order of handling in the process whose journal holds it.
    package var position: Int64
    /// Whether it was received rather than sent.
    package var isReceived: Bool
    /// Number of the other process's name in the scan's ``MessageNames``.
    package var peer: Int
    /// Number of the payload's name in the scan's ``MessageNames``.
    package var kind: Int
    /// Dense number per sender and receiver.
    package var sequence: Int64
    /// The cycle it belongs to; 0 for none.
    package var cycle: Int64
    /// Number of the master's life.
    package var epoch: Int64
    /// What its sender had made durable of the other stream; 0 for messages sent.
    package var acknowledged: Int64
    /// The sender's clock, nanoseconds since 1970-01-01 UTC.
    package var sentAt: Int64
    /// The receiver's clock when it was taken; 0 for messages sent.
    package var receivedAt: Int64
    /// Length of both frames.
    package var bytes: Int64
}

/// Names that occur again and again in a scan, each with a number.
package struct MessageNames: Sendable {
    /// The names, by number.
    package private(set) var names: [String] = []
    private var encoded: [[UInt8]] = []

    /// Knows no name yet.
    package init() {}

    /// Returns the number of a name, a new one where it was not met before.
    mutating func number(of bytes: Span<UInt8>) -> Int {
        for (index, known) in encoded.enumerated() where known.count == bytes.count {
            var same = true
            for place in known.indices where known[place] != bytes[place] {
                same = false
                break
            }
            if same { return index }
        }
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for place in bytes.indices { copy.append(bytes[place]) }
        encoded.append(copy)
        names.append(String(decoding: copy, as: UTF8.self))
        return names.count - 1
    }
}
