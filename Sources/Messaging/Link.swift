import DequeModule
package import Persistence

/// One process's side of the two streams between it and another process.
///
/// Decides what to take, what to keep for sending again and what to acknowledge; sends nothing
/// itself. The transport below may lose, repeat and reorder: this is what makes effects happen once.
package struct Link: Sendable {
    /// What to do with a message that arrived.
    package enum Arrival: Sendable, Hashable {
        /// It is the next one: handle it.
        case take
        /// It was taken before and says the same: only acknowledge.
        case repetition
        /// One before it is missing: ask the other side to resend.
        case gap
        /// It answers what this life has not said yet, or comes behind a gap that was noticed before:
        /// leave it; it will come again.
        case early
    }

    /// What is kept of a message: enough to send it again, or to know it again.
    package struct Kept: Sendable, Hashable {
        /// Its place in its stream.
        package let sequence: UInt64
        /// The content part of its header.
        package let content: [UInt8]
        /// Its second frame.
        package let body: [UInt8]
        /// The message that caused it; `nil` for the first.
        package let causation: MessageID?

        init(_ envelope: Envelope) {
            causation = MessageID(envelope.content.causation)
            sequence = envelope.content.sequence
            content = envelope.contentBytes
            body = envelope.bodyBytes
        }
    }

    /// This process.
    package let local: String
    /// The other process.
    package let remote: String
    /// Messages that may wait for their acknowledgement; a full window stops the producer.
    package let windowMaximum: Int
    /// Mistakes it commits; none outside the simulator.
    package let flaws: Flaws
    /// Sequence of the last message said.
    package private(set) var said: UInt64 = 0
    /// Sequence of the last message taken.
    package private(set) var applied: UInt64 = 0
    /// Sequence of the last message taken that is durable: what may be acknowledged.
    package private(set) var durable: UInt64 = 0
    /// Sequence of the last message said that the other process has made durable.
    package private(set) var acknowledged: UInt64 = 0
    /// How far this process had come when it last noticed a gap.
    private var gapAfter: UInt64?
    private var waiting: Deque<Kept> = []
    private var recent: Deque<Kept> = []

    /// Opens both streams at their start.
    package init(
        local: String,
        remote: String,
        windowMaximum: Int = 1_024,
        flaws: Flaws = []
    ) {
        self.flaws = flaws
        self.local = local
        self.remote = remote
        self.windowMaximum = windowMaximum
    }

    /// Whether another message may be said.
    package var hasCredit: Bool { waiting.count < windowMaximum }

    /// Names, numbers and keeps a new message.
    ///
    /// - Throws: ``MessagingError`` with `windowFull` or `malformed`.
    package mutating func say(
        _ body: Bursar_V1_Body,
        correlation: String,
        causation: MessageID?,
        virtualTime: Int64
    ) throws(MessagingError) -> Envelope {
        guard hasCredit else {
            throw MessagingError(
                .windowFull,
                "\(remote) has not acknowledged \(windowMaximum) messages; nothing more is said to it"
            )
        }
        var content = Bursar_V1_Content()
        content.sequence = said + 1
        content.sender = local
        content.receiver = remote
        content.correlation = correlation
        if let causation { content.causation = causation.reference }
        content.virtualTime = virtualTime
        let envelope = try Envelope(content: content, body: body)
        said += 1
        waiting.append(Kept(envelope))
        return envelope
    }

    /// Decides on a stream message from the other process.
    ///
    /// - Throws: ``MessagingError`` with `wrongReceiver` or `divergence`.
    package mutating func receive(_ envelope: Envelope) throws(MessagingError) -> Arrival {
        let content = envelope.content
        guard content.sender == remote, content.receiver == local else {
            throw MessagingError(
                .wrongReceiver,
                "\(local) took a message from \(content.sender) to \(content.receiver) on its link to \(remote)"
            )
        }
        if content.sequence <= applied {
            if flaws.contains(.takesRepetitions) { return .take }
            try compareWithRecent(envelope)
            return .repetition
        }
        guard content.sequence == applied + 1 else {
            // Asking once is enough: each answer brings all that is missing, and an answer for every
            // message behind the gap would bring it so many times that nothing else gets through.
            defer { gapAfter = applied }
            return gapAfter == applied ? .early : .gap
        }
        let cause = content.causation
        let isEarly = cause.sender == local && cause.receiver == remote && cause.sequence > said
        if isEarly, !flaws.contains(.takesEarlyAnswers) { return .early }
        applied += 1
        recent.append(Kept(envelope))
        if recent.count > windowMaximum { recent.removeFirst() }
        return .take
    }

    private func compareWithRecent(_ envelope: Envelope) throws(MessagingError) {
        let sequence = envelope.content.sequence
        guard let first = recent.first?.sequence, sequence >= first else { return }
        guard recent[Int(sequence - first)] == Kept(envelope) else {
            throw MessagingError(
                .divergence,
                """
                \(remote) said message \(sequence) twice with different content; one of its lives \
                decided otherwise, so the run stops
                """
            )
        }
    }

    /// Drops what the other process has made durable.
    ///
    /// It may have what an earlier life of this process said beyond its own last commit. This life
    /// says the same again when it comes to it, so that is kept until then.
    ///
    /// - Throws: ``MessagingError`` with `overAcknowledged` for more than any life can have said.
    package mutating func acknowledged(through sequence: UInt64) throws(MessagingError) {
        guard sequence <= said + UInt64(windowMaximum) else {
            throw MessagingError(
                .overAcknowledged,
                "\(remote) acknowledges message \(sequence) of \(local), which has said \(said)"
            )
        }
        acknowledged = max(acknowledged, min(sequence, said))
        while let first = waiting.first, first.sequence <= sequence {
            waiting.removeFirst()
        }
    }

    /// Notes that what was taken up to a sequence is durable.
    package mutating func committed(through sequence: UInt64) {
        precondition(sequence <= applied, "\(local) took \(applied) messages, not \(sequence)")
        durable = max(durable, sequence)
    }

    /// The messages the other side has not made durable, oldest first, to be sent again.
    package var unacknowledged: [Kept] { Array(waiting) }

    /// What of that answers a message which came a second time: its sender lost the answer.
    package func answers(to cause: MessageID) -> [Kept] {
        waiting.filter { $0.causation == cause }
    }
}

extension Link: Persistable {
    /// How far both streams had come; what of them was kept, ``remember(_:)`` takes back.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&said)
        try coder.exchange(&applied)
        guard coder.isReading else { return }
        (durable, acknowledged, gapAfter) = (applied, said, nil)
        waiting.removeAll()
        recent.removeAll()
    }

    /// What the other process had acknowledged, which depends on when it said so.
    package mutating func exchangeDelivery(
        with coder: inout StateCoder
    ) throws(PersistenceError) {
        try coder.exchange(&acknowledged)
        guard acknowledged <= said else {
            throw PersistenceError(
                .malformed,
                "\(remote) acknowledged \(acknowledged) of \(said) messages"
            )
        }
    }

    /// How many messages that wait for an acknowledgement were not taken back yet.
    package var forgotten: Int { Int(said - acknowledged) - waiting.count }

    /// Takes back a message that the journal holds; they come newest first.
    package mutating func remember(_ envelope: Envelope) {
        let kept = Kept(envelope)
        if envelope.content.sender == local {
            let next = waiting.first?.sequence ?? said + 1
            guard kept.sequence + 1 == next, kept.sequence > acknowledged else { return }
            waiting.prepend(kept)
        } else {
            let next = recent.first?.sequence ?? applied + 1
            guard kept.sequence + 1 == next, recent.count < windowMaximum else { return }
            recent.prepend(kept)
        }
    }
}
