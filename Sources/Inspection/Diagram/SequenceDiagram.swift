import Market

/// A space–time diagram: processes side by side, logical time downwards, an arrow for each message.
package struct SequenceDiagram: Sendable {
    /// A message between two processes.
    package struct Arrow: Sendable, Hashable {
        /// The message's id.
        package let id: String
        /// Its kind.
        package let kind: String
        /// What it says, in a few words.
        package let gist: String
        /// Number of the sender's line.
        package let from: Int
        /// Number of the receiver's line.
        package let to: Int
        /// The logical time at which it was said, counted from 1 within the diagram.
        package let saidAt: Int
        /// The logical time at which it was taken; `nil` where it was not.
        package let takenAt: Int?
        /// Time on its way in words; empty where it was not taken.
        package let transit: String
        /// Whether the diagram is about it.
        package let isStrong: Bool
    }

    /// What it shows, in a line.
    package let title: String
    /// The processes, by number.
    package let processes: [String]
    /// The messages, causes before effects.
    package let arrows: [Arrow]
    /// What was left out, in words; empty where nothing was.
    package let leftOut: String

    /// Lays messages out.
    ///
    /// Logical time is Lamport's, counted anew within the window: each event is one later than the
    /// one before it in its process, and a taking at least one later than the saying.
    package init(
        _ timeline: TraceTimeline,
        title: String,
        strong: Set<String> = [],
        leftOut: String = ""
    ) {
        self.title = title
        self.leftOut = leftOut
        processes = timeline.processes
        var clock = [Int](repeating: 0, count: timeline.processes.count)
        var said = [Int](repeating: 0, count: timeline.flights.count)
        var taken = [Int?](repeating: nil, count: timeline.flights.count)
        timeline.inCausalOrder { process, index in
            let event = timeline.events[process][index]
            if event.isTaken {
                clock[process] = max(clock[process], said[event.flight]) + 1
                taken[event.flight] = clock[process]
            } else {
                clock[process] += 1
                said[event.flight] = clock[process]
            }
        }
        let numbers = [String: Int](
            uniqueKeysWithValues: timeline.processes.enumerated().map { ($1, $0) }
        )
        arrows = timeline.flights.enumerated().map { index, flight in
            let message = flight.message
            let transit = flight.receivedAt.map { $0.nanoseconds - message.sentAt.nanoseconds }
            return Arrow(
                id: message.id,
                kind: message.kind,
                gist: message.gist,
                from: numbers[message.sender] ?? 0,
                to: numbers[message.receiver] ?? 0,
                saidAt: said[index],
                takenAt: taken[index],
                transit: transit.map { NumberText.duration(nanoseconds: max(0, $0)) } ?? "",
                isStrong: strong.contains(message.id)
            )
        }.sorted { ($0.saidAt, $0.from, $0.id) < ($1.saidAt, $1.from, $1.id) }
    }

    /// The last logical time.
    package var duration: Int {
        arrows.map { max($0.saidAt, $0.takenAt ?? 0) }.max() ?? 0
    }

    /// The diagram as programs read it.
    package var json: JSONValue {
        [
            "title": .string(title), "left_out": .string(leftOut),
            "processes": .array(processes.map { .string($0) }),
            "arrows": .array(
                arrows.map { arrow in
                    [
                        "id": .string(arrow.id), "kind": .string(arrow.kind),
                        "from": .string(processes[arrow.from]),
                        "to": .string(processes[arrow.to]), "gist": .string(arrow.gist),
                        "said_at": .integer(Int64(arrow.saidAt)),
                        "taken_at": arrow.takenAt.map { .integer(Int64($0)) } ?? .null,
                        "transit": .string(arrow.transit), "is_strong": .bool(arrow.isStrong),
                    ]
                }
            ),
        ]
    }
}
