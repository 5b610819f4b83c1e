/// A place in a process's journal, to go on reading from; it stays valid while the run lives.
package struct JournalCursor: Sendable, Hashable, Codable, Comparable {
    /// Number of the segment.
    package var segment: Int64
    /// Number of the row in its table; for messages, the position.
    package var row: Int64

    /// Creates a place.
    package init(segment: Int64, row: Int64) {
        self.segment = segment
        self.row = row
    }

    /// Orders places as the journal was written.
    package static func < (left: JournalCursor, right: JournalCursor) -> Bool {
        (left.segment, left.row) < (right.segment, right.row)
    }
}

/// Some rows in the order they were written, and where to go on.
///
/// A page with fewer rows than were asked for is the last for now; asking again later from `next`
/// returns what a live process has added.
package struct JournalPage<Row: Sendable>: Sendable {
    /// What was found, in order, at most as many as were asked for.
    package var rows: [Row]
    /// The place after the last row; the place asked from when there was none.
    package var next: JournalCursor?

    /// Creates a page.
    package init(rows: [Row], next: JournalCursor?) {
        self.rows = rows
        self.next = next
    }
}

extension JournalPage: Equatable where Row: Equatable {}
