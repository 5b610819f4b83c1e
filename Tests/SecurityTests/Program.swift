import Foundation
import Journal
import Testing

/// The `bursar` program as a person would call it, with a directory for its runs.
struct Program {
    let runs = NSTemporaryDirectory() + "bursar-security-\(UUID().uuidString)"

    /// What a call left behind.
    struct Ended {
        let status: Int32
        let output: String
        let errors: String
    }

    /// What `bursar run --json` prints, as far as it is compared here.
    struct Outcome: Decodable, Equatable {
        struct Worker: Decodable, Equatable {
            let name: String
            let nav: String
            let fills: Int
        }

        let run: String
        let digest: String
        let workers: [Worker]
    }

    /// The package's directory.
    static var package: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    static var sp500: String { "\(package)/topology/sp500.yaml" }

    /// The program built beside the tests.
    private static func executable() throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var directory = URL(filePath: tests).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = directory.appending(path: "bursar")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            directory = directory.deletingLastPathComponent()
        }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "bursar")
    }

    /// Calls the program and waits for its end.
    func call(_ arguments: [String], environment: [String: String] = [:]) async throws -> Ended {
        let files = FileManager.default
        let directory = NSTemporaryDirectory() + "bursar-call-\(UUID().uuidString)"
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let paths = ["\(directory)/output", "\(directory)/errors"]
        for path in paths { _ = files.createFile(atPath: path, contents: nil) }
        let process = Process()
        process.executableURL = try Self.executable()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: paths[0]))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: paths[1]))
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do {
                try process.run()
            } catch {
                ended.resume(throwing: error)
            }
        }
        let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
        try files.removeItem(atPath: directory)
        return Ended(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// Plays a topology and returns its result, decoded, and its directory.
    func play(
        _ arguments: [String],
        topology: String = Program.sp500
    ) async throws -> (result: Outcome, run: RunDirectory) {
        let ended = try await call(["run", topology, "--json", "--out", runs] + arguments)
        #expect(ended.status == 0, "\(ended.errors)")
        let result = try JSONDecoder().decode(Outcome.self, from: Data(ended.output.utf8))
        return (result, RunDirectory(path: "\(runs)/\(result.run)"))
    }

    /// Removes the runs, whose closed journals are read-only.
    func clean() throws {
        guard FileManager.default.fileExists(atPath: runs) else { return }
        for path in try FileManager.default.subpathsOfDirectory(atPath: runs)
        where path.hasSuffix(".sqlite") {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: "\(runs)/\(path)"
            )
        }
        try FileManager.default.removeItem(atPath: runs)
    }
}
