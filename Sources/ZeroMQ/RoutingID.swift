internal import CZeroMQ

/// The name under which a ROUTER socket knows a peer: 1 to 16 bytes, compared byte by byte.
///
/// It names one socket of a peer, not the peer: who that is, its key or its `Hello` says.
package struct RoutingID: Hashable, Sendable, Comparable {
    /// The longest name kept; a peer that chose a longer one is reported and never heard.
    package static let byteCountMaximum = 16

    // Big-endian, zero-filled, so that comparing numbers compares bytes.
    private let high: UInt64
    private let low: UInt64
    /// How many bytes the name has.
    package let count: Int

    /// The name made of the first 16 of these bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes.prefix(Self.byteCountMaximum) {
            let shift = UInt64(56 - 8 * (count % 8))
            if count < 8 { high |= UInt64(byte) << shift } else { low |= UInt64(byte) << shift }
            count += 1
        }
        self.high = high
        self.low = low
        self.count = count
    }

    /// Returns a fresh 16-byte name whose first byte is not 0, which libzmq keeps for itself.
    ///
    /// The source returns as many random bytes as it is asked for.
    package static func random(from source: (Int) -> [UInt8]) -> RoutingID {
        var bytes = source(byteCountMaximum)
        precondition(
            bytes.count == byteCountMaximum,
            "a source of random bytes returned \(bytes.count) of \(byteCountMaximum)"
        )
        if bytes[0] == 0 { bytes[0] = 1 }
        return RoutingID(bytes)
    }

    /// The bytes as libzmq wants them.
    package var bytes: [UInt8] {
        (0..<count).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index % 8)))
        }
    }

    /// Orders names by their bytes.
    package static func < (left: RoutingID, right: RoutingID) -> Bool {
        (left.high, left.low, left.count) < (right.high, right.low, right.count)
    }

    /// Calls `body` with the bytes in memory, without an allocation.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { whole in
            unsafe body(UnsafeRawBufferPointer(rebasing: whole[..<count]))
        }
    }

    /// The name in these bytes of memory, read without an allocation.
    @unsafe init(reading bytes: UnsafeRawBufferPointer) {
        var words: (UInt64, UInt64) = (0, 0)
        let count = min(bytes.count, Self.byteCountMaximum)
        unsafe withUnsafeMutableBytes(of: &words) { words in
            unsafe words.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
        high = UInt64(bigEndian: words.0)
        low = UInt64(bigEndian: words.1)
        self.count = count
    }
}

extension RoutingID: CustomStringConvertible {
    /// The bytes in hexadecimal.
    package var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// The kernel's source of random bytes, for names of sockets and nothing that decides.
package enum SystemRandom {
    /// Returns random bytes of the kernel.
    package static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            if let start = buffer.baseAddress {
                let result = unsafe czmq_random_fill(start, count)
                precondition(result == 0, "the kernel gave no random bytes: getrandom failed")
            }
            initialised = count
        }
    }
}
