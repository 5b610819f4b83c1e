import ArgumentParser
import Foundation
import Journal
import Topology

struct TortureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Does bad things to real clusters and checks that nothing is lost or doubled.",
        discussion: """
            It plays a topology once in peace, then once for each fault of its menu while that is \
            done to it: kills, pauses, damaged journals, full disks, junk on the wire, second \
            processes, cut networks. Every run must end in the ledger of the first, at once or, where \
            it is right to refuse or to stop and say so, when it is resumed; and its journals must hold together as \
            `bursar verify` has it. Times run until the victim handles a message again. Ends with 6 \
            where a pass line is broken. With --json: digest, failures, faults [{name, summary, \
            runs, fired, money_conserved, conduct (wentOn, stopped, refused), milliseconds, \
            failure, skipped}].

            With --kills it makes so many kills of the master or a worker (kill -9) at random moments of as many runs as \
            that takes. With --json: runs, digest, kills [{role, count, seconds {p50, p99, max}}], \
            failures.
            """
    )

    @Option(help: "The topology, a YAML file; a small one of its own by default.")
    var topology: String?

    @Option(help: "Make so many kills at random moments, instead of the faults of the menu.")
    var kills: Int?

    @Option(help: "Seed of victims and moments.")
    var seed: UInt64 = 1

    @Flag(help: "Each fault once, which takes some minutes; three times otherwise.")
    var quick = false

    @Option(help: "Only the fault of this name; may be repeated.")
    var only: [String] = []

    @Flag(help: "List the faults, and do none.")
    var list = false

    @Option(
        name: .customLong("out"),
        help: "The directory that holds the runs, removed afterwards."
    )
    var root = "\(NSTemporaryDirectory())bursar-torture-\(getpid())"

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    func validate() throws {
        if let kills, kills < 1 { throw ValidationError("--kills is at least 1, not \(kills)") }
        for name in only where !FaultMenu.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "there is no fault \"\(name)\"; --list shows which there are"
            )
        }
    }

    mutating func run() async throws {
        guard !list else { return FaultTable.list(json: json) }
        let file = try topology ?? TortureTopology.write(into: root)
        guard let kills else { return try await playMenu(file) }
        let options = try RunOptions.parse([file, "--out", root, "--crashes-maximum", "1000000"])
        try await KillTorture(options: options, kills: kills, seed: seed, root: root, json: json)
            .play()
    }

    private func playMenu(_ file: String) async throws {
        let options = try RunOptions.parse([file, "--out", "\(root)/peace", "--pace", "0ms"])
        let (setup, _) = try options.load()
        let round = FaultRound(
            plan: TortureCluster.Plan(
                topology: file,
                arguments: topology == nil ? [] : ["--pace", "5ms"],
                workers: setup.topology.workers.map(\.name),
                cycles: Int64(setup.windows.count),
                digest: try await KillTorture.peace(options)
            ),
            root: root,
            seed: seed
        )
        let faults = FaultMenu.all.filter { only.isEmpty || only.contains($0.name) }
        let terminal = Terminal.current()
        var results: [FaultResult] = []
        for (index, fault) in faults.enumerated() {
            tell("\(index + 1) of \(faults.count): \(fault.name), \(fault.summary)")
            results.append(try await round.play(fault, runs: quick ? 1 : 3))
        }
        let table = FaultTable(results: results, digest: round.plan.digest)
        if json { terminal.show(table.json) } else { table.show(on: terminal) }
        guard let first = table.broken.first else { return try RunRemoval.remove(root) }
        throw CommandFailure(
            .checkFailed,
            "\(first.fault.name): \(first.failure ?? "")",
            advice: [
                "The runs are kept in \(root).",
                "Again: \(Terminal.program) torture --only \(first.fault.name) --seed \(seed)",
            ]
        )
    }

    /// Says on standard error what is being done, for those who wait.
    private func tell(_ words: String) {
        FileHandle.standardError.write(Data("\(words)\n".utf8))
    }
}
