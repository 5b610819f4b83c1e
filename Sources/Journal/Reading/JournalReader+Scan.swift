internal import GRDB
internal import GRDBSQLite

extension JournalReader {
    /// Passes over all messages of both directions in order of position, fast.
    ///
    /// It takes about half a microsecond a message: no row is built and no body is copied.
    ///
    /// - Parameters:
    ///   - window: Positions that count.
    ///   - acknowledged: Reads from the header of a message received what its sender acknowledges.
    ///   - visit: Takes some thousand messages at a time, and the names that they speak of.
    /// - Throws: ``JournalError`` with `storage`.
    package func scan(
        _ window: ClosedRange<Int64> = JournalReader.allPositions,
        acknowledged: (Span<UInt8>) -> Int64,
        visit: ([MessageFacts], MessageNames) -> Void
    ) throws(JournalError) {
        var names = MessageNames()
        for segment in try segments() {
            try segment.ask { database in
                try database.scan(window, acknowledged, &names, visit)
            }
        }
    }
}

extension Database {
    /// How many messages are handed over at once.
    private static var chunk: Int { 4_096 }

    fileprivate func scan(
        _ window: ClosedRange<Int64>,
        _ acknowledged: (Span<UInt8>) -> Int64,
        _ names: inout MessageNames,
        _ visit: ([MessageFacts], MessageNames) -> Void
    ) throws {
        var inbox = FactsCursor(try statement(of: .inbox, window), isInbox: true)
        var outbox = FactsCursor(try statement(of: .outbox, window), isInbox: false)
        var facts: [MessageFacts] = []
        facts.reserveCapacity(Self.chunk)
        var received = try inbox.next(acknowledged, &names)
        var sent = try outbox.next(acknowledged, &names)
        while received != nil || sent != nil {
            if let next = received, next.position < sent?.position ?? Int64.max {
                facts.append(next)
                received = try inbox.next(acknowledged, &names)
            } else if let next = sent {
                facts.append(next)
                sent = try outbox.next(acknowledged, &names)
            }
            if facts.count == Self.chunk {
                visit(facts, names)
                facts.removeAll(keepingCapacity: true)
            }
        }
        if !facts.isEmpty { visit(facts, names) }
    }

    private func statement(
        of direction: MessageDirection,
        _ window: ClosedRange<Int64>
    ) throws -> Statement {
        let isInbox = direction == .inbox
        let statement = try makeStatement(
            sql: """
                SELECT position, peer, kind, sequence, cycle, epoch, sent_wall_time,
                    length(header) + length(body)\(isInbox ? ", received_wall_time, header" : "")
                FROM \(MessageRow.layout(direction).table) NOT INDEXED
                WHERE position BETWEEN ? AND ? ORDER BY position
                """
        )
        try statement.setArguments([window.lowerBound, window.upperBound])
        return statement
    }
}

/// Steps through a statement and reads its columns where they lie.
@safe
private struct FactsCursor: ~Copyable {
    private let statement: Statement
    private let handle: OpaquePointer
    private let isInbox: Bool

    init(_ statement: Statement, isInbox: Bool) {
        self.statement = statement
        self.isInbox = isInbox
        unsafe handle = statement.sqliteStatement
        unsafe sqlite3_reset(handle)
    }

    mutating func next(
        _ acknowledged: (Span<UInt8>) -> Int64,
        _ names: inout MessageNames
    ) throws -> MessageFacts? {
        let code = unsafe sqlite3_step(handle)
        guard code != SQLITE_DONE else { return nil }
        guard code == SQLITE_ROW else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: statement.sql)
        }
        var facts = MessageFacts(
            position: integer(0),
            isReceived: isInbox,
            peer: name(1, &names),
            kind: name(2, &names),
            sequence: integer(3),
            cycle: integer(4),
            epoch: integer(5),
            acknowledged: 0,
            sentAt: integer(6),
            receivedAt: 0,
            bytes: integer(7)
        )
        guard isInbox else { return facts }
        facts.receivedAt = integer(8)
        let header = unsafe sqlite3_column_blob(handle, 9)
        let bytes = unsafe UnsafeRawBufferPointer(
            start: header,
            count: Int(sqlite3_column_bytes(handle, 9))
        )
        unsafe facts.acknowledged = acknowledged(
            Span(_unsafeBytes: bytes)
        )
        return facts
    }

    private func integer(_ column: CInt) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    private func name(_ column: CInt, _ names: inout MessageNames) -> Int {
        let text = unsafe sqlite3_column_text(handle, column)
        let bytes = unsafe UnsafeRawBufferPointer(
            start: text,
            count: Int(sqlite3_column_bytes(handle, column))
        )
        return unsafe names.number(of: Span(_unsafeBytes: bytes))
    }
}
