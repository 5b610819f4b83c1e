internal import GRDB

extension JournalReader {
    /// Positions that a journal can hold.
    package static let allPositions: ClosedRange<Int64> = 1...Int64.max

    /// Returns messages of one direction within a window of positions, from either end of it.
    ///
    /// On closed segments it takes time in proportion to what it returns: by an index where the
    /// filter names a cause, a correlation or a kind, along the positions otherwise.
    package func messages(
        _ direction: MessageDirection,
        _ filter: MessageFilter = MessageFilter(),
        in window: ClosedRange<Int64>,
        _ order: ReadingOrder = .oldestFirst,
        limit: Int
    ) throws(JournalError) -> [MessageRow] {
        precondition((1...Self.limitMaximum).contains(limit), "a page of \(limit) rows")
        var found: [MessageRow] = []
        let segments = try segments()
        for segment in order == .oldestFirst ? segments : segments.reversed() {
            let remaining = limit - found.count
            guard remaining > 0 else { break }
            found += try segment.ask { database in
                guard let part = try database.window(direction, filter, window) else { return [] }
                return try database.messages(direction, filter, part, order, remaining)
            }
        }
        return found
    }

    /// Returns the first position from which on a figure is at least a value; `nil` where it never is.
    ///
    /// It looks at some thirty rows of each segment, however long the journal is.
    package func firstPosition(
        _ direction: MessageDirection,
        where figure: RisingFigure,
        isAtLeast value: Int64
    ) throws(JournalError) -> Int64? {
        for segment in try segments() {
            let position = try segment.ask { database -> Int64? in
                guard let window = try database.span(of: direction) else { return nil }
                return try database.bisect(direction, figure, value, window)
            }
            if let position { return position }
        }
        return nil
    }

    /// Returns the cycles of the messages handled at positions, each cycle once.
    package func cycles(at positions: [Int64]) throws(JournalError) -> Set<Int64> {
        var found: Set<Int64> = []
        for segment in try segments() {
            try segment.ask { database in
                guard let span = try database.span(of: .inbox) else { return }
                let statement = try database.cachedStatement(
                    sql: "SELECT cycle FROM inbox WHERE position = ?"
                )
                for position in positions where span.contains(position) {
                    if let cycle = try Int64.fetchOne(statement, arguments: [position]) {
                        found.insert(cycle)
                    }
                }
            }
        }
        return found
    }

    /// Returns the position of the last message of a direction; `nil` where there is none.
    package func lastPosition(_ direction: MessageDirection) throws(JournalError) -> Int64? {
        for segment in try segments().reversed() {
            let span = try segment.ask { try $0.span(of: direction) }
            if let span { return span.upperBound }
        }
        return nil
    }

    /// Returns the positions a filter can reach: what its cycles and market times leave of a window.
    package func reach(
        of filter: MessageFilter,
        _ direction: MessageDirection
    ) throws(JournalError) -> ClosedRange<Int64>? {
        var (first, last) = (Self.allPositions.lowerBound, Self.allPositions.upperBound)
        let figures: [(RisingFigure, ClosedRange<Int64>?)] = [
            (.cycle, filter.cycles), (.virtualTime, filter.virtualTimes),
        ]
        for (figure, range) in figures {
            guard let range else { continue }
            let start = try firstPosition(direction, where: figure, isAtLeast: range.lowerBound)
            guard let start else { return nil }
            first = max(first, start)
            guard range.upperBound < Int64.max else { continue }
            let end = try firstPosition(
                direction,
                where: figure,
                isAtLeast: range.upperBound + 1
            )
            if let end { last = min(last, end - 1) }
        }
        return first <= last ? first...last : nil
    }
}

extension Database {
    /// The first and last position of a direction; `nil` for an empty table.
    func span(of direction: MessageDirection) throws -> ClosedRange<Int64>? {
        let table = MessageRow.layout(direction).table
        let first = try Int64.fetchOne(self, sql: "SELECT min(position) FROM \(table)")
        let last = try Int64.fetchOne(self, sql: "SELECT max(position) FROM \(table)")
        guard let first, let last else { return nil }
        return first...last
    }

    /// What of a window lies in this segment; of a peer's messages, between its first and last.
    fileprivate func window(
        _ direction: MessageDirection,
        _ filter: MessageFilter,
        _ window: ClosedRange<Int64>
    ) throws -> ClosedRange<Int64>? {
        guard let span = try span(of: direction), span.overlaps(window) else { return nil }
        let part = span.clamped(to: window)
        let table = MessageRow.layout(direction).table
        guard let peer = filter.peer, try hasIndex("\(table)_by_peer") else { return part }
        let sql = { (way: String) in
            "SELECT position FROM \(table) WHERE peer = ? ORDER BY sequence \(way) LIMIT 1"
        }
        guard let first = try Int64.fetchOne(self, sql: sql("ASC"), arguments: [peer]),
            let last = try Int64.fetchOne(self, sql: sql("DESC"), arguments: [peer])
        else { return nil }
        let reach = min(first, last)...max(first, last)
        return reach.overlaps(part) ? part.clamped(to: reach) : nil
    }

    /// Reads messages along the positions, or along the index of the rarest thing asked for.
    fileprivate func messages(
        _ direction: MessageDirection,
        _ filter: MessageFilter,
        _ window: ClosedRange<Int64>,
        _ order: ReadingOrder,
        _ limit: Int
    ) throws -> [MessageRow] {
        let layout = MessageRow.layout(direction)
        var conditions = filter.conditions
        conditions.within("position", window)
        let way = order == .oldestFirst ? "ASC" : "DESC"
        let sql = """
            SELECT \(layout.columnList) FROM \(layout.table) \(try hint(layout.table, filter))\
            \(conditions.whereClause) ORDER BY position \(way) LIMIT \(limit)
            """
        var found: [MessageRow] = []
        let rows = try Row.fetchCursor(self, sql: sql, arguments: conditions.arguments)
        while let row = try rows.next() {
            var values = RowValues(row)
            found.append(MessageRow(direction, from: &values))
        }
        return found
    }

    /// Which index to take: left to itself, SQLite may choose one that it has to sort by position.
    private func hint(_ table: String, _ filter: MessageFilter) throws -> String {
        let asked = [
            ("causation", filter.causation != nil), ("correlation", filter.correlation != nil),
            ("kind", filter.kind != nil),
        ]
        for (column, isAsked) in asked where isAsked {
            let index = "\(table)_by_\(column)"
            if try hasIndex(index) { return "INDEXED BY \(index)" }
        }
        return "NOT INDEXED"
    }

    /// Whether the segment has an index; those that are still written have none.
    func hasIndex(_ name: String) throws -> Bool {
        try Bool.fetchOne(
            cachedStatement(sql: "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?"),
            arguments: [name]
        ) ?? false
    }

    /// Halves a window until the first position remains at which a figure is at least a value.
    func bisect(
        _ direction: MessageDirection,
        _ figure: RisingFigure,
        _ value: Int64,
        _ window: ClosedRange<Int64>
    ) throws -> Int64? {
        var conditions = figure.conditions
        conditions.within("position", window)
        let table = MessageRow.layout(direction).table
        let statement = try cachedStatement(
            sql: """
                SELECT position, \(figure.column) FROM \(table) NOT INDEXED\
                \(conditions.whereClause) ORDER BY position LIMIT 1
                """
        )
        var (low, high) = (window.lowerBound, window.upperBound)
        var found: Int64?
        while low <= high {
            let middle = low + (high - low) / 2
            var probe = figure.conditions
            probe.within("position", middle...high)
            guard let row = try Row.fetchOne(statement, arguments: probe.arguments) else {
                high = middle - 1
                continue
            }
            if row[1] as Int64 >= value {
                found = row[0]
                high = middle - 1
            } else {
                low = (row[0] as Int64) + 1
            }
        }
        return found
    }
}
