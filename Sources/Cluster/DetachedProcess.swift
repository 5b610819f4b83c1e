internal import Subprocess
internal import SystemPackage

/// Starts a program that outlives whoever started it.
package enum DetachedProcess {
    /// Starts a program in a session of its own.
    ///
    /// - Parameters:
    ///   - executable: The program.
    ///   - arguments: Its arguments, without its own name.
    ///   - logPath: The file that takes what it prints.
    /// - Throws: ``SupervisionError`` with `notStarted`.
    package static func start(
        _ executable: String,
        arguments: [String],
        logPath: String
    ) async throws {
        let log = try FileDescriptor.open(
            FilePath(logPath),
            .writeOnly,
            options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
        let result = try await Subprocess.run(
            .name("setsid"),
            arguments: Arguments(["--fork", executable] + arguments),
            output: .fileDescriptor(log, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        )
        guard case .exited(0) = result.terminationStatus else {
            throw SupervisionError(
                code: .notStarted,
                process: arguments.first ?? executable,
                message: """
                    \(executable) was not started by setsid, which comes with util-linux: \
                    \(result.terminationStatus); see \(logPath)
                    """
            )
        }
    }
}
