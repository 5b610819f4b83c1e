internal import GRDB

/// Which messages a query returns; what is `nil` is not asked.
package struct MessageFilter: Sendable, Equatable {
    /// Received, sent, or both.
    package var direction: MessageDirection?
    /// Name of the payload.
    package var kind: String?
    /// Sender or receiver.
    package var peer: String?
    /// Cycles, ends included.
    package var cycles: ClosedRange<Int64>?
    /// Virtual times in nanoseconds, ends included.
    package var virtualTimes: ClosedRange<Int64>?
    /// The cycle or order they belong to.
    package var correlation: String?
    /// Id of the message that caused them.
    package var causation: String?

    /// Creates a filter that lets everything pass but what is named.
    package init(
        direction: MessageDirection? = nil,
        kind: String? = nil,
        peer: String? = nil,
        cycles: ClosedRange<Int64>? = nil,
        virtualTimes: ClosedRange<Int64>? = nil,
        correlation: String? = nil,
        causation: String? = nil
    ) {
        self.direction = direction
        self.kind = kind
        self.peer = peer
        self.cycles = cycles
        self.virtualTimes = virtualTimes
        self.correlation = correlation
        self.causation = causation
    }

    var conditions: Conditions {
        var conditions = Conditions()
        conditions.equal("kind", kind)
        conditions.equal("peer", peer)
        conditions.within("cycle", cycles)
        conditions.within("virtual_time", virtualTimes)
        conditions.equal("correlation", correlation)
        conditions.equal("causation", causation)
        return conditions
    }
}

extension Database {
    /// The position of a numbered message: by the index of a closed segment, else by halving.
    fileprivate func position(
        _ direction: MessageDirection,
        peer: String,
        sequence: Int64
    ) throws -> Int64? {
        let table = MessageRow.layout(direction).table
        if try hasIndex("\(table)_by_peer") {
            return try Int64.fetchOne(
                self,
                sql: "SELECT position FROM \(table) WHERE peer = ? AND sequence = ?",
                arguments: [peer, sequence]
            )
        }
        guard let span = try span(of: direction) else { return nil }
        return try bisect(direction, .sequence(peer: peer), sequence, span)
    }

    /// The message of a direction at a position.
    fileprivate func message(
        _ direction: MessageDirection,
        at position: Int64
    ) throws -> MessageRow? {
        let layout = MessageRow.layout(direction)
        let row = try Row.fetchOne(
            cachedStatement(
                sql: "SELECT \(layout.columnList) FROM \(layout.table) WHERE position = ?"
            ),
            arguments: [position]
        )
        return row.map { row in
            var values = RowValues(row)
            return MessageRow(direction, from: &values)
        }
    }
}

extension JournalReader {
    /// Returns messages in order of position.
    package func messages(
        _ filter: MessageFilter = MessageFilter(),
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<MessageRow> {
        let directions = filter.direction.map { [$0] } ?? MessageDirection.allCases
        return try messages(directions, filter.conditions, after: cursor, limit: limit)
    }

    /// Returns the message with a number in the sequence from or to a peer, or `nil`.
    package func message(
        _ direction: MessageDirection,
        peer: String,
        sequence: Int64
    ) throws(JournalError) -> MessageRow? {
        for segment in try segments() {
            let found = try segment.ask { database -> MessageRow? in
                let position = try database.position(direction, peer: peer, sequence: sequence)
                return try position.flatMap { try database.message(direction, at: $0) }
            }
            if let found, found.peer == peer, found.sequence == sequence { return found }
        }
        return nil
    }

    /// Returns the message handled or sent at a position, or `nil`.
    package func message(at position: Int64) throws(JournalError) -> MessageRow? {
        var conditions = Conditions()
        conditions.equal("position", position)
        return try messages(MessageDirection.allCases, conditions, after: nil, limit: 1).rows.first
    }

    /// How far behind its cause, in positions, an effect is looked for.
    package static let effectDistance: Int64 = 50_000

    /// Returns what this process said because of a message it handled, in order of position.
    ///
    /// - Parameters:
    ///   - messageID: The message.
    ///   - position: Where it stands in the inbox; effects further behind than
    ///     ``effectDistance`` are not found.
    ///   - limit: At most so many.
    /// - Returns: Messages sent.
    /// - Throws: ``JournalError`` with `storage`.
    package func effects(
        of messageID: String,
        handledAt position: Int64,
        limit: Int
    ) throws(JournalError) -> [MessageRow] {
        try messages(
            .outbox,
            MessageFilter(causation: messageID),
            in: position...(position + Self.effectDistance),
            limit: limit
        )
    }

    /// Reads both tables in one transaction: a commit in between would hide rows from the cursor.
    private func messages(
        _ directions: [MessageDirection],
        _ conditions: Conditions,
        after cursor: JournalCursor?,
        limit: Int
    ) throws(JournalError) -> JournalPage<MessageRow> {
        try page(after: cursor, limit: limit) { database, row, remaining in
            let found = try directions.flatMap { direction in
                try database.rows(
                    MessageRow.layout(direction),
                    conditions,
                    after: row,
                    limit: remaining
                ) { MessageRow(direction, from: &$0) }
            }
            return Array(found.sorted { $0.row < $1.row }.prefix(remaining))
        }
    }
}
