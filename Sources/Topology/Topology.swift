package import Digest
package import Market

/// A checked description of one cluster: its data, clock, capital, master and workers.
///
/// Every default is resolved. Lists whose order means nothing (workers, universes, strategies) are
/// sorted by name, so that two files that say the same give the same value and the same digest.
package struct Topology: Sendable, Equatable {
    /// The version of the file format this program reads and writes.
    package static let formatVersion = 1
    /// The most workers a cluster may have.
    package static let workersMaximum = 256

    /// The cluster's name, `[a-z][a-z0-9_]*`, at most 32 characters.
    package let name: String
    /// Where every random stream starts, 0 … 2⁶³ − 1; standard 1.
    package let seed: UInt64
    /// Where bars come from.
    package let data: DataSpecification
    /// Which part of market time is played, in which steps.
    package let clock: ClockSpecification
    /// What the cluster starts with.
    package let capital: CapitalSpecification
    /// What the portfolio is measured against; standard equal weight.
    package let benchmark: BenchmarkSpecification
    /// How capital is allocated, what the portfolio may risk, how processes are linked.
    package let master: MasterSpecification
    /// What trading costs where a worker says nothing else.
    package let costs: CostSpecification
    /// The workers, sorted by name; at least one.
    package let workers: [WorkerSpecification]

    /// Takes checked parts and sorts the workers by name.
    package init(
        name: String,
        seed: UInt64 = 1,
        data: DataSpecification,
        clock: ClockSpecification = ClockSpecification(),
        capital: CapitalSpecification = CapitalSpecification(),
        benchmark: BenchmarkSpecification = .equalWeight,
        master: MasterSpecification = MasterSpecification(),
        costs: CostSpecification = CostSpecification(),
        workers: [WorkerSpecification]
    ) {
        self.name = name
        self.seed = seed
        self.data = data
        self.clock = clock
        self.capital = capital
        self.benchmark = benchmark
        self.master = master
        self.costs = costs
        self.workers = workers.sorted { $0.name < $1.name }
    }

    /// Every instrument some worker claims, sorted, once each.
    package var instruments: [InstrumentID] {
        Set(workers.flatMap(\.mandate.universe)).sorted()
    }

    /// Returns the worker of a name, or `nil` where there is none.
    package func worker(named name: String) -> WorkerSpecification? {
        workers.first { $0.name == name }
    }

    /// Returns the same cluster with one more worker, which was checked to fit in.
    package func adding(_ worker: WorkerSpecification) -> Topology {
        Topology(
            name: name,
            seed: seed,
            data: data,
            clock: clock,
            capital: capital,
            benchmark: benchmark,
            master: master,
            costs: costs,
            workers: workers + [worker]
        )
    }

    /// Returns the same cluster with another part of the master's.
    package func with(_ master: MasterSpecification) -> Topology {
        Topology(
            name: name,
            seed: seed,
            data: data,
            clock: clock,
            capital: capital,
            benchmark: benchmark,
            master: master,
            costs: costs,
            workers: workers
        )
    }

    /// The SHA-256 of ``canonicalText``: comments, spelling and order of the file don't change it.
    ///
    /// Where keys are kept doesn't either: that differs from host to host.
    package var digest: Digest {
        guard case .keys = master.transport.security else {
            return SHA256.hash(Array(canonicalText.utf8))
        }
        let wire = master.transport
        let bare = TransportSpecification(
            kind: wire.kind,
            host: wire.host,
            port: wire.port,
            security: .keys(directory: "")
        )
        let stripped = MasterSpecification(
            allocation: master.allocation,
            limits: master.limits,
            transport: bare
        )
        return SHA256.hash(Array(with(stripped).canonicalText.utf8))
    }
}
