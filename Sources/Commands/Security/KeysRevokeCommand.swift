import ArgumentParser
import Inspection
import Keys
import Transport

struct KeysRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Takes a key back: moves its public half into `revoked`.",
        discussion: """
            A running master sees it within a second, ends the connection of who holds the key, and \
            lets it in no more. Run it on the master's host. With --json: name, role, fingerprint, \
            moved_to.
            """
    )

    @Argument(help: "The key directory.")
    var directory: String

    @Argument(help: "Whose key; workers/NAME or admin/NAME where both have the name.")
    var name: String

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() throws {
        let (owner, key, path) = try KeyDirectory(directory).revoke(name)
        let terminal = Terminal.current()
        if json {
            return terminal.show([
                "name": .string(owner.name), "role": .string(owner.role),
                "fingerprint": .string(key.fingerprint), "moved_to": .string(path),
            ])
        }
        let again =
            owner.role == "worker"
            ? "--worker \(owner.name)" : "--admin \(owner.name) --role \(owner.role)"
        terminal.show([
            "revoked the key of \(owner), \(key.fingerprint); it is now \(path)",
            "a running master ends its connection within a second",
            "next:  \(Terminal.program) keys generate \(directory) \(again)   makes another",
        ])
    }
}
