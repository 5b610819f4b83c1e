import Testing
import Transport
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct InMemoryNetworkTests {
    @Test func `messages of all members are delivered in the order of sending`() async throws {
        try await withIOThread { thread in
            let names = Probe<String>()
            try await thread.perform {
                let network = InMemoryNetwork(on: thread)
                let clients = ["a", "b", "c"].map { name in
                    (name, network.makeClient(to: "control"))
                }
                let server = try network.makeServer(at: "control")
                server.setHandler { delivery in
                    names.report("to server: \(delivery.message.name)")
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                for (name, client) in clients {
                    client.setHandler { names.report("to \(name): \($0.name)") }
                }
                for index in [2, 0, 1, 0] {
                    _ = clients[index].1.send(WireMessage(0, clients[index].0))
                }
            }
            let expected =
                ["c", "a", "b", "a"].map { "to server: \($0)" }
                + ["c", "a", "b", "a"].map { "to \($0): \($0)" }
            #expect(await names.next(8) == expected)
        }
    }

    @Test func `a thousand cascades come out in the same order every time`() async throws {
        let first = try await cascade()
        #expect(first.count == 1_000)
        for _ in 0..<5 { #expect(try await cascade() == first) }
    }

    @Test func `a client's name arrives as if it had shown a key`() async throws {
        try await withIOThread { thread in
            let names = Probe<String?>()
            try await thread.perform {
                let network = InMemoryNetwork(on: thread)
                try network.makeServer(at: "control").setHandler { names.report($0.identity?.name) }
                let worker = Identity(name: "energy", role: .worker)
                _ = network.makeClient(to: "control", identity: worker).send(WireMessage(1))
                _ = network.makeClient(to: "control").send(WireMessage(2))
            }
            #expect(await names.next(2) == ["energy", nil])
        }
    }

    @Test func `two addresses of one network don't hear each other`() async throws {
        try await withIOThread { thread in
            let heard = Probe<String>()
            try await thread.perform {
                let network = InMemoryNetwork(on: thread)
                let control = try network.makeServer(at: "control")
                let admin = try network.makeServer(at: "admin")
                admin.setHandler { heard.report("admin: \($0.message.name)") }
                control.setHandler { delivery in
                    heard.report("control: \(delivery.message.name)")
                    #expect(admin.send(delivery.message, to: delivery.peer) == .unreachable)
                }
                _ = network.makeClient(to: "admin").send(WireMessage(1, "x"))
                _ = network.makeClient(to: "control").send(WireMessage(1, "y"))
            }
            #expect(await heard.next(2) == ["admin: x", "control: y"])
        }
    }

    @Test func `a second server at an address is refused`() async throws {
        try await withIOThread { thread in
            let error = await #expect(throws: TransportError.self) {
                try await thread.perform {
                    let network = InMemoryNetwork(on: thread)
                    _ = try network.makeServer(at: "control")
                    _ = try network.makeServer(at: "control")
                }
            }
            #expect(error?.code == .addressInUse)
            #expect(error?.message.contains("\"control\"") == true)
        }
    }

    @Test func `a server's queue to a client without a handler fills up and drains again`()
        async throws
    {
        try await withIOThread { thread in
            let (peers, numbers) = (Probe<Peer>(), Probe<Int?>())
            let (server, client) = try await thread.perform {
                let network = InMemoryNetwork(messagesPerPeerMaximum: 3, on: thread)
                let server = try network.makeServer(at: "control")
                server.setHandler { peers.report($0.peer) }
                let client = network.makeClient(to: "control")
                _ = client.send(WireMessage(0))
                return (server, client)
            }
            let peer = try #require(await peers.next(1).first)
            let outcomes = await thread.perform {
                (0..<5).map { server.send(WireMessage($0), to: peer) }
            }
            #expect(outcomes == [.sent, .sent, .sent, .wouldBlock, .wouldBlock])
            await thread.perform { client.setHandler { numbers.report($0.number) } }
            #expect(await numbers.next(3) == [0, 1, 2])
            #expect(await thread.perform { server.send(WireMessage(9), to: peer) } == .sent)
            #expect(await numbers.next(1) == [9])
        }
    }

    /// Lets messages breed: each delivery to the server causes one or two more to clients.
    private func cascade() async throws -> [String] {
        let trail = Probe<String>()
        var entries: [String] = []
        try await withIOThread { thread in
            try await thread.perform {
                let network = InMemoryNetwork(on: thread)
                let server = try network.makeServer(at: "control")
                server.setHandler { delivery in
                    trail.report("server \(delivery.peer) \(delivery.message.number ?? -1)")
                    _ = server.send(delivery.message, to: delivery.peer)
                }
                for index in 0..<7 {
                    let client = network.makeClient(to: "control")
                    client.setHandler { message in
                        let number = message.number ?? -1
                        trail.report("client \(index) \(number)")
                        _ = client.send(WireMessage(number + index))
                        if number % 5 == 0 { _ = client.send(WireMessage(number + 1)) }
                    }
                    _ = client.send(WireMessage(index))
                }
            }
            entries = await trail.next(1_000)
        }
        return entries
    }
}
