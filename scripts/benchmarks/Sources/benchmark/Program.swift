import Subprocess

/// A program that is run to its end, under a time limit.
struct Program {
    /// What a program left when it had ended well.
    struct Ending {
        let output: String
        /// Wall time from before the start to after the end.
        let seconds: Double
    }

    let path: String

    /// Runs the program; ending with another status than 0 is an error.
    ///
    /// After `secondsMaximum` it is asked to end, 15 s later it is made to.
    func run(_ arguments: [String], secondsMaximum: Int = 180) async throws -> Ending {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await Subprocess.run(
            .name("timeout"),
            arguments: Arguments(
                ["--foreground", "--kill-after=15", "\(secondsMaximum)", path] + arguments
            ),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        let elapsed = clock.now - start
        let words = ([path] + arguments).joined(separator: " ")
        switch result.terminationStatus {
        case .exited(0):
            return Ending(output: result.standardOutput, seconds: elapsed / .seconds(1))
        case .exited(124), .exited(137):
            throw BenchmarkError("not ended after \(secondsMaximum) s: \(words)")
        default:
            let lines = result.standardError.split(separator: "\n").suffix(3)
            throw BenchmarkError(
                "\(result.terminationStatus): \(words)\n  " + lines.joined(separator: "\n  ")
            )
        }
    }
}
