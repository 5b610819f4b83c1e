import ArgumentParser
import Digest
import Foundation
import Journal
import Market
import Node
import Topology

/// What `run` and `up` have in common: a topology, what narrows it, and where runs are kept.
struct RunOptions: ParsableArguments {
    @Argument(help: "The topology, a YAML file.")
    var topology: String

    @Option(help: "How processes talk: ipc or tcp (loopback).")
    var transport: String?

    @Option(name: .customLong("out"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Option(help: "First date, instead of the topology's (YYYY-MM-DD).")
    var from: String?

    @Option(help: "Last date, instead of the topology's (YYYY-MM-DD).")
    var to: String?

    @Option(help: "Wall time between two cycles, such as 100ms or 2s.")
    var pace: String?

    @Option(help: "Crashes of one process within 30 s that are answered by a restart.")
    var crashesMaximum = 5

    @OptionGroup var logs: LogOptions

    @Flag(help: .hidden)
    var unsafeNoJournal = false

    func validate() throws {
        if let transport, TransportSpecification.Kind(rawValue: transport) == nil {
            throw ValidationError("--transport is ipc or tcp, not \"\(transport)\"")
        }
        for (name, date) in [("--from", from), ("--to", to)] {
            guard let date else { continue }
            do {
                _ = try CalendarDate(date)
            } catch {
                throw ValidationError("\(name): \(error.message)")
            }
        }
        guard (0...1_000_000).contains(crashesMaximum) else {
            throw ValidationError("--crashes-maximum is 0 to 1000000, not \(crashesMaximum)")
        }
        if let pace, Self.milliseconds(pace) == nil {
            throw ValidationError("--pace is a time such as 100ms or 2s, not \"\(pace)\"")
        }
    }

    /// Reads `100ms` or `2s`; `nil` for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        let number: Int64?
        if text.hasSuffix("ms") {
            number = Int64(text.dropLast(2))
        } else if text.hasSuffix("s") {
            number = Int64(text.dropLast()).map { $0 * 1_000 }
        } else {
            number = nil
        }
        guard let number, (0...3_600_000).contains(number) else { return nil }
        return number
    }

    /// Reads and checks the topology and its data; nothing is written.
    func load() throws -> (setup: ClusterSetup, launch: LaunchRecord) {
        let loaded = try ClusterSetup.load(topology) {
            LaunchRecord(
                directory: $0,
                from: from,
                to: to,
                paceMilliseconds: pace.flatMap(Self.milliseconds),
                crashesMaximum: crashesMaximum,
                transport: transport,
                logLevels: logs.settings.isEmpty ? nil : logs.settings
            )
        }
        try LogLevels(logs.settings).require(among: ProcessLog.processes(of: loaded.setup.topology))
        return loaded
    }

    /// Makes the directory of a new run; the mode is `in-process`, or the transport.
    func create(
        _ setup: ClusterSetup,
        _ launch: LaunchRecord,
        mode: String
    ) throws -> RunDirectory {
        let workers = setup.topology.workers.map {
            RunManifest.Process(name: $0.name, role: "worker")
        }
        let run = try RunDirectory.create(
            in: root,
            manifest: RunManifest(
                topologyName: setup.topology.name,
                topologyDigest: setup.topology.digest.description,
                dataDigest: setup.dataDigest.description,
                seed: setup.topology.seed,
                engineVersion: engineVersion,
                durability: .process,
                mode: "replay",
                transport: mode,
                arguments: Array(CommandLine.arguments.dropFirst()),
                processes: [RunManifest.Process(name: "master", role: "master")] + workers
            ),
            topology: try String(contentsOfFile: topology, encoding: .utf8),
            wallTime: Composition.clock.wallTime()
        )
        try launch.write(to: run)
        return run
    }
}
