import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct CurveTransportTests {
    /// An encrypted server that lets in one worker, and what it hears and refuses.
    private struct Site: Sendable {
        let thread: IOThread
        let serverKeys: CurveKeyPair
        let workerKeys: CurveKeyPair
        let deliveries = Probe<Delivery>()
        let refusals = Probe<CurvePublicKey?>()
        let authenticator: Authenticator
        let endpoint: Endpoint

        init(thread: IOThread) async throws {
            self.thread = thread
            let keys = try CurveKeyPair.generate()
            let worker = try CurveKeyPair.generate()
            let (deliveries, refusals) = (deliveries, refusals)
            (authenticator, endpoint) = try await thread.perform {
                let authenticator = try Authenticator(
                    names: [worker.publicKey: "energy"],
                    domain: "bursar",
                    on: thread
                )
                authenticator.whenRefusing { refusals.report($0) }
                let server = try ZeroMQServerTransport(
                    binding: Endpoint("tcp://127.0.0.1:*"),
                    security: .init(secretKey: keys.secretKey, authenticator: authenticator),
                    on: thread
                )
                server.setHandler { delivery in
                    deliveries.report(delivery)
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                return (authenticator, try Endpoint(server.endpoint))
            }
            serverKeys = keys
            workerKeys = worker
        }

        func makeClient(
            _ keys: CurveKeyPair,
            serverKey: CurvePublicKey? = nil
        ) throws -> ZeroMQClientTransport {
            try ZeroMQClientTransport(
                connectingTo: endpoint,
                configuration: TransportSite.configuration,
                security: .init(keys: keys, serverKey: serverKey ?? serverKeys.publicKey),
                on: thread
            )
        }
    }

    @Test func `the name of a known key arrives with every message`() async throws {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            let answers = Probe<Int?>()
            try await thread.perform {
                let client = try site.makeClient(site.workerKeys)
                client.setHandler { answers.report($0.number) }
                for number in 0..<5 { _ = client.send(WireMessage(number)) }
            }
            let deliveries = await site.deliveries.next(5)
            #expect(deliveries.map(\.userID) == Array(repeating: "energy", count: 5))
            #expect(await answers.next(5) == [0, 1, 2, 3, 4])
        }
    }

    @Test func `an unknown key is refused and nothing of it arrives`() async throws {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            let strangers = try CurveKeyPair.generate()
            try await thread.perform {
                _ = try site.makeClient(strangers).send(WireMessage(1))
            }
            #expect(await site.refusals.next(1) == [strangers.publicKey])
            // Whoever is known still gets through, and is the only one heard.
            try await thread.perform {
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a key admitted later gets in, and a revoked one does not`() async throws {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            let newcomer = try CurveKeyPair.generate()
            try await thread.perform {
                try site.authenticator.admit(newcomer.publicKey, as: "shipping")
                site.authenticator.revoke(site.workerKeys.publicKey)
                _ = try site.makeClient(newcomer).send(WireMessage(1))
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.userID) == ["shipping"])
            #expect(await site.refusals.next(1) == [site.workerKeys.publicKey])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a client of plain text is not heard`() async throws {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            try await thread.perform {
                let plain = try ZeroMQClientTransport(
                    connectingTo: site.endpoint,
                    configuration: TransportSite.configuration,
                    on: thread
                )
                _ = plain.send(WireMessage(1))
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a client that expects another server's key tells this one nothing`()
        async throws
    {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            let otherKey = try CurveKeyPair.generate().publicKey
            try await thread.perform {
                let misled = try site.makeClient(site.workerKeys, serverKey: otherKey)
                _ = misled.send(WireMessage(1))
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a server whose authenticator has closed does not even listen`() async throws {
        try await withIOThread { thread in
            let site = try await Site(thread: thread)
            let error = await #expect(throws: TransportError.self) {
                try await thread.perform {
                    site.authenticator.close()
                    _ = try ZeroMQServerTransport(
                        binding: Endpoint("tcp://127.0.0.1:*"),
                        security: .init(
                            secretKey: site.serverKeys.secretKey,
                            authenticator: site.authenticator
                        ),
                        on: thread
                    )
                }
            }
            #expect(error?.code == .authenticatorMissing)
        }
    }
}
