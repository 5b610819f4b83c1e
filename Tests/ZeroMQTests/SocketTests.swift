import CZeroMQ
import Testing

@testable import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(1)))
struct SocketTests {
    @Test func `every option that is set is the one libzmq holds`() throws {
        var options = SocketOptions()
        options.routingID = RoutingID([7, 8, 9])
        options.linger = .zero
        options.sendHighWaterMark = 11
        options.receiveHighWaterMark = 12
        options.routerMandatory = true
        options.routerHandover = true
        options.immediate = false
        options.heartbeatInterval = .milliseconds(500)
        options.heartbeatTimeout = .milliseconds(1_500)
        options.heartbeatTimeToLive = .milliseconds(1_500)
        options.handshakeInterval = .seconds(3)
        options.backlog = 1_024
        options.reconnectInterval = .milliseconds(50)
        options.reconnectIntervalMaximum = .seconds(2)
        options.tcpMaximumRetransmission = .seconds(10)
        options.messageSizeMaximum = 5_000_000_000
        options.ipv6 = true
        let socket = try Socket(.router, in: Context(), options: options)
        let held: [(Int32, Int)] = [
            (ZMQ_LINGER, 0), (ZMQ_SNDHWM, 11), (ZMQ_RCVHWM, 12), (ZMQ_IMMEDIATE, 0),
            (ZMQ_HEARTBEAT_IVL, 500), (ZMQ_HEARTBEAT_TIMEOUT, 1_500), (ZMQ_HEARTBEAT_TTL, 1_500),
            (ZMQ_HANDSHAKE_IVL, 3_000), (ZMQ_BACKLOG, 1_024), (ZMQ_RECONNECT_IVL, 50),
            (ZMQ_RECONNECT_IVL_MAX, 2_000), (ZMQ_TCP_MAXRT, 10_000), (ZMQ_IPV6, 1),
        ]
        for (option, value) in held {
            #expect(socket.integer(of: option) == value, "option \(option)")
        }
    }

    @Test func `a refused option is named with its value`() throws {
        var options = SocketOptions()
        options.handshakeInterval = .milliseconds(-5)
        let error = #expect(throws: ZeroMQError.self) {
            _ = try Socket(.dealer, in: Context(), options: options)
        }
        #expect(error?.code == .optionRefused)
        #expect(error?.message.contains("handshakeInterval = -0.005 seconds") == true)
    }

    @Test func `an option of another kind of socket is refused`() throws {
        var options = SocketOptions()
        options.routerMandatory = true
        let error = #expect(throws: ZeroMQError.self) {
            _ = try Socket(.dealer, in: Context(), options: options)
        }
        #expect(error?.code == .optionRefused)
    }

    @Test(arguments: [
        ("tcp://192.0.2.1:5555", ZeroMQError.Code.addressNotAvailable),
        ("carrier-pigeon://loft", .schemeUnsupported),
        ("tcp://127.0.0.1", .endpointInvalid),
        ("ipc:///nowhere-at-all/socket", .pathMissing),
    ])
    func `an address that can't be bound says why`(endpoint: String, code: ZeroMQError.Code)
        throws
    {
        let error = #expect(throws: ZeroMQError.self) {
            try Socket(.router, in: Context()).bind(endpoint)
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(endpoint) == true)
    }

    @Test func `a socket keeps its context alive, so that no order of ending hangs`() throws {
        let socket = try Socket(.pair, in: Context())
        try socket.bind("inproc://orphan")
        #expect(try socket.lastEndpoint == "inproc://orphan")
    }

    @Test(arguments: [0, 1, 33, 16_383, 16_384, 1 << 20])
    func `a body of any size arrives as it was sent`(count: Int) throws {
        let pair = try Pair("size-\(count)")
        var body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sent = body
        #expect(pair.left.send(header: [1, 2], body: body) == .accepted)
        // What is lent to libzmq must not follow later changes.
        if !body.isEmpty { body[0] = body[0] &+ 1 }
        guard case .message(let message) = Self.receive(pair.right) else {
            Issue.record("nothing arrived")
            return
        }
        #expect(message.header == [1, 2])
        #expect(message.body == sent)
        #expect(message.sender == nil)
    }

    @Test(arguments: [1, 3, 4, 50])
    func `a message of another number of frames than two is thrown away whole`(count: Int)
        throws
    {
        let pair = try Pair("count-\(count)")
        let frames = (0..<count).map { [UInt8](repeating: UInt8($0), count: 3) }
        #expect(pair.left.send(frames: frames) == .accepted)
        #expect(pair.left.send(header: [5], body: [6]) == .accepted)
        #expect(Self.receive(pair.right) == .breach(sender: nil, .frameCount(count)))
        let next = ReceivedMessage(sender: nil, userID: nil, header: [5], body: [6])
        #expect(Self.receive(pair.right) == .message(next))
        #expect(Self.receive(pair.right) == .nothing)
    }

    @Test func `a peer with a name longer than 16 bytes is reported and not heard`() throws {
        let context = try Context()
        let router = try Socket(.router, in: context)
        try router.bind("inproc://long-name")
        let dealer = try Socket(.dealer, in: context)
        let name = [UInt8](repeating: 65, count: 17)
        #expect(unsafe zmq_setsockopt(dealer.pointer, ZMQ_ROUTING_ID, name, name.count) == 0)
        try dealer.connect("inproc://long-name")
        #expect(dealer.send(header: [1], body: [2]) == .accepted)
        let breach = MessageBreach.routingNameTooLong(byteCount: 17)
        let expected = Reception.breach(sender: RoutingID(name.prefix(16)), breach)
        #expect(Self.receive(router) == expected)
        #expect(Self.receive(router) == .nothing)
    }

    @Test func `a full queue refuses, and an unknown peer has no route`() throws {
        var options = SocketOptions()
        options.sendHighWaterMark = 2
        options.routerMandatory = true
        let router = try Socket(.router, in: Context(), options: options)
        #expect(router.send(header: [1], body: [2], to: RoutingID([9])) == .noRoute)
        var dealerOptions = SocketOptions()
        dealerOptions.sendHighWaterMark = 2
        dealerOptions.linger = .zero
        let dealer = try Socket(.dealer, in: Context(), options: dealerOptions)
        try dealer.connect("tcp://127.0.0.1:9")
        let outcomes = (0..<4).map { dealer.send(header: [UInt8($0)], body: []) }
        #expect(outcomes == [.accepted, .accepted, .full, .full])
    }

    private struct Pair: ~Copyable {
        let left: Socket
        let right: Socket

        init(_ name: String) throws {
            let context = try Context()
            let left = try Socket(.pair, in: context)
            let right = try Socket(.pair, in: context)
            try left.bind("inproc://\(name)")
            try right.connect("inproc://\(name)")
            self.left = left
            self.right = right
        }
    }

    private static func receive(_ socket: borrowing Socket) -> Reception {
        socket.receive(into: Frame(), readsSource: false)
    }
}
