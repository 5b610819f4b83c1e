import ArgumentParser
import Inspection
import Keys
import Transport

struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Shows the keys of a directory: whose, fingerprints, roles, and file modes.",
        discussion: """
            Exit status 6 when something is wrong with a key. With --json: directory, keys [{file, \
            name, role, fingerprint, revoked, public_mode, secret_mode, problem}]; null where there \
            is none.
            """
    )

    @Argument(help: "The key directory.")
    var directory: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let entries = try KeyDirectory(directory).entries()
        let terminal = Terminal.current()
        if json {
            terminal.show([
                "directory": .string(directory), "keys": .array(entries.map(Self.value)),
            ])
        } else {
            terminal.show(lines(entries, on: terminal))
        }
        if entries.contains(where: { $0.problem != nil }) {
            throw ExitCode(ExitStatus.checkFailed.rawValue)
        }
    }

    private func lines(_ entries: [KeyDirectory.Entry], on terminal: Terminal) -> [String] {
        var table = Table([
            Table.Column("key", .left), Table.Column("role", .left),
            Table.Column("fingerprint", .left), Table.Column("public", .left, rank: 2),
            Table.Column("secret", .left, rank: 1),
        ])
        for entry in entries {
            let role = entry.isRevoked ? "revoked" : entry.owner?.role ?? "?"
            table.add([
                .init(entry.place), .init(role, entry.problem == nil ? .plain : .bad),
                .init(entry.key?.fingerprint ?? "?"), .init(entry.publicMode),
                .init(entry.secretMode ?? "not here"),
            ])
        }
        let wrong = entries.compactMap(\.problem).flatMap { problem in
            wrapped("✗ \(problem)", width: terminal.width)
        }
        return table.lines(width: terminal.width, style: terminal.style) + wrong
    }

    private static func value(_ entry: KeyDirectory.Entry) -> JSONValue {
        [
            "file": .string(entry.place),
            "name": entry.owner.map { .string($0.name) } ?? .null,
            "role": entry.owner.map { .string($0.role) } ?? .null,
            "fingerprint": entry.key.map { .string($0.fingerprint) } ?? .null,
            "revoked": .bool(entry.isRevoked), "public_mode": .string(entry.publicMode),
            "secret_mode": entry.secretMode.map { .string($0) } ?? .null,
            "problem": entry.problem.map { .string($0) } ?? .null,
        ]
    }
}
