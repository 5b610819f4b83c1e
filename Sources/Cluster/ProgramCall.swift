internal import Subprocess
internal import SystemPackage

/// Calls a program, waits for its end and keeps what it printed.
package enum ProgramCall {
    /// What a program left behind.
    package struct Ended: Sendable {
        /// How it ended.
        package let ending: ProcessEnding
        /// What it printed on standard output.
        package let output: String
        /// What it printed on standard error.
        package let errors: String
    }

    /// Characters of either stream that are kept at most.
    private static let outputMaximum = 16 << 20

    /// Calls a program.
    ///
    /// - Parameters:
    ///   - executable: Its path.
    ///   - arguments: Its arguments, without its own name.
    /// - Returns: How it ended and what it printed.
    /// - Throws: ``SupervisionError`` with `notStarted`.
    package static func run(
        _ executable: String,
        arguments: [String]
    ) async throws -> Ended {
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)),
                arguments: Arguments(arguments),
                output: .string(limit: outputMaximum),
                error: .string(limit: outputMaximum)
            )
            let ending: ProcessEnding =
                switch result.terminationStatus {
                case .exited(let code): .exited(code)
                case .signaled(let signal): .signalled(signal)
                }
            return Ended(
                ending: ending,
                output: result.standardOutput,
                errors: result.standardError
            )
        } catch {
            throw SupervisionError(
                code: .notStarted,
                process: executable,
                message: "\(executable) cannot be started: \(error)"
            )
        }
    }
}
