import ArgumentParser
import Inspection
import Journal

/// Options that ask for what led to a message and what it led to.
struct TraceAroundOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Causes and effects of this message, and theirs.", valueName: "id")
    )
    var around: String?

    @Option(help: "How many causes back and effects on --around goes.")
    var depth = 5

    /// Finds the messages; `nil` where none is asked for.
    func neighbourhood(in reading: RunReading) throws -> CausalNeighbourhood? {
        guard let around else { return nil }
        guard (0...1_000).contains(depth) else {
            throw CommandFailure(.badInput, "--depth \(depth): take a number from 0 to 1,000")
        }
        return try CausalNeighbourhood(
            of: try TraceLookup(reading).messageID(around, "--around"),
            depth: depth,
            in: reading
        )
    }
}

/// A message with its causes and its effects, theirs, and so on, up to a number of steps.
struct CausalNeighbourhood {
    /// A message and how far it is.
    struct Entry {
        let message: TraceMessage
        /// Steps to it: below zero for causes, above for effects.
        let distance: Int
    }

    /// Most messages that are gathered; effects may branch.
    static let countMaximum = 5_000

    /// The messages, causes before effects.
    let entries: [Entry]

    /// Follows the causes and effects that messages name.
    init(of id: TraceID, depth: Int, in reading: RunReading) throws {
        let lookup = TraceLookup(reading)
        let centre = try lookup.message(id)
        var entries = [
            Entry(message: try centre.message(), distance: 0)
        ]
        var cause = centre.sent.causation
        for step in 0..<depth {
            guard let id = TraceID(cause), case .message = id else { break }
            let found = try lookup.message(id)
            entries.append(
                Entry(
                    message: try found.message(),
                    distance: -step - 1
                )
            )
            cause = found.sent.causation
        }
        var edge = [centre]
        for step in 0..<depth {
            var next: [TraceLookup.FoundMessage] = []
            for found in edge where entries.count + next.count < Self.countMaximum {
                next += try lookup.effects(of: found)
            }
            guard !next.isEmpty else { break }
            entries += try next.map {
                Entry(message: try $0.message(), distance: step + 1)
            }
            edge = next
        }
        self.entries = entries.sorted { $0.message.place < $1.message.place }
    }
}
