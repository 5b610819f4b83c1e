internal import Digest
internal import Journal
internal import Logging
internal import Master
internal import Messaging
internal import Node
internal import Topology
internal import Transport
internal import Worker

/// Puts the processes of a simulated cluster together, around any journal and any transport.
struct SimulatedProcesses: Sendable {
    let setup: SimulatedTopology
    let agenda: Agenda
    let executor: SimulatedExecutor
    let flaws: Flaws
    /// Version of the engines, which a test may change in the middle of a run.
    var engineVersion = "simulated"

    /// Makes the master of a cluster.
    func master(
        transport: any ServerTransport,
        journal: sending any JournalWriting,
        callbacks: MasterCallbacks
    ) throws -> MasterProcess {
        try MasterProcess(
            configuration: try MasterConfiguration(
                topology: setup.topology,
                cluster: "simulated",
                engineVersion: engineVersion,
                dataDigest: setup.dataDigest.bytes,
                windows: setup.windows
            ),
            processID: 0,
            transport: transport,
            journal: journal,
            mode: .replay,
            clock: clock,
            log: log,
            flaws: flaws,
            on: executor,
            callbacks: callbacks
        )
    }

    /// Makes a worker of a cluster; `nil` for a name the topology does not know.
    func worker(
        _ name: String,
        transport: any ClientTransport,
        journal: sending any JournalWriting,
        ended: @escaping @Sendable ((any Error)?) -> Void
    ) throws -> WorkerProcess? {
        let isLate = setup.late?.name == name
        let found = isLate ? setup.late : setup.topology.worker(named: name)
        guard let specification = found else { return nil }
        let topology = isLate ? setup.topology.adding(specification) : setup.topology
        return WorkerProcess(
            configuration: try WorkerConfiguration(
                specification: specification,
                topology: setup.topology,
                series: setup.series[name] ?? []
            ),
            identity: WorkerIdentity(
                cluster: "simulated",
                engineVersion: engineVersion,
                topologyDigest: topology.digest.bytes,
                dataDigest: isLate ? [] : setup.dataDigest.bytes,
                processID: 0
            ),
            transport: transport,
            journal: journal,
            mode: .replay,
            clock: clock,
            log: log,
            flaws: flaws,
            on: executor,
            ended: ended
        )
    }

    private var clock: NodeClock {
        NodeClock(
            wallTime: { [agenda] in Int64(agenda.now / .nanoseconds(1)) },
            elapsed: { [agenda] in agenda.now }
        )
    }

    private var log: Logger {
        Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
    }
}
