package import ArgumentParser
import Foundation
import Journal

/// The program's command line.
package struct BursarCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "bursar",
        abstract: "Runs, watches and explains a multi-manager portfolio.",
        discussion: """
            Exit codes: 0 done, 1 error, 2 not found, 3 not running, 4 bad configuration, data or \
            usage, 5 time-out or a lost process, 6 a check does not hold.
            """,
        version: engineVersion,
        subcommands: [
            RunCommand.self, UpCommand.self, DownCommand.self, ResumeCommand.self, LogsCommand.self,
            MasterCommand.self, WorkerCommand.self, KillSwitchCommand.self, SuperviseCommand.self,
            StatusCommand.self,
            TraceCommand.self,
            CheckCommand.self,
            DataCommand.self, DoctorCommand.self, ReportCommand.self, VerifyCommand.self,
            LedgerCommand.self, DrillCommand.self,
            ReplayCommand.self, CompareCommand.self,
            SimulateCommand.self, PingCommand.self, MakeLargeRunCommand.self,
            TortureCommand.self, AnalyzeCommand.self, OptimizeCommand.self, MeasureCommand.self,
            RegimesCommand.self, ShockCommand.self, KeysCommand.self,
        ]
    )

    package init() {}

    /// Runs the command line and ends the process with its exit status.
    package nonisolated static func start() async {
        StorageLibrary.prepare()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        let code = exitCode(for: error)
        if code == .success || code == .validationFailure || error is ExitCode {
            let text = fullMessage(for: error)
            write(text, to: code == .success ? .standardOutput : .standardError)
            let usage = ExitStatus.badInput.rawValue
            Foundation.exit(code == .validationFailure ? usage : code.rawValue)
        }
        let failure = CommandFailure.of(error)
        write("error: \(failure)", to: .standardError)
        Foundation.exit(failure.status.rawValue)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        guard !text.isEmpty else { return }
        handle.write(Data("\(text)\n".utf8))
    }
}
