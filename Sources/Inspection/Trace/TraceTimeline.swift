package import Market

/// A message from its sender's journal together with what its receiver's tells of it.
package struct TraceFlight: Sendable, Hashable {
    /// What was said, as its sender journaled it.
    package var message: TraceMessage
    /// Its place among all messages of the receiver's journal; `nil` where it was not taken.
    package var receivedPosition: Int64?
    /// The receiver's clock when it was taken.
    package var receivedAt: Timestamp?

    /// Takes what both journals hold.
    package init(
        message: TraceMessage,
        receivedPosition: Int64?,
        receivedAt: Timestamp?
    ) {
        self.message = message
        self.receivedPosition = receivedPosition
        self.receivedAt = receivedAt
    }

    /// The message as programs read it, with its arrival.
    package var json: JSONValue {
        guard case .object(var fields) = message.json else { return message.json }
        fields["received_at"] = .optional(receivedAt?.description)
        return .object(fields)
    }
}

/// What processes did with the messages of a window: each said or took them one after the other.
package struct TraceTimeline: Sendable {
    /// A process says or takes a message.
    package struct Event: Sendable, Hashable {
        /// Number of the flight.
        package let flight: Int
        /// Whether the message is taken rather than said.
        package let isTaken: Bool
        /// Who says or takes it.
        package let process: String
        /// Place among all messages of the process.
        package let position: Int64
        /// The process's clock.
        package let at: Timestamp
    }

    /// The messages, causes before effects.
    package let flights: [TraceFlight]
    /// The processes that take part, the master first.
    package let processes: [String]
    /// What each process did, in its own order; by number of the process.
    package let events: [[Event]]

    /// Puts events in the order of each process.
    package init(_ flights: [TraceFlight]) {
        let flights = flights.sorted { $0.message.place < $1.message.place }
        var byProcess: [String: [Event]] = [:]
        for (index, flight) in flights.enumerated() {
            let message = flight.message
            byProcess[message.sender, default: []].append(
                Event(
                    flight: index,
                    isTaken: false,
                    process: message.sender,
                    position: message.position,
                    at: message.sentAt
                )
            )
            byProcess[message.receiver, default: []] +=
                flight.receivedPosition.map { position in
                    [
                        Event(
                            flight: index,
                            isTaken: true,
                            process: message.receiver,
                            position: position,
                            at: flight.receivedAt ?? message.sentAt
                        )
                    ]
                } ?? []
        }
        self.flights = flights
        processes = byProcess.keys.sorted {
            ($0 == "master" ? 0 : 1, $0) < ($1 == "master" ? 0 : 1, $1)
        }
        events = processes.map { name in
            (byProcess[name] ?? []).sorted { $0.position < $1.position }
        }
    }

    /// Returns the moment of the last thing said while a message was handled; `nil` for nothing.
    package func handledUntil(process: Int, event: Int) -> Timestamp? {
        var last: Timestamp?
        for later in events[process][(event + 1)...] {
            if later.isTaken { break }
            last = later.at
        }
        return last
    }

    /// Visits all events so that each comes after the one before it in its process, and a taking
    /// after the saying.
    ///
    /// - Parameter visit: Takes the number of the process and of the event in it.
    package func inCausalOrder(_ visit: (Int, Int) -> Void) {
        var next = [Int](repeating: 0, count: processes.count)
        var isSaid = [Bool](repeating: false, count: flights.count)
        var hasMoved = true
        while hasMoved {
            hasMoved = false
            for process in processes.indices {
                while next[process] < events[process].count {
                    let event = events[process][next[process]]
                    if event.isTaken, !isSaid[event.flight] { break }
                    if !event.isTaken { isSaid[event.flight] = true }
                    visit(process, next[process])
                    next[process] += 1
                    hasMoved = true
                }
            }
        }
    }
}
