package import Market

/// One message of a run, as its sender journaled it.
package struct TraceMessage: Sendable, Hashable {
    /// Its name.
    package var id: String
    /// The process that said it, in whose journal it stands.
    package var sender: String
    /// The process it was said to.
    package var receiver: String
    /// Its place among all messages of the sender's journal.
    package var position: Int64
    /// What kind it is, such as `BeginCycle`.
    package var kind: String
    /// The cycle it opens or reports; 0 for all others.
    package var cycle: Int64
    /// The cycle or order it belongs to.
    package var correlation: String
    /// The message that caused it; empty for none.
    package var causation: String
    /// The market time at which it was said.
    package var virtualTime: Timestamp
    /// The sender's logical time.
    package var lamport: Int64
    /// The sender's clock when it was sent.
    package var sentAt: Timestamp
    /// Length of both frames.
    package var bytes: Int64
    /// What it says, in a few words.
    package var gist: String

    /// Takes what the journal holds.
    package init(
        id: String,
        sender: String,
        receiver: String,
        position: Int64,
        kind: String,
        cycle: Int64,
        correlation: String,
        causation: String,
        virtualTime: Timestamp,
        lamport: Int64,
        sentAt: Timestamp,
        bytes: Int64 = 0,
        gist: String
    ) {
        self.id = id
        self.sender = sender
        self.receiver = receiver
        self.position = position
        self.kind = kind
        self.cycle = cycle
        self.correlation = correlation
        self.causation = causation
        self.virtualTime = virtualTime
        self.lamport = lamport
        self.sentAt = sentAt
        self.bytes = bytes
        self.gist = gist
    }

    /// Where it stands among the messages of all processes.
    package var place: CausalPlace {
        CausalPlace(lamport: lamport, process: sender, position: position)
    }

    /// The message as programs read it.
    package var json: JSONValue {
        [
            "id": .string(id), "sender": .string(sender), "receiver": .string(receiver),
            "kind": .string(kind), "cycle": .integer(cycle), "correlation": .string(correlation),
            "causation": .string(causation), "lamport": .integer(lamport),
            "virtual_time": .string(virtualTime.description),
            "sent_at": .string(sentAt.description), "bytes": .integer(bytes), "gist": .string(gist),
        ]
    }
}

/// An order over the messages of all processes in which causes come before their effects.
package struct CausalPlace: Sendable, Hashable, Comparable {
    /// Logical time at the sender: above that of everything the sender had seen.
    package let lamport: Int64
    /// The sender.
    package let process: String
    /// Place in the sender's journal.
    package let position: Int64

    /// Takes a place.
    package init(lamport: Int64, process: String, position: Int64) {
        self.lamport = lamport
        self.process = process
        self.position = position
    }

    package static func < (left: CausalPlace, right: CausalPlace) -> Bool {
        (left.lamport, left.process, left.position) < (right.lamport, right.process, right.position)
    }
}

/// Which messages are wanted; what is `nil` is not asked.
package struct TraceFilter: Sendable, Hashable {
    /// Kind of message.
    package var kind: String?
    /// Sender or receiver.
    package var worker: String?
    /// Cycles, ends included.
    package var cycles: ClosedRange<Int64>?
    /// Market times, ends included.
    package var times: ClosedRange<Timestamp>?
    /// The cycle or order they belong to, as `C-412`.
    package var correlation: String?

    /// Wants all messages but for what is named.
    package init(
        kind: String? = nil,
        worker: String? = nil,
        cycles: ClosedRange<Int64>? = nil,
        times: ClosedRange<Timestamp>? = nil,
        correlation: String? = nil
    ) {
        self.kind = kind
        self.worker = worker
        self.cycles = cycles
        self.times = times
        self.correlation = correlation
    }

    /// Whether a message is wanted.
    package func accepts(_ message: TraceMessage) -> Bool {
        if let kind, message.kind != kind { return false }
        if let worker, message.sender != worker, message.receiver != worker { return false }
        if let cycles, !cycles.contains(message.cycle) { return false }
        if let times, !times.contains(message.virtualTime) { return false }
        if let correlation, message.correlation != correlation { return false }
        return true
    }
}
