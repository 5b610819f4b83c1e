/// Something worth telling: a member joined, a limit was broken, a notice was given.
package struct EventRow: Sendable, Equatable {
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// Wall time, nanoseconds since 1970-01-01 UTC.
    package var wallTime: Int64
    /// Virtual time in nanoseconds since 1970-01-01 UTC.
    package var at: Int64
    /// Kind, such as "roster" or "limit".
    package var kind: String
    /// Whom or what it is about.
    package var subject: String
    /// What happened, in words.
    package var text: String

    /// Creates a row; nothing is checked until it is committed.
    package init(
        position: Int64,
        wallTime: Int64,
        at: Int64,
        kind: String,
        subject: String,
        text: String
    ) {
        self.position = position
        self.wallTime = wallTime
        self.at = at
        self.kind = kind
        self.subject = subject
        self.text = text
    }
}

extension EventRow: StoredRow {
    static let layout = TableLayout(
        "events",
        [
            "position", "wall_time", "at_time", "kind", "subject", "text",
        ]
    )

    var name: String { "event \(kind) of \(subject)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(position)
        binder.integer(wallTime)
        binder.integer(at)
        binder.text(kind)
        binder.text(subject)
        binder.text(text)
    }

    init(from values: inout RowValues) throws(JournalError) {
        position = values.integer()
        wallTime = values.integer()
        at = values.integer()
        kind = values.text()
        subject = values.text()
        text = values.text()
    }
}
