/// A process's answer to "may this key come in, and who is it?": libzmq's ZAP handler.
///
/// It has to exist before the first encrypted socket binds, and answers for every such socket of
/// its thread, each by the domain that the socket names. A domain nobody decides in is refused,
/// and so is any other mechanism than CURVE.
package final class Authenticator: Sendable {
    /// Where libzmq asks, by its protocol ZAP 1.0.
    static let endpoint = "inproc://zeromq.zap.01"
    /// The longest name a key may stand for, in bytes.
    package static let nameByteCountMaximum = 255

    /// Says under which name a key comes in; `nil` refuses it.
    package typealias Judge = (_ key: CurvePublicKey, _ address: String) -> String?

    private struct State {
        var judges: [String: Judge] = [:]
    }

    private let socket: PolledSocket
    private let state: ThreadConfined<State>

    /// A handler that lets nobody in yet; made on the thread that serves it.
    ///
    /// - Throws: ``ZeroMQError`` with `authenticatorExists` when the thread has one already.
    package init(on thread: IOThread) throws(ZeroMQError) {
        socket = try thread.open(.reply)
        state = ThreadConfined(State(), on: thread)
        do {
            _ = try socket.bind(Self.endpoint)
        } catch {
            socket.close()
            guard error.code == .addressInUse else { throw error }
            throw ZeroMQError(
                code: .authenticatorExists,
                message: "the I/O thread \"\(thread.name)\" has an authenticator already. Let "
                    + "that one decide in another domain with decide(in:by:).",
                systemNumber: error.systemNumber
            )
        }
        socket.whenReadable { self.answer(budget: $0) }
    }

    /// Asks `judge` about each key that knocks at a server socket of this ZAP domain.
    ///
    /// Only new handshakes are asked about; connections that stand are not cut.
    ///
    /// - Throws: ``ZeroMQError`` with `nameInvalid` for an empty domain, which would let any key
    ///   in, or for one that is decided in already.
    package func decide(
        in domain: String,
        by judge: @escaping Judge
    ) throws(ZeroMQError) {
        let isTaken = state.withValue { $0.judges[domain] != nil }
        guard !domain.isEmpty, !isTaken else {
            throw ZeroMQError(
                code: .nameInvalid,
                message: "\"\(domain)\" can't be the ZAP domain of one more server: it is empty "
                    + "or taken. Give each server a name of its own."
            )
        }
        state.withValue { $0.judges[domain] = judge }
    }

    /// Refuses every key of a domain from now on.
    package func stopDeciding(in domain: String) {
        state.withValue { $0.judges[domain] = nil }
    }

    /// Whether it answers for the sockets of this thread.
    package func isServing(_ thread: IOThread) -> Bool {
        socket.thread === thread && socket.isOpen
    }

    /// Stops answering; from then on nobody gets in.
    package func close() {
        socket.close()
        state.withValue { $0.judges = [:] }
    }
}

extension Authenticator {
    private static let version = Array("1.0".utf8)
    private static let mechanism = Array("CURVE".utf8)
    private static let requestFrameCount = 7

    private func answer(budget: Int) -> Int {
        var count = 0
        while count < budget, let request = socket.receiveFrames() {
            count += 1
            // Handshakes that nobody waits for any more have no route for their answer.
            _ = socket.send(frames: Self.reply(to: request, name: name(for: request)))
        }
        return count
    }

    private func name(for request: [[UInt8]]) -> String? {
        guard request.count == Self.requestFrameCount, request[0] == Self.version,
            request[5] == Self.mechanism, let key = CurvePublicKey(raw: request[6])
        else { return nil }
        let domain = String(decoding: request[2], as: UTF8.self)
        let address = String(decoding: request[3], as: UTF8.self)
        guard let judge = state.withValue({ $0.judges[domain] }) else { return nil }
        guard let name = judge(key, address), Self.canTravel(name) else { return nil }
        return name
    }

    private static func canTravel(_ name: String) -> Bool {
        let bytes = name.utf8
        return (1...nameByteCountMaximum).contains(bytes.count) && !bytes.contains(0)
    }

    private static func reply(to request: [[UInt8]], name: String?) -> [[UInt8]] {
        let requestID = request.count > 1 ? request[1] : []
        let (status, text) = name == nil ? ("400", "key not admitted") : ("200", "OK")
        return [
            version, requestID, Array(status.utf8), Array(text.utf8), Array((name ?? "").utf8), [],
        ]
    }
}
