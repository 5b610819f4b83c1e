import ArgumentParser
import Cluster
import Foundation
import Journal
import Market
import Node
import Topology

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Starts a cluster in the background, one process each, under a supervisor."
    )

    @OptionGroup var options: RunOptions

    mutating func run() async throws {
        let (setup, launch) = try options.load()
        let mode = setup.topology.master.transport.kind.rawValue
        let run = try options.create(setup, launch, mode: mode)
        try await DetachedCluster(setup: setup, run: run).start()
    }
}
