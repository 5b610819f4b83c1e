/// A process's answer to "may this key come in, and who is it?": libzmq's ZAP handler.
///
/// It has to exist before the first encrypted socket binds. A key that isn't in the table is
/// refused, and so is any other mechanism than CURVE.
package final class Authenticator: Sendable {
    /// Where libzmq asks, by its protocol ZAP 1.0.
    static let endpoint = "inproc://zeromq.zap.01"
    /// The longest name a key may stand for, in bytes.
    package static let nameByteCountMaximum = 255

    private struct State {
        var names: [CurvePublicKey: String]
        var onRefusal: ((CurvePublicKey?) -> Void)?
    }

    /// The ZAP domain of the server sockets it answers for.
    package let domain: String
    private let socket: PolledSocket
    private let state: ThreadConfined<State>

    /// A handler that lets in these keys under these names; made on the thread that serves it.
    ///
    /// - Parameters:
    ///   - names: Name of the worker or client that each key stands for.
    ///   - domain: The ZAP domain of the server sockets, not empty; others are refused.
    ///   - thread: The thread that answers, the one of those sockets.
    /// - Throws: ``ZeroMQError`` with `nameInvalid` for a name or an empty domain, or
    ///   `authenticatorExists` when the thread has one already.
    package init(
        names: [CurvePublicKey: String],
        domain: String,
        on thread: IOThread
    ) throws(ZeroMQError) {
        guard !domain.isEmpty else {
            throw ZeroMQError(
                code: .nameInvalid,
                message: "\"\" can't be a ZAP domain: it would let any key in. Name the cluster."
            )
        }
        for name in names.values.sorted() { try Self.check(name) }
        self.domain = domain
        socket = try thread.open(.reply)
        state = ThreadConfined(State(names: names), on: thread)
        do {
            _ = try socket.bind(Self.endpoint)
        } catch {
            socket.close()
            guard error.code == .addressInUse else { throw error }
            throw ZeroMQError(
                code: .authenticatorExists,
                message: "the I/O thread \"\(thread.name)\" has an authenticator already. Add "
                    + "names to that one with admit(_:as:).",
                systemNumber: error.systemNumber
            )
        }
        socket.whenReadable { self.answer(budget: $0) }
    }

    /// Lets a key in under this name from its next handshake on.
    ///
    /// - Throws: ``ZeroMQError`` with `nameInvalid` unless it has 1 to 255 bytes, none of them 0.
    package func admit(_ key: CurvePublicKey, as name: String) throws(ZeroMQError) {
        try Self.check(name)
        state.withValue { $0.names[key] = name }
    }

    /// Refuses a key from its next handshake on; connections that stand are not cut.
    package func revoke(_ key: CurvePublicKey) {
        state.withValue { $0.names[key] = nil }
    }

    /// Calls `body` on the thread for each refusal, with the key if it was well-formed.
    package func whenRefusing(_ body: @escaping @Sendable (CurvePublicKey?) -> Void) {
        state.withValue { $0.onRefusal = body }
    }

    /// Whether it answers for the sockets of this thread.
    package func isServing(_ thread: IOThread) -> Bool {
        socket.thread === thread && socket.isOpen
    }

    /// Stops answering; from then on nobody gets in.
    package func close() {
        socket.close()
    }

    private static func check(_ name: String) throws(ZeroMQError) {
        let bytes = name.utf8
        guard (1...nameByteCountMaximum).contains(bytes.count), !bytes.contains(0) else {
            throw ZeroMQError(
                code: .nameInvalid,
                message: "\"\(name)\" can't be the name of a key: it needs 1 to "
                    + "\(nameByteCountMaximum) bytes, none of them zero."
            )
        }
    }
}

extension Authenticator {
    private static let version = Array("1.0".utf8)
    private static let requestFrameCount = 7

    private func answer(budget: Int) -> Int {
        var count = 0
        while count < budget, let request = socket.receiveFrames() {
            count += 1
            let isWhole = request.count == Self.requestFrameCount
            let key = isWhole ? CurvePublicKey(raw: request[6]) : nil
            let name = admittedName(for: key, request: request)
            let reply = Self.reply(to: request, name: name)
            // Handshakes that nobody waits for any more have no route for their answer.
            _ = socket.send(frames: reply)
            if name == nil { state.withValue { $0.onRefusal }?(key) }
        }
        return count
    }

    private func admittedName(for key: CurvePublicKey?, request: [[UInt8]]) -> String? {
        guard let key, request[0] == Self.version, request[2] == Array(domain.utf8),
            request[5] == Array("CURVE".utf8)
        else { return nil }
        return state.withValue { $0.names[key] }
    }

    private static func reply(to request: [[UInt8]], name: String?) -> [[UInt8]] {
        let requestID = request.count > 1 ? request[1] : []
        let (status, text) = name == nil ? ("400", "key not admitted") : ("200", "OK")
        return [
            version, requestID, Array(status.utf8), Array(text.utf8), Array((name ?? "").utf8), [],
        ]
    }
}
