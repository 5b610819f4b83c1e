package import Journal
package import Messaging

extension Mailbox {
    /// Begins to recover what the journal holds, from its beginning or a snapshot.
    package mutating func beginRecovery() {
        precondition(position == journalPosition, "\(local) has already begun")
        isRecovering = true
        position = 0
    }

    /// Where everything that was recovered so far was written.
    package var recovered: JournalMark {
        var mark = mark
        mark.position = position
        return mark
    }

    /// Takes a stored message as if it had just arrived; it becomes the ``cause``.
    ///
    /// - Throws: ``MessagingError``, ``NodeError`` with `unknownPeer`, or `divergence` when it is
    ///   not the next one.
    package mutating func retake(_ row: MessageRow) throws -> Envelope {
        let envelope = try Envelope(header: row.header, body: row.body)
        let (content, transport) = (envelope.content, envelope.transport)
        let arrival = try withLink(content.sender) { link throws(MessagingError) in
            try link.acknowledged(through: transport.acknowledged)
            return try link.receive(envelope)
        }
        guard arrival == .take, row.position == position + 1 else {
            throw NodeError(
                .divergence,
                """
                \(local) comes to position \(position) where its journal holds message \
                \(content.sequence) from \(content.sender) at \(row.position)
                """
            )
        }
        position = row.position
        lamport = max(lamport, transport.lamport) + 1
        cause = envelope.id
        return envelope
    }

    /// Hands over the rows that were decided again since the last time.
    package mutating func takeExecuted() -> JournalBatch {
        defer {
            mark.pass(batch)
            mark.position = position
            batch.removeAll()
        }
        return batch
    }

    /// Goes on live from where the journal ends.
    ///
    /// - Throws: ``NodeError`` with `divergence` when the journal ends elsewhere.
    package mutating func endRecovery(lamport last: Int64) throws {
        guard position == journalPosition else {
            throw NodeError(
                .divergence,
                """
                \(local) comes to position \(position) when executed again, but its journal ends \
                at \(journalPosition)
                """
            )
        }
        isRecovering = false
        batch.removeAll()
        lamport = max(lamport, UInt64(last))
        for name in names {
            guard let applied = links[name]?.applied else { continue }
            links[name]?.committed(through: applied)
        }
    }
}
