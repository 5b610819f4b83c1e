import Digest
import Foundation
import Journal
import Market
import MarketData
import Simulation
import Strategies
import Topology

/// A topology with its data read and checked: all that processes are made from.
struct ClusterSetup: Sendable {
    /// The topology, with what the command line changed.
    let topology: Topology
    /// Notes of the topology's reader that are no errors.
    let notes: [TopologyIssue]
    /// Bars that were kept, sorted by symbol, from the first date of the run on.
    let series: [BarSeries]
    /// All windows of the run.
    let windows: [CycleWindow]
    /// Digest over the data of the whole run.
    let dataDigest: Digest

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
    }

    /// Reads the topology of a run as it was started, and the bars that are needed of it.
    static func load(_ run: RunDirectory, keeping kept: Kept) throws -> ClusterSetup {
        let launch = try LaunchRecord.read(from: run)
        let text = try String(contentsOfFile: run.topologyPath, encoding: .utf8)
        let read = try TopologyDocument.parse(
            text,
            file: run.topologyPath,
            strategies: StrategyCatalogue.specifications
        )
        let topology = try launch.applied(to: read.topology)
        let universe: [InstrumentID]? =
            switch kept {
            case .none: []
            case .worker(let name): topology.worker(named: name)?.mandate.universe ?? []
            case .all: nil
            }
        let data = try bars(of: topology, in: launch.directory, keeping: universe)
        return try ClusterSetup(run.topologyPath, topology, read.notes, data)
    }

    private init(
        _ file: String,
        _ topology: Topology,
        _ notes: [TopologyIssue],
        _ data: MarketDataSet
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
        self.topology = topology
        self.notes = notes
        series = try data.series.map { series in
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
