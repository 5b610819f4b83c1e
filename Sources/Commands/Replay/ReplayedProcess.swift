import Foundation
import Journal
import Logging
import Master
import Node
import Topology
import Transport
import Worker

/// Makes processes that are executed again: real engines and actors that reach nobody and write
/// nothing.
enum ReplayedProcess {
    /// Makes a worker of a topology over the bars of a setup.
    static func worker(
        _ specification: WorkerSpecification,
        of topology: Topology,
        _ setup: ClusterSetup
    ) throws -> WorkerProcess {
        WorkerProcess(
            configuration: try WorkerConfiguration(
                specification: specification,
                topology: topology,
                series: setup.series(of: specification)
            ),
            identity: WorkerIdentity(
                cluster: "",
                engineVersion: engineVersion,
                topologyDigest: [],
                dataDigest: [],
                processID: 0
            ),
            transport: SilentClient(),
            journal: NullJournal(),
            mode: .replay,
            clock: stoppedClock,
            log: silentLog,
            on: CallerExecutor(),
            ended: { _ in }
        )
    }

    /// Makes the master of a topology over the windows of a setup.
    static func master(of topology: Topology, _ setup: ClusterSetup) throws -> MasterProcess {
        try MasterProcess(
            configuration: MasterConfiguration(
                topology: topology,
                cluster: "",
                engineVersion: engineVersion,
                dataDigest: [],
                windows: setup.windows
            ),
            processID: 0,
            transport: SilentServer(),
            journal: NullJournal(),
            mode: .replay,
            clock: stoppedClock,
            log: silentLog,
            on: CallerExecutor(),
            callbacks: MasterCallbacks(
                progressed: { _ in },
                started: {},
                ended: { _ in },
                schedule: { _, _ in }
            )
        )
    }

    /// No clock is read for a decision, so one that stands still does.
    private static let stoppedClock = NodeClock(wallTime: { 0 }, elapsed: { .zero })

    private static let silentLog = Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() }
}

/// Stands in for the thread of a process: whoever calls is on it.
///
/// A replay runs on one thread, and nothing in it suspends, so every isolation check holds.
private final class CallerExecutor: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
    }

    func checkIsolated() {}

    func isIsolatingCurrentContext() -> Bool? { true }
}

/// A worker's end of a connection that is never made.
private final class SilentClient: ClientTransport {
    func send(_ message: WireMessage) -> SendOutcome { .unreachable }
    func setHandler(_ handler: @escaping @Sendable (WireMessage) -> Void) {}
    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {}
    func close() {}
}

/// A master's end of connections that are never made.
private final class SilentServer: ServerTransport {
    let endpoint = "nowhere"
    func send(_ message: WireMessage, to peer: Peer) -> SendOutcome { .unreachable }
    func setHandler(_ handler: @escaping @Sendable (Delivery) -> Void) {}
    func setBreachHandler(_ handler: @escaping @Sendable (Breach) -> Void) {}
    func close() {}
}
