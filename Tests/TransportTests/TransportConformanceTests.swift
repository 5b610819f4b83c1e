import Testing
import Transport
import ZeroMQ

/// What every pair of server and client transports must do, whatever is beneath.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct TransportConformanceTests {
    @Test(arguments: TransportKind.allCases)
    func `messages of one peer arrive in the order of sending, both ways`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let (atServer, atClient) = (Probe<Int?>(), Probe<Int?>())
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    atServer.report(delivery.message.number)
                    #expect(server.send(delivery.message, to: delivery.peer) == .sent)
                }
                let client = try site.makeClient()
                client.setHandler { atClient.report($0.number) }
                for number in 0..<900 { #expect(client.send(WireMessage(number)) == .sent) }
            }
            #expect(await atServer.next(900) == Array(0..<900))
            #expect(await atClient.next(900) == Array(0..<900))
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `each of many peers gets its own answers and no others`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let answers = Probe<String>()
            let peers = Probe<Peer>()
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    peers.report(delivery.peer)
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                for client in 0..<5 {
                    let transport = try site.makeClient()
                    transport.setHandler { answers.report("\(client) got \($0.name)") }
                    for number in 0..<20 {
                        _ = transport.send(WireMessage(number, "\(client)"))
                    }
                }
            }
            let expected = (0..<5).flatMap { client in
                Array(repeating: "\(client) got \(client)", count: 20)
            }
            #expect(await answers.next(100).sorted() == expected)
            #expect(Set(await peers.next(100)).count == 5)
        }
    }

    @Test(arguments: TransportKind.allCases, [0, 1, 128, 16_384, 1 << 20])
    func `a body of any size arrives as it was sent`(kind: TransportKind, count: Int)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let bodies = Probe<[UInt8]>()
            let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                let client = try site.makeClient()
                client.setHandler { bodies.report($0.body) }
                #expect(client.send(WireMessage(header: [], body: body)) == .sent)
            }
            #expect(await bodies.next(1) == [body])
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a peer that was never there is unreachable`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            try await site.thread.perform {
                let server = try site.makeServer()
                #expect(server.send(WireMessage(1), to: Peer(number: 999)) == .unreachable)
            }
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a peer that has left becomes unreachable`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            let peers = Probe<Peer>()
            let (server, client) = try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { peers.report($0.peer) }
                let client = try site.makeClient()
                _ = client.send(WireMessage(1))
                return (server, client)
            }
            let peer = try #require(await peers.next(1).first)
            #expect(
                await site.thread.perform { server.send(WireMessage(2), to: peer) } == .sent
            )
            await site.thread.perform { client.close() }
            var outcome = SendOutcome.sent
            while outcome != .unreachable, !Task.isCancelled {
                outcome = await site.thread.perform { server.send(WireMessage(3), to: peer) }
            }
            #expect(outcome == .unreachable)
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a client may be there before its server`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            let (atServer, atClient) = (Probe<Int?>(), Probe<Int?>())
            try await site.thread.perform {
                let client = try site.makeClient()
                client.setHandler { atClient.report($0.number) }
                for number in 0..<10 { #expect(client.send(WireMessage(number)) == .sent) }
            }
            // The client has tried and failed by the time the server comes.
            await site.thread.perform {}
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    atServer.report(delivery.message.number)
                    _ = server.send(delivery.message, to: delivery.peer)
                }
            }
            #expect(await atServer.next(10) == Array(0..<10))
            #expect(await atClient.next(10) == Array(0..<10))
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `messages wait for a handler that is set later`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            let (first, atServer, atClient) = (Probe<Peer>(), Probe<Int?>(), Probe<Int?>())
            let (server, client) = try await site.thread.perform {
                let (server, client) = try (site.makeServer(), site.makeClient())
                for number in 0..<3 { _ = client.send(WireMessage(number)) }
                return (server, client)
            }
            await site.thread.perform {
                server.setHandler { delivery in
                    atServer.report(delivery.message.number)
                    first.report(delivery.peer)
                }
            }
            #expect(await atServer.next(3) == [0, 1, 2])
            let peer = try #require(await first.next(1).first)
            await site.thread.perform { _ = server.send(WireMessage(7), to: peer) }
            await site.thread.perform { client.setHandler { atClient.report($0.number) } }
            #expect(await atClient.next(1) == [7])
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a queue to nobody fills up to its mark and then refuses`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let outcomes = try await site.thread.perform {
                let client = try site.makeClient()
                return (0..<TransportSite.messagesPerPeerMaximum + 5).map {
                    client.send(WireMessage($0))
                }
            }
            let sent = outcomes.prefix { $0 == .sent }.count
            #expect(sent == TransportSite.messagesPerPeerMaximum)
            #expect(outcomes.dropFirst(sent).allSatisfy { $0 == .wouldBlock })
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a message sent by a handler is delivered after that handler has returned`(
        kind: TransportKind
    ) async throws {
        try await TransportSite.with(kind) { site in
            let events = Probe<String>()
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    events.report("server in")
                    _ = server.send(delivery.message, to: delivery.peer)
                    events.report("server out")
                }
                let client = try site.makeClient()
                client.setHandler { _ in events.report("client") }
                _ = client.send(WireMessage(1))
            }
            #expect(await events.next(3) == ["server in", "server out", "client"])
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `ten thousand questions get their ten thousand answers in order`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let finished = Probe<Int>()
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    #expect(server.send(delivery.message, to: delivery.peer) == .sent)
                }
                let client = try site.makeClient()
                let expected = ThreadConfined(0, on: site.thread)
                client.setHandler { message in
                    let number = expected.withValue { number in
                        number += 1
                        return number
                    }
                    guard message.number == number - 1, number < 10_000 else {
                        return finished.report(number)
                    }
                    _ = client.send(WireMessage(number))
                }
                _ = client.send(WireMessage(0))
            }
            #expect(await finished.next(1) == [10_000])
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `after closing, nothing is sent and the address is free at once`(kind: TransportKind)
        async throws
    {
        try await TransportSite.with(kind) { site in
            let numbers = Probe<Int?>()
            try await site.thread.perform {
                let (first, client) = try (site.makeServer(), site.makeClient())
                first.close()
                first.close()
                client.close()
                client.close()
                #expect(first.send(WireMessage(1), to: Peer(number: 1)) == .unreachable)
                #expect(client.send(WireMessage(1)) == .unreachable)
                let second = try site.makeServer()
                second.setHandler { numbers.report($0.message.number) }
                _ = try site.makeClient().send(WireMessage(5))
            }
            #expect(await numbers.next(1) == [5])
        }
    }

    @Test(arguments: TransportKind.allCases)
    func `a handler may close its own transport`(kind: TransportKind) async throws {
        try await TransportSite.with(kind) { site in
            let numbers = Probe<Int?>()
            try await site.thread.perform {
                let server = try site.makeServer()
                server.setHandler { delivery in
                    numbers.report(delivery.message.number)
                    server.close()
                }
                let client = try site.makeClient()
                for number in 0..<10 { _ = client.send(WireMessage(number)) }
            }
            #expect(await numbers.next(1) == [0])
            await site.thread.perform {}
            #expect(await numbers.rest().isEmpty)
        }
    }
}
