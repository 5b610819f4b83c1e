import ArgumentParser
import Digest
import Foundation
import Journal
import Logging
import Market
import Master
import Node
import Synchronization
import Topology

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays a topology to the end of its data, in the foreground."
    )

    @Argument(help: "The topology, a YAML file.")
    var topology: String

    @Flag(help: "Run master and workers in this process instead of one process each.")
    var inProcess = false

    @Option(help: "How processes talk: ipc or tcp (loopback).")
    var transport: String?

    @Option(help: "The directory that holds the runs.")
    var out = RunDirectory.defaultRoot

    @Option(help: "First date, instead of the topology's.")
    var from: String?

    @Option(help: "Last date, instead of the topology's.")
    var to: String?

    @Flag(help: "Benchmarks only: keep no journal.")
    var unsafeNoJournal = false

    mutating func run() async throws {
        let (from, to, transport) = (self.from, self.to, self.transport)
        let (setup, launch) = try ClusterSetup.load(topology) {
            LaunchRecord(
                directory: $0,
                from: from,
                to: to,
                paceMilliseconds: nil,
                transport: transport
            )
        }
        let text = try String(contentsOfFile: topology, encoding: .utf8)
        let run = try RunDirectory.create(
            in: out,
            manifest: RunManifest(
                topologyName: setup.topology.name,
                topologyDigest: setup.topology.digest.description,
                dataDigest: setup.dataDigest.description,
                seed: setup.topology.seed,
                engineVersion: engineVersion,
                durability: .process,
                mode: "replay",
                transport: "in-process",
                arguments: Array(CommandLine.arguments.dropFirst()),
                processes: []
            ),
            topology: text,
            wallTime: Composition.clock.wallTime()
        )
        try launch.write(to: run)
        let lock = try run.lock()
        defer { lock.release() }
        let start = Composition.clock.elapsed()
        if inProcess {
            let composition = Composition(
                setup: setup, run: run, log: Logger(label: "bursar"),
                isUnjournaled: unsafeNoJournal)
            let cluster = InProcessCluster(composition: composition) { _ in }
            try await cluster.run { _ in }
        } else {
            let cluster = ProcessCluster(
                run: run, topology: setup.topology, isUnjournaled: unsafeNoJournal)
            try await cluster.run { _ in }
        }
        let elapsed = Composition.clock.elapsed() - start
        print(run.path, setup.windows.count, elapsed)
    }
}
