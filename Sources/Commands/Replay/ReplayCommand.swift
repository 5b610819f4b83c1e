import ArgumentParser
import Foundation
import Inspection
import Journal
import Topology

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Executes a process's recorded inbox again and compares all it decides.",
        discussion: """
            Nothing is written into the run, which may be live. Each message a worker (or the \
            master) took is handled again, from the first on, and what it says, orders, fills and \
            books is compared byte for byte; the first difference is shown with both sides decoded, \
            and the command ends with 6. With --parameter or --topology it answers "what would this \
            have done?" instead: decisions, orders and profit then and now, and the first decision \
            that changes. Capital moves as it did then. RUN may also be a file written by --record.
            \(ReplayAnswer.jsonHelp) With --stop-at: \(StateText.jsonHelp)
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(name: .customLong("worker"), help: "The process: a worker, or master. May be repeated.")
    var workers: [String] = []

    @Flag(help: "Every process; the same as naming none.")
    var all = false

    @Option(help: "The first cycle that is compared; those before are executed all the same.")
    var from: Int64 = 0

    @Option(help: "The last cycle that is executed.")
    var to = Int64.max

    @Option(
        help: ArgumentHelp(
            "Set a strategy's parameter otherwise. May be repeated.",
            valueName: "worker.strategy.key=value"
        )
    )
    var parameter: [ParameterChange] = []

    @Option(help: "Play another topology over the same bars: the run's, edited.")
    var topology: String?

    @Option(help: "Let another bursar program do it, and check its answer.")
    var binary: String?

    @Option(help: "Print a worker's state after the message that an id belongs to.")
    var stopAt: String?

    @Option(help: "Write what is needed to replay the run anywhere into a text file, and end.")
    var record: String?

    @OptionGroup var selection: RunSelection

    func validate() throws {
        guard all, !workers.isEmpty else { return }
        throw ValidationError("--all is every process; --worker names one. Leave one of them out.")
    }

    mutating func run() async throws {
        let terminal = Terminal.current()
        let source = try ReplaySelection(run: run, selection: selection).source()
        if let record { return try write(source, to: record, on: terminal) }
        if let stopAt { return try showState(at: stopAt, of: source, on: terminal) }
        let answer =
            if let binary {
                try await OtherProgram(path: binary).answer(arguments(of: source))
            } else {
                try replay(source)
            }
        if selection.json {
            terminal.show(try answer.json())
        } else {
            terminal.show(ReplayText(answer: answer, terminal: terminal).lines())
        }
        guard answer.changes.isEmpty, let broken = answer.processes.first(where: { !$0.isSame })
        else { return }
        throw CommandFailure(
            .checkFailed,
            "\(broken.process) decides otherwise now than it did in \(answer.run)",
            advice: ReplayText.advice(answer, broken)
        )
    }

    /// Replays here, with this program.
    private func replay(_ source: any ReplaySource) throws -> ReplayAnswer {
        let names = try processes(of: source)
        let kept: ClusterSetup.Kept =
            names == ["master"] ? .none : names.count == 1 ? .worker(names[0]) : .all
        let setup = try source.setup(keeping: kept)
        let (origin, changed, changes) = try changedTopology(setup)
        let progress = ReplayProgress(cycles: Int64(setup.windows.count))
        defer { progress.clear() }
        let replay = ReplayRun(
            source: source,
            topology: changed,
            origin: origin,
            setup: setup,
            cycles: min(from, to)...to,
            progressed: { progress.show($0, $1) }
        )
        let members = try names.map { try replay.member($0) }
        return ReplayAnswer(
            run: source.name,
            engineThen: source.engineVersion,
            engineNow: engineVersion,
            changes: changes,
            isSame: members.allSatisfy(\.isSame),
            processes: members
        )
    }

    private func processes(of source: any ReplaySource) throws -> [String] {
        if workers.isEmpty { return source.processes }
        for name in workers where !source.processes.contains(name) {
            let nearest = nearestName(to: name, among: source.processes)
            let guess = nearest.map { "Did you mean \($0)? " } ?? ""
            throw CommandFailure(
                .notFound,
                "\(source.name) has no journal of \"\(name)\"",
                advice: [guess + "It has \(source.processes.joined(separator: ", "))."]
            )
        }
        return workers
    }

    /// The topology the run began with, the one to play, and what is changed about it in words.
    private func changedTopology(_ setup: ClusterSetup) throws -> (Topology, Topology, [String]) {
        var (origin, changes) = (setup.origin, [String]())
        if let topology {
            origin = try EditedTopology.load(topology, for: setup)
            changes.append("topology \(topology)")
        }
        var changed = setup.joined.reduce(origin) { $0.adding($1) }
        for parameter in parameter {
            let (next, words) = try parameter.applied(to: changed)
            changed = next
            changes.append(words)
        }
        return (origin, changed, changes)
    }

    private func write(
        _ source: any ReplaySource,
        to path: String,
        on terminal: Terminal
    ) throws {
        let text = try RecordedRun.text(of: source, besides: path)
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        if selection.json {
            terminal.show(["path": .string(path), "bytes": .integer(Int64(text.utf8.count))])
        } else {
            terminal.show([
                "\(path): \(NumberText.integer(Int64(text.utf8.count))) bytes", "",
                "next:  \(Terminal.program) replay \(path)",
            ])
        }
    }

    private func showState(
        at id: String,
        of source: any ReplaySource,
        on terminal: Terminal
    ) throws {
        let state = try StateReading(source: source, worker: workers.first).state(at: id)
        if selection.json { return terminal.show(StateText(state).json) }
        terminal.show(StateText(state).lines(on: terminal))
    }

    /// What another program is called with: all of this but itself.
    private func arguments(of source: any ReplaySource) throws -> [String] {
        var arguments = ["replay", try ReplaySelection(run: run, selection: selection).path()]
        for name in workers { arguments += ["--worker", name] }
        if from > 0 { arguments += ["--from", "\(from)"] }
        if to < Int64.max { arguments += ["--to", "\(to)"] }
        for change in parameter {
            arguments += [
                "--parameter",
                "\(change.worker).\(change.strategy).\(change.key)=\(change.value)",
            ]
        }
        if let topology { arguments += ["--topology", topology] }
        return arguments + ["--json"]
    }
}
