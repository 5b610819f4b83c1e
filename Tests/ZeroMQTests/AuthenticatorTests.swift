import CZeroMQ
import Testing

@testable import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct AuthenticatorTests {
    private static let failures = SocketMonitor.Events(
        rawValue: ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
            | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
    )

    @Test func `an encrypted server without an authenticator lets nobody in`() throws {
        let (serverKeys, clientKeys) = try (CurveKeyPair.generate(), CurveKeyPair.generate())
        var options = SocketOptions()
        options.linger = .zero
        options.curve = .server(secretKey: serverKeys.secretKey, domain: "test")
        let server = try Socket(.router, in: Context(), options: options)
        let monitor = try SocketMonitor(
            of: server,
            name: "refusals",
            events: Self.failures.union(Self.succeeded)
        )
        try server.bind("tcp://127.0.0.1:*")

        options.curve = .client(keys: clientKeys, serverKey: serverKeys.publicKey)
        let client = try Socket(.dealer, in: Context(), options: options)
        try client.connect(server.lastEndpoint)
        let sent = client.send(header: [1], body: [2])
        #expect(sent == .accepted)

        let event = monitor.next(within: .seconds(20))
        #expect(event.map { Self.failures.contains($0) } == true)
        let received = server.receive(into: Frame(), readsSource: true)
        #expect(received == .nothing)
    }

    private static let succeeded = SocketMonitor.Events(rawValue: ZMQ_EVENT_HANDSHAKE_SUCCEEDED)

    @Test func `a second authenticator on one thread is refused with the way out`() async throws {
        try await withIOThread { thread in
            let error = await #expect(throws: ZeroMQError.self) {
                try await thread.perform {
                    _ = try Authenticator(on: thread)
                    _ = try Authenticator(on: thread)
                }
            }
            #expect(error?.code == .authenticatorExists)
            #expect(error?.message.contains("decide(in:by:)") == true)
        }
    }

    @Test(arguments: ["", "control"])
    func `a domain without a name or decided in already is refused`(domain: String) async throws {
        try await withIOThread { thread in
            let error = await #expect(throws: ZeroMQError.self) {
                try await thread.perform {
                    let authenticator = try Authenticator(on: thread)
                    try authenticator.decide(in: "control") { _, _ in nil }
                    try authenticator.decide(in: domain) { _, _ in nil }
                }
            }
            #expect(error?.code == .nameInvalid)
        }
    }

    @Test(arguments: [[], [110, 0, 98], [UInt8](repeating: 110, count: 256)] as [[UInt8]])
    func `a name that can't travel keeps its key out`(bytes: [UInt8]) async throws {
        let name = String(decoding: bytes, as: UTF8.self)
        let answer = try await Self.answer(
            to: Self.question(domain: "test", mechanism: "CURVE"),
            deciding: "test"
        ) { _, _ in name }
        #expect(answer[3] == Array("400".utf8))
    }

    @Test func `a known key is let in under its name, and only in its domain`() async throws {
        let right = try await Self.answer(
            to: Self.question(domain: "test", mechanism: "CURVE"),
            deciding: "test"
        ) { _, address in "energy from \(address)" }
        #expect(right[3] == Array("200".utf8))
        #expect(right[5] == Array("energy from 10.0.0.7".utf8))
        for (domain, mechanism) in [("other", "CURVE"), ("test", "NULL"), ("", "CURVE")] {
            let wrong = try await Self.answer(
                to: Self.question(domain: domain, mechanism: mechanism),
                deciding: "test"
            ) { _, _ in "energy" }
            #expect(wrong[3] == Array("400".utf8))
            #expect(wrong[5].isEmpty)
        }
    }

    /// A question as libzmq asks it, about a key of 32 bytes.
    private static func question(domain: String, mechanism: String) -> [[UInt8]] {
        ["1.0", "id", domain, "10.0.0.7", "", mechanism, "0123456789abcdef0123456789abcdef"]
            .map { Array($0.utf8) }
    }

    /// Asks an authenticator of its own as libzmq would, and returns the answer's frames.
    private static func answer(
        to request: [[UInt8]],
        deciding domain: String,
        by judge: @escaping @Sendable (CurvePublicKey, String) -> String?
    ) async throws -> [[UInt8]] {
        let answers = Probe<[[UInt8]]>()
        var answer: [[UInt8]]?
        try await withIOThread { thread in
            try await thread.perform {
                try Authenticator(on: thread).decide(in: domain, by: judge)
                let asking = try thread.open(.dealer)
                try asking.connect(Authenticator.endpoint)
                asking.whenReadable { _ in
                    guard let answer = asking.receiveFrames() else { return 0 }
                    answers.report(answer)
                    return 1
                }
                _ = asking.send(frames: [[]] + request)
                if request.isEmpty { _ = asking.send(frames: [[], [1]]) }
            }
            answer = await answers.next(1).first
        }
        return try #require(answer)
    }

    @Test(
        arguments: [
            [], [[]], [Array("1.0".utf8), [1]],
            ["1.0", "id", "test", "", "", "NULL"].map { Array($0.utf8) },
            ["1.0", "id", "test", "", "", "PLAIN", "user", "word"].map { Array($0.utf8) },
            ["1.0", "id", "test", "", "", "CURVE", "not 32 bytes"].map { Array($0.utf8) },
            ["9.9", "id", "test", "", "", "CURVE", "0123456789abcdef0123456789abcdef"]
                .map { Array($0.utf8) },
        ] as [[[UInt8]]]
    )
    func `a malformed question is answered with a refusal`(request: [[UInt8]]) async throws {
        let answer = try await Self.answer(to: request, deciding: "test") { _, _ in "energy" }
        #expect(answer.count == 7)
        #expect(answer[3] == Array("400".utf8))
    }
}
