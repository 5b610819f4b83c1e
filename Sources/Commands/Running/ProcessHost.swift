import Foundation
import Journal
import Logging
import Master
import Node
import ServiceLifecycle
import Synchronization
import Topology
import Transport
import UnixSignals
import Worker
import ZeroMQ

/// Where the processes of a run meet: written by the master once it listens, read by the workers.
struct MeetingPoint {
    let run: RunDirectory

    private var path: String { "\(run.path)/endpoint" }
    private var commandsPath: String { "\(run.path)/admin" }

    /// The endpoint that the topology asks the master to bind.
    func wanted(_ transport: TransportSpecification) throws -> Endpoint {
        switch transport.kind {
        case .ipc:
            let directory = try RuntimeDirectory.make(for: run)
            return try Endpoint("ipc://\(try directory.socketPath("control"))")
        case .tcp:
            let port = transport.port == 0 ? try portBefore() ?? "*" : "\(transport.port)"
            // libzmq binds to addresses only, and IPv6 is written in brackets.
            let host =
                switch transport.host {
                case "localhost": "127.0.0.1"
                case let host where host.contains(":") && !host.hasPrefix("["): "[\(host)]"
                default: transport.host
                }
            return try Endpoint("tcp://\(host):\(port)")
        }
    }

    /// The port that the master had before it was started again: workers still look for it there.
    private func portBefore() throws -> String? {
        guard FileManager.default.fileExists(atPath: path),
            case .tcp(_, let port) = try Endpoint(String(contentsOfFile: path, encoding: .utf8))
        else { return nil }
        return port
    }

    /// Forgets where the master of an earlier time listened; before any process is started.
    func forget() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    /// Where the master takes people's commands: a socket file of this host, whatever the workers use.
    func commands() throws -> Endpoint {
        let directory = try RuntimeDirectory.make(for: run)
        return try Endpoint("ipc://\(try directory.socketPath("admin"))")
    }

    /// Says where the master listens, to workers and to people.
    func announce(_ endpoint: String, commands: String) throws {
        try Data(commands.utf8).write(to: URL(filePath: commandsPath), options: .atomic)
        try Data(endpoint.utf8).write(to: URL(filePath: path), options: .atomic)
    }

    /// Where the master takes commands; `nil` where it takes none.
    func findCommands() throws -> Endpoint? {
        guard FileManager.default.fileExists(atPath: commandsPath) else { return nil }
        return try Endpoint(try String(contentsOfFile: commandsPath, encoding: .utf8))
    }

    /// Waits until the master has said where it listens.
    func find(patience: Duration = .seconds(20)) async throws -> Endpoint {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while ContinuousClock.now < deadline {
            if FileManager.default.fileExists(atPath: path) {
                return try Endpoint(try String(contentsOfFile: path, encoding: .utf8))
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw CommandFailure(
            .timedOut,
            "the master of \(run.runID) does not listen after \(patience)",
            advice: ["See \(run.logsPath)/master.log for what keeps it."]
        )
    }
}

/// Runs one process of a cluster on its I/O thread until it is over or told to stop.
struct ProcessHost: Service {
    let thread: IOThread
    let completion: Completion
    let stop: @Sendable () -> Void

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await completion.wait()
        } onGracefulShutdown: {
            stop()
        }
        thread.stop()
        await thread.join()
    }

    /// Runs a process under the signals that supervisors and terminals send.
    static func run(_ host: ProcessHost, log: Logger) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: host,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup
                    )
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        try await group.run()
    }
}
