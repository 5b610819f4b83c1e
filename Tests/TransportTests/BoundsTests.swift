import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct BoundsTests {
    /// Sends what no client of ours would, over an encrypted connection of a known key.
    private static func send(
        _ frames: [[UInt8]],
        by site: CurveSite
    ) async throws -> PolledSocket {
        try await site.thread.perform {
            var options = SocketOptions()
            options.linger = .zero
            options.reconnectInterval = .milliseconds(5)
            options.curve = .client(
                keys: site.workerKeys,
                serverKey: site.serverKeys.publicKey
            )
            let socket = try site.thread.open(.dealer, options: options)
            try socket.connect(site.server.endpoint)
            _ = socket.send(frames: frames)
            return socket
        }
    }

    private static func member(of site: CurveSite, says number: Int) async throws {
        try await site.thread.perform {
            _ = try site.makeClient(site.workerKeys).send(WireMessage(number))
        }
    }

    @Test(arguments: [1, 3, 40])
    func `who sends another number of frames than two is dropped`(count: Int) async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let breaches = Probe<Breach>()
            await thread.perform { site.server.setBreachHandler { breaches.report($0) } }
            let frames = (0..<count).map { [UInt8($0)] }
            let stranger = try await Self.send(frames, by: site)
            #expect(await breaches.next(1).first?.reason.contains("\(count) frames") == true)
            let notes = await site.notes.next(2)
            #expect(notes.map(\.kind) == [.admitted, .dropped])
            #expect(notes[1].words.contains("energy"))
            // It is told nothing and comes back by itself: that is a second admission.
            await site.wait { $0.admitted == 2 }
            await thread.perform { _ = stranger.send(frames: [[1], [2]]) }
            #expect(await site.deliveries.next(1).count == 1)
            let counts = await site.counts()
            #expect(counts.dropped == 1)
            #expect(counts.admitted == 2)
        }
    }

    @Test func `a frame larger than allowed ends the connection and is never held`() async throws {
        try await withIOThread { thread in
            var configuration = CurveSite.configuration
            configuration.limits.frameBytesMaximum = 1_000
            let site = try await CurveSite(thread: thread, configuration: configuration)
            let large = try await Self.send([[1], [UInt8](repeating: 0, count: 1_001)], by: site)
            try await Self.member(of: site, says: 7)
            #expect(await site.deliveries.next(1).map(\.message) == [WireMessage(7)])
            // It was cut off and came back.
            await site.wait { $0.admitted == 3 }
            await thread.perform {
                _ = large.send(frames: [[1], [UInt8](repeating: 0, count: 900)])
            }
            #expect(await site.deliveries.next(1).map(\.message.body.count) == [900])
        }
    }

    @Test(
        arguments: [
            Array("GET / HTTP/1.1\r\nHost: bursar\r\n\r\n".utf8),
            [UInt8](repeating: 0, count: 4_096),
            [UInt8](repeating: 0xff, count: 64),
            // A greeting that asks for no encryption, and one that is cut short.
            [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0] + Array("NULL".utf8)
                + [UInt8](repeating: 0, count: 48),
            [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0] + Array("CURVE".utf8),
        ]
    )
    func `junk is shown out within the time for a handshake`(bytes: [UInt8]) async throws {
        try await withIOThread { thread in
            let site = try await CurveSite(thread: thread)
            let junk = try #require(RawConnection(to: site.endpoint))
            _ = junk.send(bytes)
            #expect(junk.waitForEnd(milliseconds: 5_000))
            let note = await site.notes.next(1).first
            #expect(note?.kind == .denied)
            // Whoever is gone again already has no address.
            let places = ["127.0.0.1: ", "an unknown address: "]
            #expect(places.contains { note?.words.hasPrefix($0) == true })
            try await Self.member(of: site, says: 1)
            #expect(await site.deliveries.next(1).count == 1)
            #expect(await site.counts().denied == 1)
        }
    }

    @Test func `300 silent connections keep no member out and are all shown out`() async throws {
        try await withIOThread { thread in
            var configuration = CurveSite.configuration
            configuration.limits.connectionsMaximum = 40
            configuration.liveness.handshakeMaximum = .seconds(2)
            let site = try await CurveSite(thread: thread, configuration: configuration)
            try await Self.member(of: site, says: 1)
            #expect(await site.deliveries.next(1).count == 1)
            let crowd = (0..<300).compactMap { _ in RawConnection(to: site.endpoint) }
            #expect(crowd.count == 300)
            // While the crowd is there, one more member comes in, and the first one stays.
            try await Self.member(of: site, says: 2)
            #expect(await site.deliveries.next(1).count == 1)
            #expect(await site.counts().connections <= 40)
            #expect(crowd.allSatisfy { $0.waitForEnd(milliseconds: 5_000) })
            let counts = await site.counts()
            #expect(counts.crowdedOut >= 200)
            #expect(counts.admitted >= 2)
            #expect(counts.dropped == 0)
            // The crowd is told of once, not 300 times.
            #expect(await site.notes.rest().count <= 4)
        }
    }

    @Test func `a server without keys bounds its connections too`() async throws {
        try await withIOThread { thread in
            var configuration = CurveSite.configuration
            configuration.limits.connectionsMaximum = 4
            let settings = configuration
            let notes = Probe<AdmissionNote>()
            let server = try await thread.perform {
                let server = try ZeroMQServerTransport(
                    binding: Endpoint("tcp://127.0.0.1:*"),
                    configuration: settings,
                    on: thread
                )
                server.setAdmissionHandler { notes.report($0) }
                return server
            }
            let endpoint = try Endpoint(server.endpoint)
            let crowd = (0..<6).compactMap { _ in RawConnection(to: endpoint) }
            #expect(await notes.next(1).first?.kind == .dropped)
            #expect(crowd.allSatisfy { $0.waitForEnd(milliseconds: 5_000) })
            #expect(await thread.perform { server.admissionCounts.crowdedOut } == 2)
        }
    }
}
