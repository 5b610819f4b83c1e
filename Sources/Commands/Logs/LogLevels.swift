import ArgumentParser
import Inspection
import Logging
import Topology

/// How much each process of a run writes into its log.
struct LogLevels: Sendable, Equatable {
    /// What processes write that are not named.
    private(set) var standard = Logger.Level.info
    /// What a process writes that is.
    private(set) var named: [String: Logger.Level] = [:]

    /// Reads settings such as `debug` for all processes and `energy=debug` for one.
    ///
    /// The later of two settings holds.
    /// - Throws: `ValidationError` for what is no level.
    init(_ settings: [String]) throws {
        for setting in settings.flatMap({ $0.split(separator: ",") }) {
            let parts = setting.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            ).map(String.init)
            let word = parts.last ?? ""
            let level = try Self.level(word)
            if parts.count == 2 { named[parts[0]] = level } else { standard = level }
        }
    }

    /// How much a process writes.
    func level(of process: String) -> Logger.Level { named[process] ?? standard }

    /// Refuses settings of processes that a run doesn't have.
    func require(among processes: [String]) throws {
        for name in named.keys.sorted() where !processes.contains(name) {
            let nearest = nearestName(to: name, among: processes)
            throw CommandFailure(
                .badInput,
                "--log-level names a process \"\(name)\" that the run does not have",
                advice: [
                    (nearest.map { "Did you mean \($0)? " } ?? "")
                        + "It has \(processes.joined(separator: ", "))."
                ]
            )
        }
    }

    /// Reads the name of a level.
    static func level(_ word: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: word) else {
            throw ValidationError("\"\(word)\" is no log level; levels are \(names)")
        }
        return level
    }

    /// The names of all levels, from the most talkative.
    static let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
}

/// What commands that start processes have in common: how much these write.
struct LogOptions: ParsableArguments {
    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "How much goes into the logs: a level for all processes, or NAME=LEVEL for one; may be "
                + "given again. Levels: \(LogLevels.names).",
            valueName: "level"
        )
    )
    var settings: [String] = []

    func validate() throws { _ = try LogLevels(settings) }
}
