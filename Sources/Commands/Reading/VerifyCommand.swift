import ArgumentParser
import Inspection
import Journal

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that the journals of a run hold together.",
        discussion: """
            Sequences without a gap; ledgers that balance, entry by entry, and have the digest that \
            was reported; messages that their sender's journal holds with the same content; transfers \
            that were sent, and applied once; money to the last unit; snapshots that are whole and \
            stand on their journal. With --full every journal is executed again, and must lead to the \
            state in each snapshot and to every row that is stored. Ends with 6 and the first break \
            where one of them does not hold. JSON keys: run, holds, checks [{name, looked, violation}].
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Flag(help: "Execute the journals again, and compare the states with the snapshots.")
    var full = false

    @OptionGroup var selection: RunSelection

    mutating func run() async throws {
        let reading = try selection.open(run)
        guard try !reading.isLive() else {
            throw CommandFailure(
                .failed,
                "\(reading.run.runID) is running: its journals change while they are read",
                advice: ["Stop it first: \(reading.command("down"))"]
            )
        }
        var verification = try RunVerification(reading)
        if full { verification.add(try await SnapshotReplay(reading: reading).checks()) }
        let terminal = Terminal.current()
        if selection.json {
            terminal.show(json(verification, of: reading.run.runID))
        } else {
            terminal.show(lines(verification, on: terminal))
        }
        guard let broken = verification.checks.first(where: { $0.violation != nil }) else { return }
        throw CommandFailure(
            .checkFailed,
            "\(broken.name): \(broken.violation ?? "")",
            advice: ["Keep the run as it is: \(reading.run.path)"]
        )
    }

    private func lines(_ verification: RunVerification, on terminal: Terminal) -> [String] {
        var table = Table([
            .init("check", .left), .init("looked at"), .init("found", .left),
        ])
        for check in verification.checks {
            table.add([
                .init(check.name), .init(check.looked),
                check.violation == nil ? .init("holds", .good) : .init("broken", .bad),
            ])
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func json(_ verification: RunVerification, of run: String) -> JSONValue {
        .object([
            "run": .string(run), "holds": .bool(verification.holds),
            "checks": .array(
                verification.checks.map { check in
                    .object([
                        "name": .string(check.name), "looked": .string(check.looked),
                        "violation": .optional(check.violation),
                    ])
                }
            ),
        ])
    }
}
