internal import CZeroMQ

/// The public half of a CURVE key: 40 characters of Z85, safe to show and to store.
package struct CurvePublicKey: Hashable, Sendable, CustomStringConvertible {
    /// The key in Z85, 40 characters.
    package let text: String

    /// The key in this text.
    ///
    /// - Throws: ``ZeroMQError`` with `keyInvalid` unless it is 40 characters of Z85.
    package init(_ text: String) throws(ZeroMQError) {
        guard CurveText.isKey(text) else {
            throw ZeroMQError(
                code: .keyInvalid,
                message: "\"\(text)\" is not a CURVE key: 40 characters of Z85 make one. "
                    + "Copy the public key as it was generated."
            )
        }
        self.text = text
    }

    /// The key of 32 raw bytes, as a handshake carries it; `nil` for any other length.
    init?(raw bytes: [UInt8]) {
        guard bytes.count == CurveText.rawCount, let text = CurveText.encode(bytes) else {
            return nil
        }
        self.text = text
    }

    /// The key in Z85.
    package var description: String { text }
}

/// The secret half of a CURVE key; it never prints itself.
package struct CurveSecretKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The key in Z85, 40 characters; for key files and libzmq, never for a log.
    package let text: String

    /// The key in this text.
    ///
    /// - Throws: ``ZeroMQError`` with `keyInvalid` unless it is 40 characters of Z85.
    package init(_ text: String) throws(ZeroMQError) {
        guard CurveText.isKey(text) else {
            throw ZeroMQError(
                code: .keyInvalid,
                message: "a secret CURVE key has 40 characters of Z85; this text of "
                    + "\(text.utf8.count) bytes is none. Copy the key as it was generated."
            )
        }
        self.text = text
    }

    /// Returns the public half that belongs to this key.
    ///
    /// - Throws: ``ZeroMQError`` with `system` when libzmq was built without CURVE.
    package func publicKey() throws(ZeroMQError) -> CurvePublicKey {
        var result: Int32 = 0
        let derived = unsafe CurveText.filled { buffer in
            result = unsafe zmq_curve_public(buffer, text)
        }
        guard result == 0 else { throw ZeroMQError.last("deriving a public key") }
        return try CurvePublicKey(derived)
    }

    /// A placeholder, so that no log shows the key.
    package var description: String { "CurveSecretKey(hidden)" }

    /// A mirror without parts, so that no dump shows the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The two halves of a CURVE key.
package struct CurveKeyPair: Sendable {
    /// The half that others may know.
    package let publicKey: CurvePublicKey
    /// The half that never leaves its process.
    package let secretKey: CurveSecretKey

    /// The pair that belongs to a secret key.
    ///
    /// - Throws: ``ZeroMQError`` with `system` when libzmq was built without CURVE.
    package init(secretKey: CurveSecretKey) throws(ZeroMQError) {
        self.publicKey = try secretKey.publicKey()
        self.secretKey = secretKey
    }

    /// Returns a fresh pair made from the kernel's randomness.
    ///
    /// - Throws: ``ZeroMQError`` with `system` when libzmq was built without CURVE.
    package static func generate() throws(ZeroMQError) -> CurveKeyPair {
        var result: Int32 = 0
        var secret = ""
        _ = unsafe CurveText.filled { publicBuffer in
            secret = unsafe CurveText.filled { secretBuffer in
                result = unsafe zmq_curve_keypair(publicBuffer, secretBuffer)
            }
        }
        guard result == 0 else { throw ZeroMQError.last("generating a CURVE key pair") }
        return try CurveKeyPair(secretKey: CurveSecretKey(secret))
    }
}

/// The textual form of keys.
private enum CurveText {
    static let characterCount = 40
    static let rawCount = 32

    static func isKey(_ text: String) -> Bool {
        guard text.utf8.count == characterCount else { return false }
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rawCount) { buffer in
            unsafe zmq_z85_decode(buffer.baseAddress, text) != nil
        }
    }

    static func encode(_ bytes: [UInt8]) -> String? {
        let text = unsafe filled { buffer in
            _ = unsafe zmq_z85_encode(buffer, bytes, bytes.count)
        }
        return text.isEmpty ? nil : text
    }

    /// Returns the text that `body` writes, ended by a zero, into a buffer of 41 bytes.
    static func filled(_ body: (UnsafeMutablePointer<CChar>) -> Void) -> String {
        let capacity = characterCount + 1
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else { return "" }
            unsafe body(start)
            return unsafe String(cString: start)
        }
    }
}
