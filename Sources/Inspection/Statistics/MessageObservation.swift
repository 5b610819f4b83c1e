/// What one process's journal tells of a message: enough to measure its way and to find faults.
package struct MessageObservation: Sendable, Hashable {
    /// Order of handling in this process.
    package var position: Int64
    /// Whether this process received it rather than sent it.
    package var isReceived: Bool
    /// Number of the other process.
    package var peer: Int
    /// Number of the kind.
    package var kind: Int
    /// Dense number per sender and receiver.
    package var sequence: Int64
    /// The master's life.
    package var epoch: Int64
    /// What its sender had made durable of what this process said; 0 for messages sent.
    package var acknowledged: Int64
    /// The sender's clock, nanoseconds.
    package var sentAt: Int64
    /// The receiver's clock when it was taken, nanoseconds; 0 for messages sent.
    package var receivedAt: Int64
    /// Length of both frames.
    package var bytes: Int64

    /// Takes what the journal holds.
    package init(
        position: Int64,
        isReceived: Bool,
        peer: Int,
        kind: Int,
        sequence: Int64,
        epoch: Int64,
        acknowledged: Int64,
        sentAt: Int64,
        receivedAt: Int64,
        bytes: Int64
    ) {
        self.position = position
        self.isReceived = isReceived
        self.peer = peer
        self.kind = kind
        self.sequence = sequence
        self.epoch = epoch
        self.acknowledged = acknowledged
        self.sentAt = sentAt
        self.receivedAt = receivedAt
        self.bytes = bytes
    }
}

/// When something between two processes is worth telling.
package struct TraceThresholds: Sendable, Hashable {
    /// A message that waits longer for its acknowledgement is told of, nanoseconds.
    package var unacknowledged: Int64
    /// A process that hears nothing from one it speaks to for longer is told of, nanoseconds.
    package var silence: Int64
    /// An answer to the master that takes longer is torpid, nanoseconds.
    package var torpid: Int64
    /// So many messages without an acknowledgement fill a window.
    package var window: Int64

    /// Takes the thresholds.
    package init(unacknowledged: Int64, silence: Int64, torpid: Int64, window: Int64) {
        self.unacknowledged = unacknowledged
        self.silence = silence
        self.torpid = torpid
        self.window = window
    }
}

/// Something in the journals that should not be, or that somebody should look at.
package struct TraceFinding: Sendable, Hashable {
    /// What it is.
    package enum Code: String, Sendable, CaseIterable {
        /// A number is missing in a stream.
        case gap
        /// A number stands twice in a stream.
        case duplicate
        /// A message of an earlier life of the master was taken after one of a later life.
        case staleEpoch = "stale_epoch"
        /// Messages waited long for their acknowledgement.
        case unacknowledged
        /// One side spoke and the other did not.
        case oneWaySilence = "one_way_silence"
        /// As many messages as a window holds were not acknowledged.
        case windowFull = "window_full"
        /// A worker lives but answers late.
        case torpid
    }

    /// What it is.
    package var code: Code
    /// The process in whose journal it shows.
    package var process: String
    /// The other process.
    package var peer: String
    /// A message to look at first.
    package var message: String
    /// How many messages it is about.
    package var count: Int64
    /// The first of them, nanoseconds since 1970-01-01 UTC.
    package var from: Int64
    /// The last of them, nanoseconds since 1970-01-01 UTC.
    package var to: Int64
    /// The longest wait, nanoseconds; 0 where nobody waited.
    package var worst: Int64

    /// Takes a finding.
    package init(
        code: Code,
        process: String,
        peer: String,
        message: String,
        count: Int64,
        from: Int64,
        to: Int64,
        worst: Int64
    ) {
        self.code = code
        self.process = process
        self.peer = peer
        self.message = message
        self.count = count
        self.from = from
        self.to = to
        self.worst = worst
    }

    /// The finding in words.
    package var words: String {
        let messages = NumberText.count(count, "message")
        let wait = NumberText.duration(nanoseconds: worst)
        return switch code {
        case .gap: "\(messages) missing in the stream from \(peer) to \(process) before \(message)"
        case .duplicate: "\(message) stands twice in the journal of \(process)"
        case .staleEpoch:
            "\(messages) of an earlier life of the master, taken by \(process) after a later one"
        case .unacknowledged:
            "\(peer) left \(messages) of \(process) unacknowledged for up to \(wait)"
        case .oneWaySilence: "\(process) said \(messages) to \(peer) and heard nothing for \(wait)"
        case .windowFull: "\(messages) of \(process) to \(peer) waited at once: the window was full"
        case .torpid: "\(peer) answered \(messages) late, after up to \(wait)"
        }
    }

    /// The finding as programs read it.
    package var json: JSONValue {
        [
            "code": .string(code.rawValue), "process": .string(process), "peer": .string(peer),
            "message": .string(message), "count": .integer(count), "from_ns": .integer(from),
            "to_ns": .integer(to), "worst_ns": .integer(worst), "words": .string(words),
        ]
    }
}
