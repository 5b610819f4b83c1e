import ArgumentParser
import Foundation
import Journal

struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Ends a running cluster after the cycle it is playing."
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    /// How long a cluster may take to end.
    private static let patience = Duration.seconds(20)

    mutating func run() async throws {
        let run = try RunDirectory.find(self.run, in: root)
        guard try run.isLive(), let supervisor = try run.supervisorProcessID() else {
            throw CommandFailure(
                .notRunning,
                "\(run.runID) is not running",
                advice: ["See what it came to: \(Terminal.program) status \(run.runID)"]
            )
        }
        kill(supervisor, SIGTERM)
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        while try run.isLive() {
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(
                    .timedOut,
                    "\(run.runID) has not ended after \(Self.patience)",
                    advice: [
                        "Its supervisor is process \(supervisor); see \(run.logsPath).",
                        "Ending the supervisor with kill -9 ends its processes too; "
                            + "what was committed is kept.",
                    ]
                )
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let cycle = try lastCycle(of: run)
        print("\(run.runID) ended after cycle \(cycle); everything up to it is committed")
        print(
            "  next:  \(Terminal.program) status \(run.runID)      \(Terminal.program) report \(run.runID)"
        )
    }

    private func lastCycle(of run: RunDirectory) throws -> Int64 {
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        return try reader.lastCycle()?.cycle ?? 0
    }
}
