import ArgumentParser
import Foundation
import Inspection
import Journal
import Logging

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Prints what the processes of a run said, by time.",
        discussion: """
            A single argument is a run where there is one of that name, and a process otherwise: \
            `bursar logs energy` is what energy said in the newest run.

            How much processes write is chosen when they start: `--log-level debug`, or \
            `--log-level energy=debug`, of run, up and resume.

            JSON keys: time (UTC; empty for what was printed and not logged), level, process, run, \
            message (id of the message being handled; empty for none), text, details (an object of \
            strings). One array, or with --follow one object a line.
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Argument(help: "A process: master, supervisor or a worker; all by default.")
    var name: String?

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Option(help: "Lines from the end of each log.")
    var lines = 20

    @Option(help: "The least level that is shown: \(LogLevels.names).")
    var level: String?

    @Flag(help: "Go on printing until the run ends or Ctrl-C.")
    var follow = false

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    func validate() throws {
        guard (0...1_000_000).contains(lines) else {
            throw ValidationError("--lines is 0 to 1000000, not \(lines)")
        }
        if let level { _ = try LogLevels.level(level) }
    }

    mutating func run() async throws {
        let (run, process) = try chosen()
        let least = try LogLevels.level(level ?? Logger.Level.trace.rawValue)
        let names = try LogTail.processes(of: run)
        try require(process, among: names, of: run)
        let terminal = Terminal.current()
        var tail = LogTail(of: run, process: process)
        let first = try tail.fresh(atMost: lines).filter { $0.level >= least }
        if json, !follow { return terminal.show(.array(first.map(\.json))) }
        show(first, names, on: terminal)
        if first.isEmpty, !follow, !json { try say(run, least, on: terminal) }
        var isLive = follow
        while isLive {
            isLive = try run.isLive()
            show(try tail.fresh().filter { $0.level >= least }, names, on: terminal)
            if isLive { try await Task.sleep(for: .milliseconds(200)) }
        }
    }

    /// The run and the process that the arguments mean.
    private func chosen() throws -> (RunDirectory, String?) {
        guard let run, name == nil else {
            return (try RunDirectory.find(self.run, in: root), name)
        }
        do {
            return (try RunDirectory.find(run, in: root), nil)
        } catch {
            guard error.code == .runNotFound, !run.contains("/") else { throw error }
        }
        let newest = try RunDirectory.newest(in: root)
        let names = try LogTail.processes(of: newest)
        guard names.contains(run) else {
            throw CommandFailure(
                .notFound,
                "\"\(run)\" is neither a run in \(root) nor a process of \(newest.runID)",
                advice: ["Its logs: \(names.joined(separator: ", "))."]
            )
        }
        return (newest, run)
    }

    private func require(_ process: String?, among names: [String], of run: RunDirectory) throws {
        guard let process, !names.contains(process) else { return }
        throw CommandFailure(
            .notFound,
            "\(run.runID) has no log of \"\(process)\"",
            advice: [
                names.isEmpty
                    ? "None of its processes has written one."
                    : "There are: \(names.joined(separator: ", "))."
            ]
        )
    }

    private func show(_ lines: [LogLine], _ names: [String], on terminal: Terminal) {
        let width = names.map(\.count).max() ?? 0
        terminal.show(lines.map { json ? $0.json.line : $0.words(nameWidth: width) })
    }

    private func say(_ run: RunDirectory, _ least: Logger.Level, on terminal: Terminal) throws {
        let words = least == .trace ? "nothing" : "nothing of level \(least.rawValue) or above"
        terminal.show(["the processes of \(run.runID) logged \(words)"])
    }
}
