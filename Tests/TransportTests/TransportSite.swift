import Foundation
import Testing
import Transport
import ZeroMQ

/// The implementations that the conformance suite runs against.
enum TransportKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case inMemory = "in memory"
    case ipc
    case tcp

    var testDescription: String { rawValue }
}

/// A place where one kind of server and its clients meet, always at the same address.
struct TransportSite: Sendable {
    /// Messages that may wait for one peer, each way, at every site.
    static let messagesPerPeerMaximum = 1_000

    let thread: IOThread
    /// The address; `nil` in memory.
    let endpoint: Endpoint?
    private let network: InMemoryNetwork?

    /// Makes the server, on the thread.
    func makeServer() throws -> any ServerTransport {
        if let network { return try network.makeServer(at: "site") }
        let endpoint = try #require(endpoint)
        return try ZeroMQServerTransport(
            binding: endpoint,
            configuration: Self.configuration,
            on: thread
        )
    }

    /// Makes one more client, on the thread.
    func makeClient() throws -> any ClientTransport {
        if let network { return network.makeClient(to: "site") }
        let endpoint = try #require(endpoint)
        return try ZeroMQClientTransport(
            connectingTo: endpoint,
            configuration: Self.configuration,
            on: thread
        )
    }

    static var configuration: ZeroMQConfiguration {
        var configuration = ZeroMQConfiguration()
        configuration.limits.messagesPerPeerMaximum = messagesPerPeerMaximum
        configuration.reconnection.interval = .milliseconds(5)
        configuration.reconnection.intervalMaximum = .milliseconds(20)
        return configuration
    }

    /// Runs a test at a fresh site, whose thread has ended when it returns.
    static func with(
        _ kind: TransportKind,
        _ body: (TransportSite) async throws -> Void
    ) async throws {
        try await withIOThread { thread in
            switch kind {
            case .inMemory:
                let network = await thread.perform {
                    InMemoryNetwork(
                        messagesPerPeerMaximum: messagesPerPeerMaximum,
                        on: thread
                    )
                }
                try await body(TransportSite(thread: thread, endpoint: nil, network: network))
            case .ipc:
                try await withSocketDirectory { directory in
                    let endpoint = try Endpoint("ipc://\(directory)/control")
                    try await body(
                        TransportSite(thread: thread, endpoint: endpoint, network: nil)
                    )
                }
            case .tcp:
                let endpoint = try await freePort(on: thread)
                try await body(TransportSite(thread: thread, endpoint: endpoint, network: nil))
            }
        }
    }

    private static func freePort(on thread: IOThread) async throws -> Endpoint {
        try await thread.perform {
            let wildcard = try Endpoint("tcp://127.0.0.1:*")
            let server = try ZeroMQServerTransport(binding: wildcard, on: thread)
            defer { server.close() }
            return try Endpoint(server.endpoint)
        }
    }
}

/// Runs a test with an I/O thread that has ended when it returns.
func withIOThread(_ body: (IOThread) async throws -> Void) async throws {
    let thread = try IOThread(name: "test")
    try thread.start()
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(thread))
    } catch {
        result = .failure(error)
    }
    thread.stop()
    await thread.join()
    try result.get()
}

/// Runs a test with a fresh directory that only this user may enter.
func withSocketDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory
        .appending(path: "bursar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
        at: directory,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700]
    )
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(directory.path()))
    } catch {
        result = .failure(error)
    }
    try FileManager.default.removeItem(at: directory)
    try result.get()
}

extension WireMessage {
    /// A short message that carries a number and says whose it is.
    init(_ number: Int, _ name: String = "") {
        self.init(header: Array("\(number)".utf8), body: Array(name.utf8))
    }

    var number: Int? { Int(String(decoding: header, as: UTF8.self)) }

    var name: String { String(decoding: body, as: UTF8.self) }
}
