import Foundation
import Journal
import Market
import Topology

/// What a run was started with beyond its topology; kept in the run directory as `launch.json`.
///
/// Every process of the run reads it, so that all mean the same run.
struct LaunchRecord: Codable, Sendable, Equatable {
    /// The directory that relative paths of the topology start from.
    var directory: String
    /// First and last date, where the command line narrows the topology's.
    var from: String?
    var to: String?
    /// Wall time between cycles in milliseconds, where the command line sets it.
    var paceMilliseconds: Int64?
    /// Crashes of one process in half a minute that are answered by a restart.
    var crashesMaximum: Int?
    /// `ipc` or `tcp`, where the command line sets it.
    var transport: String?
    /// How much processes write into their logs, as ``LogLevels`` reads it.
    var logLevels: [String]?

    /// The topology with what the command line changed.
    func applied(to topology: Topology) throws -> Topology {
        let clock = ClockSpecification(
            from: try from.map { try CalendarDate($0) } ?? topology.clock.from,
            to: try to.map { try CalendarDate($0) } ?? topology.clock.to,
            cycle: topology.clock.cycle,
            pace: paceMilliseconds.map { .milliseconds($0) } ?? topology.clock.pace
        )
        let wire = topology.master.transport
        let kind = transport.flatMap { TransportSpecification.Kind(rawValue: $0) } ?? wire.kind
        let asked = TransportSpecification(
            kind: kind,
            host: wire.host,
            port: wire.port,
            security: wire.security
        )
        guard asked.isGuarded else {
            throw CommandFailure(
                .badInput,
                "--transport tcp: the topology does not say how its links are protected",
                advice: [
                    "Without keys whoever reaches the port could speak to the cluster.",
                    "Make keys (\(Terminal.program) keys generate DIR) and write "
                        + "`transport: {security: {keys: DIR}}` under master,",
                    "or write `security: none` if every user of this host may speak to it.",
                ]
            )
        }
        let master = MasterSpecification(
            allocation: topology.master.allocation,
            limits: topology.master.limits,
            transport: asked
        )
        return Topology(
            name: topology.name,
            seed: topology.seed,
            data: topology.data,
            clock: clock,
            capital: topology.capital,
            benchmark: topology.benchmark,
            master: master,
            costs: topology.costs,
            workers: topology.workers
        )
    }

    static func path(in run: RunDirectory) -> String { "\(run.path)/launch.json" }

    static func read(from run: RunDirectory) throws -> LaunchRecord {
        let data = try Data(contentsOf: URL(filePath: path(in: run)))
        return try JSONDecoder().decode(LaunchRecord.self, from: data)
    }

    func write(to run: RunDirectory) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(filePath: Self.path(in: run)), options: .atomic)
    }
}
