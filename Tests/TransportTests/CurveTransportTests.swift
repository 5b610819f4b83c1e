import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct CurveTransportTests {
    @Test func `who holds a known key arrives with every message`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let answers = Probe<Int?>()
            try await thread.perform {
                let client = try site.makeClient(site.workerKeys)
                client.setHandler { answers.report($0.number) }
                for number in 0..<5 { _ = client.send(WireMessage(number)) }
            }
            let deliveries = await site.deliveries.next(5)
            let worker = Identity(name: "energy", role: .worker)
            #expect(deliveries.map(\.identity) == Array(repeating: worker, count: 5))
            #expect(await answers.next(5) == [0, 1, 2, 3, 4])
            let note = await site.notes.next(1).first
            #expect(note?.kind == .admitted)
            #expect(note?.words.hasPrefix("energy (worker) with key ") == true)
            #expect(await site.counts().admitted == 1)
        }
    }

    @Test func `an unknown key is refused, counted and told once, and its holder learns it`()
        async throws
    {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let strangers = try CurveKeyPair.generate()
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            try await thread.perform {
                for _ in 0..<3 {
                    let client = try site.makeClient(strangers)
                    client.setEstrangementHandler { findings.report($0) }
                    _ = client.send(WireMessage(1))
                }
            }
            #expect(await findings.next(3) == [.keyRefused, .keyRefused, .keyRefused])
            // Whoever is known still gets through, and is the only one heard.
            try await thread.perform {
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.counts().denied == 3)
            let notes = await site.notes.rest()
            #expect(notes.map(\.kind) == [.denied, .admitted])
            #expect(notes[0].words.contains(strangers.publicKey.fingerprint))
            #expect(notes[0].words.contains("is not known here"))
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a key admitted later gets in, and a revoked one does not`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let newcomer = try CurveKeyPair.generate()
            try await thread.perform {
                let worker = Identity(name: "energy", role: .worker)
                site.server.replace(
                    KeyRing(
                        admitted: [
                            newcomer.publicKey: Identity(name: "shipping", role: .worker),
                            // Still in the list as well: to be revoked weighs more.
                            site.workerKeys.publicKey: worker,
                        ],
                        revoked: [site.workerKeys.publicKey: worker]
                    )
                )
                _ = try site.makeClient(newcomer).send(WireMessage(1))
            }
            #expect(await site.deliveries.next(1).map(\.identity?.name) == ["shipping"])
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            try await thread.perform {
                let client = try site.makeClient(site.workerKeys)
                client.setEstrangementHandler { findings.report($0) }
                _ = client.send(WireMessage(2))
            }
            #expect(await findings.next(1) == [.keyRefused])
            #expect(await site.notes.next(2).last?.words.hasSuffix("is revoked") == true)
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a connection that stands is cut when its key is revoked`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            let client = try await thread.perform {
                let client = try site.makeClient(site.workerKeys)
                client.setEstrangementHandler { findings.report($0) }
                _ = client.send(WireMessage(1))
                return client
            }
            #expect(await site.deliveries.next(1).count == 1)
            await thread.perform {
                site.server.replace(KeyRing())
                _ = client.send(WireMessage(2))
            }
            // Cut off, it comes back at once and is refused for good.
            #expect(await findings.next(1) == [.keyRefused])
            #expect(await site.counts().dropped == 1)
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a client without keys is not heard, and both sides say why`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            try await thread.perform {
                let plain = try ZeroMQClientTransport(
                    connectingTo: site.endpoint,
                    configuration: TransportSite.configuration,
                    on: thread
                )
                plain.setEstrangementHandler { findings.report($0) }
                _ = plain.send(WireMessage(1))
            }
            #expect(await findings.next(1).count == 1)
            try await thread.perform {
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.counts().denied >= 1)
            let denied = await site.notes.rest().filter { $0.kind == .denied }
            #expect(denied.first?.words.contains(": it ") == true)
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a client that expects another server's key tells this one nothing and gives up`()
        async throws
    {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let otherKey = try CurveKeyPair.generate().publicKey
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            try await thread.perform {
                let misled = try site.makeClient(site.workerKeys, serverKey: otherKey)
                misled.setEstrangementHandler { findings.report($0) }
                _ = misled.send(WireMessage(1))
            }
            let count = ZeroMQClientTransport.handshakesBrokenMaximum
            #expect(await findings.next(1) == [.handshakesBroken(count: count)])
            try await thread.perform {
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(2)])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `a server whose authenticator has closed does not even listen`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let error = await #expect(throws: TransportError.self) {
                try await thread.perform {
                    site.authenticator.close()
                    _ = try site.makeServer(domain: "other")
                }
            }
            #expect(error?.code == .authenticatorMissing)
        }
    }

    @Test func `when the authenticator dies nobody gets in any more`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let client = try await thread.perform {
                let client = try site.makeClient(site.workerKeys)
                _ = client.send(WireMessage(1))
                return client
            }
            #expect(await site.deliveries.next(1).count == 1)
            // The door tells the end of a handshake that nobody answered for.
            try await thread.perform {
                site.authenticator.close()
                _ = try site.makeClient(site.workerKeys).send(WireMessage(2))
            }
            let note = await site.notes.next(2).last
            #expect(note?.kind == .denied)
            // Who was in before stays.
            await thread.perform { _ = client.send(WireMessage(3)) }
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(3)])
            #expect(await site.deliveries.rest().isEmpty)
        }
    }

    @Test func `two sockets have keys of their own, and the second tells roles`() async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let people = try (CurveKeyPair.generate(), CurveKeyPair.generate())
            let ring = KeyRing(admitted: [
                people.0.publicKey: Identity(name: "ann", role: .operate),
                people.1.publicKey: Identity(name: "bob", role: .read),
            ])
            let heard = Probe<Identity?>()
            let findings = Probe<ZeroMQClientTransport.Estrangement>()
            try await thread.perform {
                let admin = try site.makeServer(domain: "admin", ring: ring)
                admin.setHandler { heard.report($0.identity) }
                let endpoint = try Endpoint(admin.endpoint)
                for keys in [people.0, people.1] {
                    _ = try site.makeClient(keys, to: endpoint).send(WireMessage(1))
                }
                // A worker's key opens the control socket only, a person's only the other.
                for client in [
                    try site.makeClient(site.workerKeys, to: endpoint),
                    try site.makeClient(people.0),
                ] {
                    client.setEstrangementHandler { findings.report($0) }
                    _ = client.send(WireMessage(2))
                }
            }
            let names = await heard.next(2).map { "\($0?.description ?? "nobody")" }.sorted()
            #expect(names == ["ann (operate)", "bob (read)"])
            #expect(await findings.next(2) == [.keyRefused, .keyRefused])
            #expect(await site.deliveries.rest().isEmpty)
            #expect(await heard.rest().isEmpty)
        }
    }
}
