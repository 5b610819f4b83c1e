import Digest
package import Journal
package import Messaging
import SwiftProtobuf
package import Transport

/// The durable, sequenced mailbox of one process: what arrives is taken once and journaled, what is
/// said is numbered, journaled and kept until the other side has made it durable.
///
/// Rows collect in ``batch`` and become durable together (group commit); only what is durable is
/// acknowledged. The owner is an actor on the process's executor.
package struct Mailbox {
    /// The name of this process.
    package let local: String
    /// Rows that the next commit makes durable; the owner adds its own.
    package var batch = JournalBatch()
    /// The master's life number, as this process knows it.
    package var epoch: UInt64 = 0
    /// The life number of the worker at this or the other end.
    package var incarnation: UInt64 = 0
    /// Where it ends itself; `nil` but under torture.
    package var failpoint: Failpoint?
    /// The message being handled.
    package internal(set) var cause: MessageID?
    /// Place of the last journaled message among all of this process.
    package internal(set) var position: Int64

    private let journal: any JournalWriting
    /// Mistakes it commits; none outside the simulator.
    package let flaws: Flaws
    let clock: NodeClock
    private var group: GroupCommit
    var links: [String: Link] = [:]
    var names: [String] = []
    var lamport: UInt64 = 0
    private var rowsCounted = 0
    /// Whether what the journal holds is being executed again: nothing is committed meanwhile.
    package internal(set) var isRecovering = false
    /// How many rows of each kind were written before those in ``batch``.
    var mark = JournalMark()
    /// Takes and stores snapshots; `nil` before recovery.
    var keeper: SnapshotKeeper?
    /// Batches handed to the journal that were not durable when last looked at, oldest first.
    private var handedOver: [HandOver] = []

    /// How far every link had been taken when a batch was handed over.
    private struct HandOver {
        let position: Int64
        let applied: [(name: String, sequence: UInt64)]
    }

    /// Opens a mailbox over a journal.
    package init(
        local: String,
        journal: sending any JournalWriting,
        mode: GroupCommit.Mode,
        clock: NodeClock,
        flaws: Flaws = []
    ) {
        self.local = local
        self.flaws = flaws
        self.clock = clock
        position = journal.durablePosition
        group = GroupCommit(mode: mode, durablePosition: journal.durablePosition)
        self.journal = journal
    }

    /// Position at which the journal ends.
    var journalPosition: Int64 { journal.durablePosition }

    /// Opens the streams to and from another process.
    package mutating func open(_ remote: String, windowMaximum: Int = 1_024) {
        links[remote] = Link(
            local: local,
            remote: remote,
            windowMaximum: windowMaximum,
            flaws: flaws
        )
        names.append(remote)
        names.sort()
    }

    /// Sequence of the last message of a process's stream that is durable here.
    package func durable(_ remote: String) -> UInt64 {
        guard let link = links[remote] else { return 0 }
        return flaws.contains(.acknowledgesBeforeDurable) ? link.applied : link.durable
    }

    /// Takes a stream message, or says why not; a message taken becomes the ``cause``.
    ///
    /// - Throws: ``MessagingError``, or ``NodeError`` with `unknownPeer`.
    package mutating func receive(_ envelope: Envelope, header: [UInt8]) throws -> Link.Arrival {
        let (content, transport) = (envelope.content, envelope.transport)
        let arrival = try withLink(content.sender) { link throws(MessagingError) in
            try link.acknowledged(through: transport.acknowledged)
            return try link.receive(envelope)
        }
        guard arrival == .take else { return arrival }
        lamport = max(lamport, transport.lamport) + 1
        position += 1
        cause = envelope.id
        let now = clock.wallTime()
        batch.messages.append(row(envelope, .inbox, transport, header, receivedAt: now))
        failpoint?.reach(.apply)
        return arrival
    }

    /// Numbers, journals and encodes a stream message for another process.
    ///
    /// - Throws: ``MessagingError``, or ``NodeError`` with `unknownPeer`.
    package mutating func say(
        _ body: Bursar_V1_Body,
        to remote: String,
        correlation: String,
        virtualTime: Int64,
        because cause: MessageID?
    ) throws -> WireMessage {
        let envelope = try withLink(remote) { link throws(MessagingError) in
            try link.say(
                body,
                correlation: correlation,
                causation: cause,
                virtualTime: virtualTime
            )
        }
        let transport = stamp(for: remote)
        let header = try HeaderFrame.join(content: envelope.contentBytes, transport: transport)
        position += 1
        batch.messages.append(row(envelope, .outbox, transport, header, receivedAt: nil))
        failpoint?.reach(.write)
        return WireMessage(header: header, body: envelope.bodyBytes)
    }

    /// Encodes a session message, which is neither numbered nor journaled.
    ///
    /// - Throws: ``MessagingError`` with `malformed`.
    package mutating func session(
        _ body: Bursar_V1_Body,
        to remote: String,
        about correlation: String = ""
    ) throws -> WireMessage {
        var content = Bursar_V1_Content()
        content.sender = local
        content.receiver = remote
        content.correlation = correlation
        let envelope = try Envelope(content: content, body: body)
        let header = try HeaderFrame.join(
            content: envelope.contentBytes,
            transport: stamp(for: remote)
        )
        return WireMessage(header: header, body: envelope.bodyBytes)
    }

    /// Encodes again what another process has not made durable, beyond what it says it has.
    ///
    /// - Throws: ``MessagingError``, or ``NodeError`` with `unknownPeer`.
    package mutating func resend(to remote: String, after applied: UInt64) throws -> [WireMessage] {
        let kept = try withLink(remote) { link throws(MessagingError) in
            try link.acknowledged(through: min(applied, link.said))
            return link.flaws.contains(.forgetsToResend) ? [] : link.unacknowledged
        }
        return try kept.map { kept in
            let header = try HeaderFrame.join(
                content: kept.content,
                transport: stamp(for: remote)
            )
            return WireMessage(header: header, body: kept.body)
        }
    }

    /// Encodes again the answers to a message that came a second time.
    ///
    /// - Throws: ``MessagingError`` with `malformed`.
    package mutating func answers(to question: MessageID) throws -> [WireMessage] {
        try (links[question.sender]?.answers(to: question) ?? []).map { kept in
            let header = try HeaderFrame.join(
                content: kept.content,
                transport: stamp(for: question.sender)
            )
            return WireMessage(header: header, body: kept.body)
        }
    }

    /// Whether another process says that it has less than what it acknowledged before.
    package func hasForgotten(_ remote: String, applied: UInt64) -> Bool {
        applied < links[remote]?.acknowledged ?? 0
    }

    /// Drops what another process says it has made durable.
    ///
    /// - Throws: ``MessagingError`` with `overAcknowledged`, or ``NodeError`` with `unknownPeer`.
    package mutating func acknowledged(by remote: String, through sequence: UInt64) throws {
        try withLink(remote) { link throws(MessagingError) in
            try link.acknowledged(through: sequence)
        }
    }

    /// Whether another process has made durable all that was said to it.
    package func isSettled(with remote: String) -> Bool {
        links[remote]?.unacknowledged.isEmpty ?? true
    }

    /// Notes that the message was handled to its end.
    package mutating func handled() { cause = nil }

    private mutating func stamp(for remote: String) -> Bursar_V1_Transport {
        lamport += 1
        var transport = Bursar_V1_Transport()
        transport.epoch = epoch
        transport.incarnation = incarnation
        transport.acknowledged = durable(remote)
        failpoint?.reach(.acknowledge)
        transport.lamport = lamport
        transport.wallTime = clock.wallTime()
        return transport
    }

    mutating func withLink<Result>(
        _ remote: String,
        _ body: (inout Link) throws(MessagingError) -> Result
    ) throws -> Result {
        guard links[remote] != nil else {
            throw NodeError(.unknownPeer, "\(local) has no link to \"\(remote)\"")
        }
        return try body(&links[remote, default: Link(local: local, remote: remote)])
    }
}

extension Mailbox {
    /// Commits when a cycle's end makes it due. Throws ``JournalError``.
    package mutating func cycleEnded() throws {
        noteRows()
        try act(on: group.handle(.cycleEnded(at: clock.elapsed())))
    }

    /// Commits when it is due at the end of a poll round. Throws ``JournalError``.
    package mutating func roundEnded() throws {
        noteRows()
        try act(on: group.handle(.roundEnded(at: clock.elapsed())))
    }

    /// Commits what there is. Throws ``JournalError``.
    package mutating func commit() throws {
        noteRows()
        try act(on: group.handle(.barrierReached))
    }

    /// Makes the start of a life durable, before anything is said in it. Throws ``JournalError``.
    package mutating func begin(_ life: LifeRow) throws {
        batch.lives.append(life)
        try commit()
        try journal.flush()
        noteDurable()
    }

    /// Commits and finishes the journal. Throws ``JournalError``.
    package mutating func close() throws {
        try commit()
        try journal.close()
        noteDurable()
        keeper?.settle()
    }

    private mutating func noteRows() {
        let count = batch.rowCount
        guard count > rowsCounted, !isRecovering else { return }
        _ = group.handle(.rowsAdded(count: count - rowsCounted, at: clock.elapsed()))
        rowsCounted = count
    }

    private mutating func act(on action: GroupCommit.Action) throws {
        if action == .commit, !isRecovering {
            handedOver.append(
                HandOver(
                    position: position,
                    applied: names.map { ($0, links[$0]?.applied ?? 0) }
                )
            )
            failpoint?.reach(.commit)
            try journal.commit(batch)
            failpoint?.reach(.committed)
            mark.pass(batch)
            batch.removeAll()
            rowsCounted = 0
            group.committed(through: position)
        }
        noteDurable()
    }

    /// Lets what has become durable be acknowledged, and a snapshot that stands on it be stored.
    private mutating func noteDurable() {
        storeSnapshot()
        guard let first = handedOver.first else { return }
        let durable = journal.durablePosition
        guard first.position <= durable else { return }
        while let next = handedOver.first, next.position <= durable {
            for (name, sequence) in next.applied { links[name]?.committed(through: sequence) }
            handedOver.removeFirst()
        }
    }

    private func row(
        _ envelope: Envelope,
        _ direction: MessageDirection,
        _ transport: Bursar_V1_Transport,
        _ header: [UInt8],
        receivedAt: Int64?
    ) -> MessageRow {
        let content = envelope.content
        let isOutgoing = direction == .outbox
        return MessageRow(
            position: position,
            direction: direction,
            peer: isOutgoing ? content.receiver : content.sender,
            sequence: Int64(content.sequence),
            kind: envelope.body.name,
            cycle: Int64(envelope.body.cycle),
            virtualTime: content.virtualTime,
            correlation: content.correlation,
            causation: MessageID(content.causation)?.description ?? "",
            epoch: Int64(transport.epoch),
            incarnation: Int64(transport.incarnation),
            lamport: Int64(transport.lamport),
            sentWallTime: transport.wallTime,
            receivedWallTime: receivedAt,
            header: header,
            body: envelope.bodyBytes
        )
    }
}

extension Mailbox {
    /// Makes a stream message of what reached this process otherwise, as the next from `sender`.
    ///
    /// - Returns: The message and its header frame, to be received.
    /// - Throws: ``MessagingError``, or ``NodeError`` with `unknownPeer`.
    package mutating func numbered(
        _ body: Bursar_V1_Body,
        from sender: String,
        correlation: String,
        virtualTime: Int64
    ) throws -> (envelope: Envelope, header: [UInt8]) {
        var content = Bursar_V1_Content()
        content.sequence = try withLink(sender) { link throws(MessagingError) in link.applied + 1 }
        content.sender = sender
        content.receiver = local
        content.correlation = correlation
        content.virtualTime = virtualTime
        let envelope = try Envelope(content: content, body: body)
        let header = try HeaderFrame.join(
            content: envelope.contentBytes,
            transport: stamp(for: sender)
        )
        return (try Envelope(header: header, body: envelope.bodyBytes), header)
    }

    /// Commits what there is and waits until it is durable. Throws ``JournalError``.
    package mutating func makeDurable() throws {
        guard !isRecovering else { return }
        try commit()
        try journal.flush()
        noteDurable()
    }
}
