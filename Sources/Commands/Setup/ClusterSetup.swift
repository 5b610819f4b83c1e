import Digest
import Foundation
import Journal
import Keys
import Market
import MarketData
import Simulation
import Strategies
import Topology

/// A topology with its data read and checked: all that processes are made from.
struct ClusterSetup: Sendable {
    /// The topology that the run began with, with what the command line changed.
    let origin: Topology
    /// Workers that joined the run since, in order of name.
    let joined: [WorkerSpecification]
    /// Notes of the topology's reader that are no errors.
    let notes: [TopologyIssue]
    /// Bars that were kept, sorted by symbol, from the first date of the run on.
    let series: [BarSeries]
    /// All windows of the run.
    let windows: [CycleWindow]
    /// Digest over the data that the run began with.
    let dataDigest: Digest

    /// The topology with the workers that joined.
    var topology: Topology { joined.reduce(origin) { $0.adding($1) } }

    /// Reads a topology and all its data, and checks one against the other.
    ///
    /// `changes` makes the launch record from the topology's directory.
    static func load(
        _ file: String,
        changing changes: (String) -> LaunchRecord
    ) throws -> (setup: ClusterSetup, launch: LaunchRecord) {
        let read = try TopologyDocument.load(
            file: file,
            strategies: StrategyCatalogue.specifications
        )
        let launch = changes(URL(filePath: read.directory).standardizedFileURL.path)
        let topology = try launch.applied(to: read.topology)
        if let keys = topology.master.transport.keyDirectory(in: read.directory) {
            let problems = KeyDirectory(keys).problems(workers: topology.workers.map(\.name))
            try read.refuse(keys: problems.map(\.message))
        }
        let data = try bars(of: topology, in: read.directory, keeping: nil)
        try read.validate(against: data.catalogue)
        return (try ClusterSetup(file, topology, read.notes, data), launch)
    }

    /// Whose bars of a run are kept in memory; the calendar and the digest are the same for all.
    enum Kept {
        /// Nobody's: the master needs the calendar only.
        case none
        /// Those of one worker.
        case worker(String)
        /// Everybody's, for what is measured on them afterwards.
        case all

        func includes(_ worker: String) -> Bool {
            switch self {
            case .none: false
            case .worker(let name): name == worker
            case .all: true
            }
        }
    }

    /// Reads the topology of a run as it was started, and the bars that are needed of it.
    static func load(_ run: RunDirectory, keeping kept: Kept) throws -> ClusterSetup {
        let launch = try LaunchRecord.read(from: run)
        let text = try String(contentsOfFile: run.topologyPath, encoding: .utf8)
        return try load(text, of: run.topologyPath, launch, JoinedWorkers(run: run), keeping: kept)
    }

    /// Reads the text of a topology as a launch changed it, and the bars that are needed of it.
    static func load(
        _ text: String,
        of file: String,
        _ launch: LaunchRecord,
        _ late: JoinedWorkers? = nil,
        keeping kept: Kept
    ) throws -> ClusterSetup {
        let read = try TopologyDocument.parse(
            text,
            file: file,
            strategies: StrategyCatalogue.specifications
        )
        let topology = try launch.applied(to: read.topology)
        let joined = try late?.specifications(costs: topology.costs) ?? []
        let universe: [InstrumentID]? =
            switch kept {
            case .none: []
            case .worker(let name): topology.worker(named: name)?.mandate.universe ?? []
            case .all: nil
            }
        let data = try bars(of: topology, in: launch.directory, keeping: universe)
        var lateSeries: [BarSeries] = []
        for worker in joined where kept.includes(worker.name) {
            lateSeries += try Self.data(of: worker, joining: topology, in: launch.directory).series
        }
        return try ClusterSetup(file, topology, read.notes, data, joined, lateSeries)
    }

    /// The bars of a worker that joins a run, and the digest that its Hello gives.
    static func data(
        of worker: WorkerSpecification,
        joining topology: Topology,
        in directory: String
    ) throws -> MarketDataSet {
        let universe = worker.mandate.universe
        if case .synthetic(let market) = topology.data.source {
            return try generated(market, topology.adding(worker), keeping: universe)
        }
        let source = MarketDataSource(
            topology.data,
            directory: directory,
            currency: topology.capital.currency
        )
        return try source.load(universe, keeping: universe)
    }

    private init(
        _ file: String,
        _ topology: Topology,
        _ notes: [TopologyIssue],
        _ data: MarketDataSet,
        _ joined: [WorkerSpecification] = [],
        _ late: [BarSeries] = []
    ) throws {
        let moments = data.calendar.filter { topology.clock.includes($0.date) }
        guard !moments.isEmpty else {
            throw CommandFailure(
                .badInput,
                "\(file): no bar lies between \(topology.clock.from?.description ?? "the start") "
                    + "and \(topology.clock.to?.description ?? "the end")",
                advice: [
                    "The data runs from \(data.calendar.first?.date.description ?? "?") to "
                        + "\(data.calendar.last?.date.description ?? "?").",
                    "Choose dates inside it.",
                ]
            )
        }
        origin = topology
        self.joined = joined
        self.notes = notes
        let known = Set(data.series.map(\.instrument.id))
        let all = data.series + late.filter { !known.contains($0.instrument.id) }
        series = try all.sorted { $0.instrument.id < $1.instrument.id }.map { series in
            try BarSeries(
                instrument: series.instrument,
                bars: series.bars.filter { topology.clock.includes($0.knownAt.date) }
            )
        }
        windows = topology.clock.cycle.windows(over: moments)
        dataDigest = data.digest
    }

    /// The bars of one worker's universe.
    func series(of worker: WorkerSpecification) -> [BarSeries] {
        let universe = Set(worker.mandate.universe)
        return series.filter { universe.contains($0.instrument.id) }
    }

    private static func bars(
        of topology: Topology,
        in directory: String,
        keeping kept: [InstrumentID]?
    ) throws -> MarketDataSet {
        if case .synthetic(let market) = topology.data.source {
            return try generated(market, topology, keeping: kept)
        }
        let source = MarketDataSource(
            topology.data,
            directory: directory,
            currency: topology.capital.currency
        )
        guard kept == nil, case .instrument(let benchmark) = topology.benchmark else {
            return try source.load(topology.instruments, keeping: kept)
        }
        return try source.load(topology.instruments, keeping: topology.instruments + [benchmark])
    }
}

extension ClockSpecification {
    /// Whether a date belongs to the run.
    func includes(_ date: CalendarDate) -> Bool {
        if let from, date < from { return false }
        if let to, date > to { return false }
        return true
    }
}

extension ClusterSetup {
    /// The digests that a worker's Hello gives: of the topology and of the data it reads.
    func digests(
        of worker: WorkerSpecification,
        in run: RunDirectory
    ) throws -> (topology: Digest, data: Digest) {
        guard joined.contains(where: { $0.name == worker.name }) else {
            return (origin.digest, dataDigest)
        }
        let directory = try LaunchRecord.read(from: run).directory
        let data = try Self.data(of: worker, joining: origin, in: directory)
        return (origin.adding(worker).digest, data.digest)
    }
}
