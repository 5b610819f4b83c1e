import Digest
import Foundation
import Journal
import Logging
import Market
import Master
import Node
import Topology
import Transport
import Worker
import ZeroMQ

/// Version of the engines: it changes whenever the same inbox could give another outbox.
package let engineVersion = "0.1.0"

/// Puts processes together from a setup: journal, transport, engines and the thread they run on.
struct Composition {
    let setup: ClusterSetup
    let run: RunDirectory
    let log: ProcessLog
    /// Benchmarks only: keeps no journal.
    var isUnjournaled = false
    /// Whether journals are written on threads of their own.
    var isWrittenInBackground = true

    /// The clocks of a process.
    static let clock = NodeClock(
        wallTime: { WallClock.nanosecondsSinceEpoch() },
        elapsed: { .nanoseconds(MonotonicInstant.read().nanoseconds) }
    )

    /// What a process's journal holds; to be asked once the journal is open.
    private func history(of process: String) throws -> any JournalHistory {
        if isUnjournaled { return InMemoryJournal() }
        return try JournalReader(journal: run.journalPath, process: process)
    }

    /// Where a process's snapshots are kept.
    private func snapshots(of process: String) throws -> any SnapshotStoring {
        if isUnjournaled { return NoSnapshots() }
        let logger = try log.logger(process)
        return try SnapshotFiles(journal: run.journalPath, process: process) { words in
            logger.warning("\(words)")
        }
    }

    private func journal(_ process: String, role: String) throws -> sending any JournalWriting {
        if isUnjournaled { return NullJournal() }
        let identity = JournalIdentity(
            process: process,
            role: role,
            runID: run.runID,
            engineVersion: engineVersion
        )
        let configuration = JournalConfiguration(
            identity: identity,
            durability: .process,
            openedWallTime: WallClock.nanosecondsSinceEpoch()
        )
        let path = run.journalPath
        guard isWrittenInBackground else {
            return try JournalWriter(journal: path, configuration: configuration)
        }
        return BackgroundJournal(
            try JournalWriter(journal: path, configuration: configuration),
            name: process
        )
    }

    /// Makes a worker on its thread and starts it; called there.
    func worker(
        _ specification: WorkerSpecification,
        transport: any ClientTransport,
        on thread: IOThread,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> WorkerProcess {
        let worker = try make(
            specification,
            log: try log.logger(specification.name),
            transport: transport,
            on: thread,
            ended: ended
        )
        thread.atEndOfRound { worker.roundEnded() }
        try worker.assumeIsolated { worker in
            try worker.start(
                from: history(of: specification.name),
                snapshots: snapshots(of: specification.name)
            )
            worker.connect()
        }
        return worker
    }

    private func make(
        _ specification: WorkerSpecification,
        log logger: Logger,
        transport: any ClientTransport,
        on thread: IOThread,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> WorkerProcess {
        let digests = try setup.digests(of: specification, in: run)
        return WorkerProcess(
            configuration: try WorkerConfiguration(
                specification: specification,
                topology: setup.topology,
                series: setup.series(of: specification)
            ),
            identity: WorkerIdentity(
                cluster: run.runID,
                engineVersion: engineVersion,
                topologyDigest: digests.topology.bytes,
                dataDigest: digests.data.bytes,
                processID: Int64(ProcessInfo.processInfo.processIdentifier)
            ),
            transport: transport,
            journal: try journal(specification.name, role: "worker"),
            mode: .replay,
            clock: Self.clock,
            log: logger,
            on: thread,
            ended: ended
        )
    }

    /// Makes the master on its thread and starts it; called there.
    func master(
        transport: any ServerTransport,
        commandTransport: (any ServerTransport)? = nil,
        on thread: IOThread,
        progressed: @escaping @Sendable (CycleProgress) -> Void,
        started: @escaping @Sendable () -> Void,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> MasterProcess {
        let logger = try log.logger("master")
        let callbacks = MasterCallbacks(
            progressed: progressed,
            started: started,
            ended: ended,
            schedule: { delay, body in thread.schedule(after: delay, body) },
            added: { [run, logger] added in
                do {
                    try JoinedWorkers(run: run).keep(added)
                } catch {
                    logger.error("cannot keep \(added.name)'s fragment: \(error)")
                }
            }
        )
        let master = try make(
            log: logger,
            transport: transport,
            commandTransport: commandTransport,
            on: thread,
            callbacks: callbacks
        )
        thread.atEndOfRound { master.roundEnded() }
        try master.assumeIsolated { master in
            try master.start(from: history(of: "master"), snapshots: snapshots(of: "master"))
            master.listen()
        }
        return master
    }

    private func make(
        log logger: Logger,
        transport: any ServerTransport,
        commandTransport: (any ServerTransport)? = nil,
        on thread: IOThread,
        callbacks: MasterCallbacks
    ) throws -> MasterProcess {
        let configuration = try MasterConfiguration(
            topology: setup.origin,
            cluster: run.runID,
            engineVersion: engineVersion,
            dataDigest: setup.dataDigest.bytes,
            windows: setup.windows
        )
        return try MasterProcess(
            configuration: configuration,
            processID: Int64(ProcessInfo.processInfo.processIdentifier),
            transport: transport,
            commandTransport: commandTransport,
            journal: try journal("master", role: "master"),
            mode: .replay,
            clock: Self.clock,
            log: logger,
            on: thread,
            callbacks: callbacks
        )
    }

    /// Where torture wants a process to end itself; `nil` where nobody set `BURSAR_FAILPOINT`.
    static func failpoint(of process: String) -> Failpoint? {
        let text = ProcessInfo.processInfo.environment["BURSAR_FAILPOINT"]
        guard let failpoint = text.flatMap({ Failpoint($0) }), failpoint.process == process else {
            return nil
        }
        return failpoint
    }

    /// Wakes the thread often enough for group commits that are due by time.
    static func keepAwake(_ thread: IOThread, every interval: Duration = .milliseconds(50)) {
        thread.schedule(after: interval) { keepAwake(thread, every: interval) }
    }
}

extension Composition {
    /// The states that a journal leads to at some positions; called on the thread.
    func replayed(
        _ process: String,
        _ history: JournalReader,
        through positions: [Int64],
        on thread: IOThread
    ) throws -> [Snapshot] {
        let network = InMemoryNetwork(messagesPerPeerMaximum: 1, on: thread)
        let silent = Logger(label: process) { _ in SwiftLogNoOpLogHandler() }
        guard let specification = setup.topology.worker(named: process) else {
            let callbacks = MasterCallbacks(
                progressed: { _ in },
                started: {},
                ended: { _ in },
                schedule: { _, _ in }
            )
            let master = try make(
                log: silent,
                transport: try network.makeServer(at: "control"),
                on: thread,
                callbacks: callbacks
            )
            return try master.assumeIsolated { try $0.replayed(history, through: positions) }
        }
        let worker = try make(
            specification,
            log: silent,
            transport: network.makeClient(to: "control"),
            on: thread,
            ended: { _ in }
        )
        return try worker.assumeIsolated { try $0.replayed(history, through: positions) }
    }
}
