import Foundation
import Journal
import Subprocess
import SystemPackage
import Testing

/// The `bursar` program as a person would call it, with a directory for its runs.
struct Program {
    let runs: String

    /// Makes a directory that is removed with ``clean()``.
    init() {
        runs = NSTemporaryDirectory() + "bursar-test-\(getpid())-\(Int.random(in: 0..<1_000_000))"
    }

    /// What a call left behind.
    struct Ended {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The package's directory.
    static var package: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    static var sp500: String { "\(package)/topology/sp500.yaml" }

    /// The program built beside the tests.
    static func executable() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var directory = URL(filePath: tests).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = directory.appending(path: "bursar").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            directory = directory.deletingLastPathComponent()
        }
        let main = CommandLine.arguments[0]
        return URL(filePath: main).deletingLastPathComponent().appending(path: "bursar").path
    }

    /// Calls the program and waits for its end.
    func call(
        _ arguments: [String],
        environment: [Environment.Key: String] = [:]
    ) async throws -> Ended {
        let result = try await run(
            .path(FilePath(try Self.executable())),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment.mapValues { $0 }),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        let status: Int32
        switch result.terminationStatus {
        case .exited(let code): status = code
        case .signaled(let signal): status = 128 + signal
        }
        return Ended(
            status: status,
            output: result.standardOutput,
            errors: result.standardError
        )
    }

    /// Plays a topology and returns its result, decoded, and its directory.
    func play(
        _ arguments: [String],
        topology: String = Program.sp500,
        environment: [Environment.Key: String] = [:]
    ) async throws -> (result: RunOutcome, run: RunDirectory) {
        let ended = try await call(
            ["run", topology, "--json", "--out", runs] + arguments,
            environment: environment
        )
        #expect(ended.status == 0, "\(ended.errors)")
        let result = try JSONDecoder().decode(RunOutcome.self, from: Data(ended.output.utf8))
        return (result, RunDirectory(path: "\(runs)/\(result.run)"))
    }

    /// Removes the runs.
    func clean() throws {
        guard FileManager.default.fileExists(atPath: runs) else { return }
        for path in FileManager.default.subpaths(atPath: runs) ?? [] where path.hasSuffix(".sqlite")
        {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: "\(runs)/\(path)"
            )
        }
        try FileManager.default.removeItem(atPath: runs)
    }
}

/// What `bursar run --json` prints, as the README promises it.
struct RunOutcome: Decodable, Equatable {
    struct Figures: Decodable, Equatable {
        let contributed: String
        let nav: String
        let `return`: Double?
        let volatility: Double?
        let sharpe: Double?
        let drawdown: Double?
    }

    struct Worker: Decodable, Equatable {
        let name: String
        let contributed: String
        let nav: String
        let orders: Int
        let fills: Int
        let denied: Int
    }

    let run: String
    let digest: String
    let cycles: Int
    let portfolio: Figures
    let workers: [Worker]
}
