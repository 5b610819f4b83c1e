import Foundation

/// The program that is measured.
struct Bursar {
    let program: Program
    /// A directory for runs; each is removed once it is measured.
    let scratch: String

    /// A run's way of life.
    enum Mode: String {
        case processes
        case inProcess

        var flags: [String] { self == .inProcess ? ["--in-process"] : [] }
    }

    /// Plays a topology to its end with a journal and lets `read` look at the run.
    ///
    /// - Returns: Wall time of the whole program, and what `read` found.
    func play<Found>(
        _ topology: String,
        _ mode: Mode = .processes,
        flags: [String] = [],
        read: (RunJournal) throws -> Found
    ) async throws -> (seconds: Double, found: Found) {
        try await inRunDirectory { directory in
            let ending = try await program.run(
                ["run", topology, "--out", directory] + mode.flags + flags
            )
            return (ending.seconds, try read(RunJournal(run: try Self.run(in: directory))))
        }
    }

    /// Plays a topology to its end without a journal; returns wall time of the whole program.
    func playUnjournaled(
        _ topology: String,
        _ mode: Mode = .processes,
        flags: [String] = []
    ) async throws -> Double {
        try await inRunDirectory { directory in
            let arguments = ["run", topology, "--out", directory, "--unsafe-no-journal"]
            return try await program.run(arguments + mode.flags + flags).seconds
        }
    }

    private struct Ping: Decodable {
        let p50: Double
    }

    /// Median round trip of a report and its answer between two processes, µs.
    func ping(_ transport: String) async throws -> Double {
        let ending = try await program.run(["ping", transport, "--json"])
        return try JSONDecoder().decode(Ping.self, from: Data(ending.output.utf8)).p50
    }

    /// Two cycles and a half, so that workers are looked at while they wait.
    private static let idleTime = Duration.milliseconds(2_500)

    /// What bringing a cluster up and down showed.
    struct Cluster {
        /// As `up` prints it.
        var readyMilliseconds: Double
        /// Of the whole command.
        var upSeconds: Double
        var downSeconds: Double
        /// Private dirty memory of each worker between two cycles, MiB.
        var workerMemory: [Double]
    }

    /// Brings a cluster up, looks at its workers while they wait for the next cycle, ends it.
    func upAndDown(_ topology: String) async throws -> Cluster {
        try await inRunDirectory { directory in
            let up: Program.Ending
            let memory: [Double]
            do {
                let arguments = ["up", topology, "--pace", "1s", "--out", directory]
                up = try await program.run(arguments, secondsMaximum: 60)
                try await Task.sleep(for: Self.idleTime)
                memory = try Self.workerMemory(of: Self.run(in: directory))
            } catch {
                throw BenchmarkError("\(error)\n  \(await endWhatRuns(in: directory))")
            }
            let run = try Self.run(in: directory)
            let down = try await program.run(["down", run], secondsMaximum: 60)
            guard let ready = up.output.firstMatch(of: /processes up in (\d+) ms/),
                let milliseconds = Double(ready.1)
            else { throw BenchmarkError("up does not say how long it took:\n\(up.output)") }
            return Cluster(
                readyMilliseconds: milliseconds,
                upSeconds: up.seconds,
                downSeconds: down.seconds,
                workerMemory: memory
            )
        }
    }

    /// Ends a cluster that could not be measured, so that it disturbs nothing; says what came of it.
    private func endWhatRuns(in directory: String) async -> String {
        do {
            let run = try Self.run(in: directory)
            return try await program.run(["down", run], secondsMaximum: 60).output
        } catch {
            return "\(error)"
        }
    }

    private struct Entry: Decodable {
        let name: String
        let role: String
        let processID: Int
    }

    private static func workerMemory(of run: String) throws -> [Double] {
        let entries = try JSONDecoder().decode(
            [Entry].self,
            from: Data(contentsOf: URL(filePath: "\(run)/processes.json"))
        )
        return try entries.filter { $0.role == "worker" }.map { entry in
            let text = try String(
                contentsOfFile: "/proc/\(entry.processID)/smaps_rollup",
                encoding: .utf8
            )
            guard let line = text.firstMatch(of: /Private_Dirty:\s+(\d+) kB/),
                let kibibytes = Double(line.1)
            else { throw BenchmarkError("no private dirty memory of \(entry.name):\n\(text)") }
            return kibibytes / 1_024
        }
    }

    /// The one run that a directory of runs holds.
    private static func run(in directory: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { !$0.hasPrefix(".") }
        guard let name = names.first, names.count == 1 else {
            throw BenchmarkError("not one run in \(directory) but \(names.count)")
        }
        return "\(directory)/\(name)"
    }

    /// Gives `body` a directory of its own; what fails leaves it to whoever removes `scratch`.
    private func inRunDirectory<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let directory = "\(scratch)/runs-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        let result = try await body(directory)
        try FileManager.default.removeItem(atPath: directory)
        return result
    }
}
