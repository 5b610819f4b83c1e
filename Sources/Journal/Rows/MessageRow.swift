/// Which way a message went, seen from the process whose journal holds it.
package enum MessageDirection: String, Sendable, Codable, CaseIterable {
    /// Received and handled.
    case inbox
    /// Sent.
    case outbox
}

/// One message a process handled or sent, whole.
package struct MessageRow: Sendable, Equatable {
    /// Order of handling: one counter over inbox and outbox, strictly increasing.
    package var position: Int64
    /// Whether the process received or sent it.
    package var direction: MessageDirection
    /// Name of the sender (inbox) or the receiver (outbox).
    package var peer: String
    /// Dense number per sender and receiver.
    package var sequence: Int64
    /// Name of the payload, such as "BeginCycle".
    package var kind: String
    /// Cycle the message belongs to; 0 before the first.
    package var cycle: Int64
    /// Virtual time in nanoseconds since 1970-01-01 UTC.
    package var virtualTime: Int64
    /// The cycle or order it belongs to; empty when none.
    package var correlation: String
    /// Id of the message that caused it; empty when none.
    package var causation: String
    /// Number of the master's life.
    package var epoch: Int64
    /// Number of the worker's life.
    package var incarnation: Int64
    /// Lamport time of the sender.
    package var lamport: Int64
    /// Wall time at which it was sent, nanoseconds since 1970-01-01 UTC, by the sender's clock.
    package var sentWallTime: Int64
    /// Wall time at which it was received; `nil` in the outbox.
    package var receivedWallTime: Int64?
    /// The header frame as it was on the wire.
    package var header: [UInt8]
    /// The body frame as it was on the wire.
    package var body: [UInt8]

    /// Creates a row; nothing is checked until it is committed.
    package init(
        position: Int64,
        direction: MessageDirection,
        peer: String,
        sequence: Int64,
        kind: String,
        cycle: Int64,
        virtualTime: Int64,
        correlation: String,
        causation: String,
        epoch: Int64,
        incarnation: Int64,
        lamport: Int64,
        sentWallTime: Int64,
        receivedWallTime: Int64?,
        header: [UInt8],
        body: [UInt8]
    ) {
        self.position = position
        self.direction = direction
        self.peer = peer
        self.sequence = sequence
        self.kind = kind
        self.cycle = cycle
        self.virtualTime = virtualTime
        self.correlation = correlation
        self.causation = causation
        self.epoch = epoch
        self.incarnation = incarnation
        self.lamport = lamport
        self.sentWallTime = sentWallTime
        self.receivedWallTime = receivedWallTime
        self.header = header
        self.body = body
    }
}

extension MessageRow {
    private static let columns = [
        "position", "peer", "sequence", "kind", "cycle", "virtual_time", "correlation",
        "causation", "epoch", "incarnation", "lamport", "sent_wall_time", "header", "body",
    ]
    private static let inboxLayout = TableLayout("inbox", columns + ["received_wall_time"])
    private static let outboxLayout = TableLayout("outbox", columns)

    /// Returns the table that holds messages of a direction.
    static func layout(_ direction: MessageDirection) -> TableLayout {
        direction == .inbox ? inboxLayout : outboxLayout
    }

    /// How errors call the row.
    var name: String { "message \(sequence) of \(direction.rawValue) \(peer) at \(position)" }

    /// Binds the values in the order of the layout's columns.
    func bind(to binder: inout RowBinder) {
        binder.integer(position)
        binder.text(peer)
        binder.integer(sequence)
        binder.text(kind)
        binder.integer(cycle)
        binder.integer(virtualTime)
        binder.text(correlation)
        binder.text(causation)
        binder.integer(epoch)
        binder.integer(incarnation)
        binder.integer(lamport)
        binder.integer(sentWallTime)
        binder.blob(header)
        binder.blob(body)
        if direction == .inbox { binder.optionalInteger(receivedWallTime) }
    }

    /// Reads the values in the order of the layout's columns.
    init(_ direction: MessageDirection, from values: inout RowValues) {
        self.direction = direction
        position = values.integer()
        peer = values.text()
        sequence = values.integer()
        kind = values.text()
        cycle = values.integer()
        virtualTime = values.integer()
        correlation = values.text()
        causation = values.text()
        epoch = values.integer()
        incarnation = values.integer()
        lamport = values.integer()
        sentWallTime = values.integer()
        header = values.blob()
        body = values.blob()
        receivedWallTime = direction == .inbox ? values.optionalInteger() : nil
    }
}
