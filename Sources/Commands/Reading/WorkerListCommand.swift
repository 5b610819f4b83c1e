import ArgumentParser
import Inspection
import Journal
import Market

struct WorkerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the workers of a run and how each stands.",
        discussion: """
            JSON keys: run, trading and reason (what the portfolio may do, and why), workers: each \
            name, standing (joining, active, torpid, retiring, left, restarting, quarantined, stopped), \
            trading (active, reducing, halted), reason, process (id; null where it has none), starts, \
            cycle (its last; null before the first), silence (milliseconds since the master heard \
            it; null where no master answers), nav and capital (decimal strings or null).
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() async throws {
        let run = try RunDirectory.find(self.run, in: root)
        let live =
            try run.isLive()
            ? try await CommandClient(run: run, patience: .milliseconds(500)).status() : nil
        let register = try WorkerRegister(try RunReading(run), live: live)
        let terminal = Terminal.current()
        guard !json else { return terminal.show(value(register, run)) }
        let reason = register.trading.reason.isEmpty ? "" : ": \(register.trading.reason)"
        terminal.show(
            terminal.joined([
                run.runID, "\(register.entries.count) workers",
                "state \(register.trading.state.uppercased())\(reason)",
            ]) + [""] + table(register).lines(width: terminal.width, style: terminal.style)
        )
    }

    private func table(_ register: WorkerRegister) -> Table {
        var table = Table([
            Table.Column("worker", .left), Table.Column("standing", .left),
            Table.Column("trading", .left), Table.Column("process", rank: 3),
            Table.Column("starts", rank: 4), Table.Column("cycle", rank: 2),
            Table.Column("heartbeat", unit: "ms", rank: 2),
            Table.Column("nav"), Table.Column("capital", rank: 1),
            Table.Column("reason", .left, rank: 5, cutTo: 20),
        ])
        for entry in register.entries {
            let last = entry.last
            table.add([
                .init(entry.name),
                .init(entry.standing.rawValue, entry.standing.tone),
                entry.standing == .left
                    ? "–"
                    : .init(
                        entry.trading.state,
                        entry.trading.state == "active" ? .plain : .warning
                    ),
                .init(entry.process.map { "\($0.processID)" } ?? "–"),
                .init(entry.process.map { "\($0.starts)" } ?? "–"),
                .init(last.map { NumberText.integer($0.cycle) } ?? "–"),
                .init(entry.silence.map { NumberText.integer(Int64($0)) } ?? "–"),
                .init(last.map { NumberText.wholeMoney(Money(micros: $0.nav)) } ?? "–"),
                .init(last.map { NumberText.wholeMoney(Money(micros: $0.capital)) } ?? "–"),
                .init(entry.process?.quarantine ?? entry.trading.reason),
            ])
        }
        return table
    }

    private func value(_ register: WorkerRegister, _ run: RunDirectory) -> JSONValue {
        .object([
            "run": .string(run.runID),
            "trading": .string(register.trading.state),
            "reason": .string(register.trading.reason),
            "workers": .array(
                register.entries.map { entry in
                    .object([
                        "name": .string(entry.name),
                        "standing": .string(entry.standing.rawValue),
                        "trading": .string(entry.trading.state),
                        "reason": .string(entry.process?.quarantine ?? entry.trading.reason),
                        "process": entry.process.map { .integer(Int64($0.processID)) } ?? .null,
                        "starts": entry.process.map { .integer(Int64($0.starts)) } ?? .null,
                        "cycle": entry.last.map { .integer($0.cycle) } ?? .null,
                        "silence": entry.silence.map { .integer(Int64($0)) } ?? .null,
                        "nav": .optional(entry.last.map { Money(micros: $0.nav).decimalString }),
                        "capital": .optional(
                            entry.last.map { Money(micros: $0.capital).decimalString }
                        ),
                    ])
                }
            ),
        ])
    }
}

extension WorkerRegister.Standing {
    /// How it shows.
    var tone: TextTone {
        switch self {
        case .active: .good
        case .joining, .torpid, .retiring, .restarting: .warning
        case .quarantined: .bad
        case .left, .stopped: .plain
        }
    }
}
