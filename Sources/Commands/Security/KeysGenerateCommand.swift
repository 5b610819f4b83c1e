import ArgumentParser
import Foundation
import Inspection
import Keys
import Strategies
import Topology
import Transport

struct KeysGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes a key directory, or adds keys to one; never writes over a key.",
        discussion: """
            The master's key is made with the first call. Secret halves (NAME.key) get mode 0600 and \
            are never printed; public halves (NAME.pub) may be shown. With --json: directory, keys \
            [{file, name, role, fingerprint, made}]; made is false for a key that was there already.
            """
    )

    @Argument(help: "The key directory.")
    var directory: String

    @Option(name: .customLong("worker"), help: "A worker that gets a key; may be given again.")
    var workers: [String] = []

    @Option(help: "A topology, a YAML file: each of its workers gets a key.")
    var topology: String?

    @Option(name: .customLong("admin"), help: "A person who gets a key; may be given again.")
    var admins: [String] = []

    @Option(help: "What those people may do: read or operate.")
    var role: Identity.Role?

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    func validate() throws {
        guard role != .worker else {
            throw ValidationError("--role is read or operate; --worker NAME makes a worker's key")
        }
        guard admins.isEmpty == (role == nil) else {
            throw ValidationError("--admin NAME and --role read|operate belong together")
        }
    }

    mutating func run() throws {
        var owners: [KeyOwner] = [.master]
        var names = workers
        if let topology {
            let read = try TopologyDocument.parse(
                String(contentsOfFile: topology, encoding: .utf8),
                file: topology,
                strategies: StrategyCatalogue.specifications
            )
            names += read.topology.workers.map(\.name)
        }
        owners += names.map { .client(Identity(name: $0, role: .worker)) }
        if let role { owners += admins.map { .client(Identity(name: $0, role: role)) } }
        let keys = KeyDirectory(directory)
        var made: [(owner: KeyOwner, made: KeyDirectory.Made)] = []
        for owner in owners { made.append((owner, try keys.generate(owner))) }
        let terminal = Terminal.current()
        if json { return terminal.show(report(made)) }
        terminal.show(lines(made))
    }

    private func lines(_ made: [(owner: KeyOwner, made: KeyDirectory.Made)]) -> [String] {
        let width = made.map(\.owner.place.count).max() ?? 0
        var lines = made.map { owner, made in
            let place = owner.place.padding(toLength: width, withPad: " ", startingAt: 0)
            switch made {
            case .new(let key): return "\(place)  \(key.fingerprint)  made, \(owner.role)"
            case .kept(let key): return "\(place)  \(key.fingerprint)  kept: it was there already"
            }
        }
        lines += [
            "in \(directory): .key files are secret (mode 0600), .pub files may be shown",
            "next:  write `transport: {security: {keys: DIR}}` under master in the topology",
        ]
        return lines
    }

    private func report(_ made: [(owner: KeyOwner, made: KeyDirectory.Made)]) -> JSONValue {
        let keys = made.map { owner, made -> JSONValue in
            let (key, isNew) =
                switch made {
                case .new(let key): (key, true)
                case .kept(let key): (key, false)
                }
            return [
                "file": .string(owner.place), "name": .string(owner.name),
                "role": .string(owner.role), "fingerprint": .string(key.fingerprint),
                "made": .bool(isNew),
            ]
        }
        return ["directory": .string(directory), "keys": .array(keys)]
    }
}

extension Identity.Role: ExpressibleByArgument {}
