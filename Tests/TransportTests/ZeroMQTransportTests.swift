import Foundation
import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct ZeroMQTransportTests {
    @Test(arguments: [TransportKind.ipc, .tcp])
    func `a client finds a restarted server again, under the same name`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let peers = Probe<Peer>()
            let answers = Probe<Int?>()
            @Sendable func serve() throws -> any ServerTransport {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    peers.report(delivery.peer)
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                return server
            }
            let (server, client) = try await site.thread.perform {
                let (server, client) = try (serve(), site.makeClient())
                client.setHandler { answers.report($0.number) }
                _ = client.send(WireMessage(1))
                return (server, client)
            }
            #expect(await answers.next(1) == [1])
            try await site.thread.perform {
                server.close()
                _ = try serve()
            }
            // What is under way when a connection ends may be lost: the client repeats itself.
            let repeating = await site.thread.perform {
                Repeater(every: .milliseconds(10), on: site.thread) {
                    _ = client.send(WireMessage(2))
                }
            }
            #expect(await answers.next(1) == [2])
            await site.thread.perform { repeating.stop() }
            let names = await peers.next(2)
            #expect(names[0] == names[1])
        }
    }

    @Test(arguments: [TransportKind.ipc, .tcp], [1, 3, 10])
    func `a message that hasn't two frames is dropped and reported`(
        kind: TransportKind,
        frameCount: Int
    ) async throws {
        try await TransportSite.with(kind) { site in
            let (numbers, breaches) = (Probe<Int?>(), Probe<Breach>())
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { numbers.report($0.message.number) }
                server.setBreachHandler { breaches.report($0) }
                var options = SocketOptions()
                options.routingID = RoutingID([1, 0, 0, 0, 77])
                let raw = try site.thread.open(.dealer, options: options)
                try raw.connect(server.endpoint)
                _ = raw.send(frames: Array(repeating: [1], count: frameCount))
                _ = raw.send(header: Array("8".utf8), body: [])
            }
            #expect(await numbers.next(1) == [8])
            let breach = try #require(await breaches.next(1).first)
            #expect(breach.peer == Peer(number: 77))
            #expect(breach.reason.contains("\(frameCount) frames"))
        }
    }

    @Test func `a server's malformed message is reported to the client's handler`() async throws {
        try await TransportSite.with(.tcp) { site in
            let (breaches, numbers) = (Probe<Breach>(), Probe<Int?>())
            try await site.thread.perform {
                let endpoint = try #require(site.endpoint)
                let raw = try site.thread.open(.router)
                _ = try raw.bind(endpoint.description)
                raw.whenReadable { _ in
                    guard let frames = raw.receiveFrames() else { return 0 }
                    _ = raw.send(frames: [frames[0], [1], [2], [3]])
                    _ = raw.send(frames: frames)
                    return 1
                }
                let client = try site.makeClient()
                client.setBreachHandler { breaches.report($0) }
                client.setHandler { numbers.report($0.number) }
                _ = client.send(WireMessage(4))
            }
            #expect(await numbers.next(1) == [4])
            #expect(await breaches.next(1).first?.peer == nil)
        }
    }

    @Test(arguments: [TransportKind.ipc, .tcp])
    func `a frame above the limit never arrives, and its sender is cut off`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let sizes = Probe<Int>()
            let client = try await site.thread.perform {
                var configuration = TransportSite.configuration
                configuration.limits.frameBytesMaximum = 10_000
                let server = try ZeroMQServerTransport(
                    binding: try #require(site.endpoint),
                    configuration: configuration,
                    on: site.thread
                )
                server.setHandler { sizes.report($0.message.body.count) }
                let client = try site.makeClient()
                let largest = [UInt8](repeating: 0, count: 10_000)
                _ = client.send(WireMessage(header: [], body: largest))
                _ = client.send(WireMessage(header: [], body: largest + [0]))
                return client
            }
            #expect(await sizes.next(1) == [10_000])
            let repeating = await site.thread.perform {
                Repeater(every: .milliseconds(10), on: site.thread) {
                    _ = client.send(WireMessage(header: [], body: [1, 2, 3]))
                }
            }
            #expect(await sizes.next(1) == [3])
            await site.thread.perform { repeating.stop() }
        }
    }

    @Test func `a socket file appears with the server and goes with it`() async throws {
        try await TransportSite.with(.ipc) { site in
            guard case .ipc(let path) = try #require(site.endpoint) else { return }
            try await site.thread.perform {
                let server = try site.makeServer()
                #expect(FileManager.default.fileExists(atPath: path))
                server.close()
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test func `a file that is no socket is not deleted`() async throws {
        try await TransportSite.with(.ipc) { site in
            guard case .ipc(let path) = try #require(site.endpoint) else { return }
            try Data("kept".utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: TransportError.self) {
                try await site.thread.perform { _ = try site.makeServer() }
            }
            #expect(error?.code == .endpointInvalid)
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(arguments: [TransportKind.ipc, .tcp])
    func `an address in use is refused, and the words name it`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            let error = await #expect(throws: TransportError.self) {
                try await site.thread.perform {
                    _ = try site.makeServer()
                    _ = try site.makeServer()
                }
            }
            #expect(error?.code == .addressInUse)
            let named =
                switch try #require(site.endpoint) {
                case .ipc(let path): path
                case .tcp(_, let port): "port \(port)"
                }
            #expect(error?.message.contains(named) == true)
        }
    }

    @Test func `a missing directory is refused before anything is bound`() async throws {
        try await withIOThread { thread in
            let error = await #expect(throws: TransportError.self) {
                try await thread.perform {
                    let endpoint = try Endpoint("ipc:///nowhere-at-all/control")
                    _ = try ZeroMQServerTransport(binding: endpoint, on: thread)
                }
            }
            #expect(error?.code == .directoryMissing)
            #expect(error?.message.contains("/nowhere-at-all/") == true)
        }
    }

    @Test func `a client's name comes from the given source of random bytes`() async throws {
        try await TransportSite.with(.ipc) { site in
            let peers = Probe<Peer>()
            let peer = try await site.thread.perform {
                try site.makeServer().setHandler { peers.report($0.peer) }
                let client = try ZeroMQClientTransport(
                    connectingTo: try #require(site.endpoint),
                    randomBytes: { count in (0..<count).map { UInt8(40 + $0) } },
                    on: site.thread
                )
                _ = client.send(WireMessage(1))
                return client.peer
            }
            #expect(await peers.next(1) == [peer])
            #expect(peer.description == "28292a2b2c2d2e2f3031323334353637")
        }
    }
}

/// Calls a closure again and again, on an I/O thread, until it is stopped.
private final class Repeater: Sendable {
    private let timer: ThreadConfined<Registration?>

    init(every interval: Duration, on thread: IOThread, _ body: @escaping @Sendable () -> Void) {
        timer = ThreadConfined(nil, on: thread)
        repeatNow(every: interval, body)
    }

    func stop() {
        timer.withValue { timer in
            timer?.cancel()
            timer = nil
        }
    }

    private func repeatNow(every interval: Duration, _ body: @escaping @Sendable () -> Void) {
        body()
        let next = timer.thread.schedule(after: interval) {
            self.repeatNow(every: interval, body)
        }
        timer.withValue { $0 = next }
    }
}
