import Testing
import Transport
import ZeroMQ

/// An encrypted server that lets in one worker, what it hears and what its door tells.
struct CurveSite: Sendable {
    let thread: IOThread
    let serverKeys: CurveKeyPair
    let workerKeys: CurveKeyPair
    let deliveries = Probe<Delivery>()
    let notes = Probe<AdmissionNote>()
    let authenticator: Authenticator
    let server: ZeroMQServerTransport
    let endpoint: Endpoint

    init(
        thread: IOThread,
        configuration: ZeroMQConfiguration = Self.configuration
    ) async throws {
        self.thread = thread
        let keys = try CurveKeyPair.generate()
        let worker = try CurveKeyPair.generate()
        let (deliveries, notes) = (deliveries, notes)
        (authenticator, server) = try await thread.perform {
            let authenticator = try Authenticator(on: thread)
            let identity = Identity(name: "energy", role: .worker)
            let server = try ZeroMQServerTransport(
                binding: Endpoint("tcp://127.0.0.1:*"),
                configuration: configuration,
                security: .init(
                    secretKey: keys.secretKey,
                    authenticator: authenticator,
                    domain: "control",
                    ring: KeyRing(admitted: [worker.publicKey: identity])
                ),
                on: thread
            )
            server.setAdmissionHandler { notes.report($0) }
            server.setHandler { delivery in
                deliveries.report(delivery)
                _ = server.send(delivery.message, to: delivery.peer)
            }
            return (authenticator, server)
        }
        endpoint = try Endpoint(server.endpoint)
        serverKeys = keys
        workerKeys = worker
    }

    /// The settings of the tests: short times, so that nobody waits for them.
    static var configuration: ZeroMQConfiguration {
        var configuration = TransportSite.configuration
        configuration.liveness.handshakeMaximum = .milliseconds(300)
        return configuration
    }

    /// Makes one more server with the same key, on the thread.
    func makeServer(domain: String, ring: KeyRing = KeyRing()) throws -> ZeroMQServerTransport {
        try ZeroMQServerTransport(
            binding: Endpoint("tcp://127.0.0.1:*"),
            security: .init(
                secretKey: serverKeys.secretKey,
                authenticator: authenticator,
                domain: domain,
                ring: ring
            ),
            on: thread
        )
    }

    /// Makes a client with these keys, on the thread.
    func makeClient(
        _ keys: CurveKeyPair,
        serverKey: CurvePublicKey? = nil,
        to endpoint: Endpoint? = nil
    ) throws -> ZeroMQClientTransport {
        try ZeroMQClientTransport(
            connectingTo: endpoint ?? self.endpoint,
            configuration: TransportSite.configuration,
            security: .init(keys: keys, serverKey: serverKey ?? serverKeys.publicKey),
            on: thread
        )
    }

    /// Waits until enough has happened at the door; the time limit of the suite ends it.
    func wait(until isEnough: (AdmissionCounts) -> Bool) async {
        while await !isEnough(counts()), !Task.isCancelled { await Task.yield() }
    }

    /// What has happened at the door so far.
    func counts() async -> AdmissionCounts {
        await thread.perform { server.admissionCounts }
    }
}
