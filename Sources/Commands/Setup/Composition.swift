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

    /// Makes a worker on its thread; called there.
    func worker(
        _ specification: WorkerSpecification,
        transport: any ClientTransport,
        on thread: IOThread,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> WorkerProcess {
        let digests = try setup.digests(of: specification, in: run)
        let worker = WorkerProcess(
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
            log: try log.logger(specification.name),
            on: thread,
            ended: ended
        )
        thread.atEndOfRound { worker.roundEnded() }
        try worker.assumeIsolated { worker in
            try worker.start(from: history(of: specification.name))
            worker.connect()
        }
        return worker
    }

    /// Makes the master on its thread; called there.
    func master(
        transport: any ServerTransport,
        commandTransport: (any ServerTransport)? = nil,
        on thread: IOThread,
        progressed: @escaping @Sendable (CycleProgress) -> Void,
        started: @escaping @Sendable () -> Void,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> MasterProcess {
        let configuration = try MasterConfiguration(
            topology: setup.origin,
            cluster: run.runID,
            engineVersion: engineVersion,
            dataDigest: setup.dataDigest.bytes,
            windows: setup.windows
        )
        let logger = try log.logger("master")
        let master = try MasterProcess(
            configuration: configuration,
            processID: Int64(ProcessInfo.processInfo.processIdentifier),
            transport: transport,
            commandTransport: commandTransport,
            journal: try journal("master", role: "master"),
            mode: .replay,
            clock: Self.clock,
            log: logger,
            on: thread,
            callbacks: MasterCallbacks(
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
        )
        thread.atEndOfRound { master.roundEnded() }
        try master.assumeIsolated { master in
            try master.start(from: history(of: "master"))
            master.listen()
        }
        return master
    }

    /// Wakes the thread often enough for group commits that are due by time.
    static func keepAwake(_ thread: IOThread, every interval: Duration = .milliseconds(50)) {
        thread.schedule(after: interval) { keepAwake(thread, every: interval) }
    }
}
