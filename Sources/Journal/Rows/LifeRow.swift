/// One start of a process: the newest life fences every one before it.
package struct LifeRow: Sendable, Equatable {
    /// How a start went, as far as the journal is concerned.
    package enum Verdict: String, Sendable, CaseIterable {
        /// There was nothing to recover.
        case clean
        /// What the journal holds was executed again and is the same.
        case recovered
    }

    /// Number of the life, from 1: the master's epoch, a worker's incarnation.
    package var life: Int64
    /// Wall time of the start, nanoseconds since 1970-01-01 UTC.
    package var startedWallTime: Int64
    /// The process's number in the operating system.
    package var processID: Int64
    /// Version of its engines.
    package var engineVersion: String
    /// How the start went.
    package var verdict: Verdict
    /// Why, in words.
    package var reason: String
    /// Position of the last message that was durable at the start.
    package var position: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        life: Int64,
        startedWallTime: Int64,
        processID: Int64,
        engineVersion: String,
        verdict: Verdict,
        reason: String,
        position: Int64
    ) {
        self.life = life
        self.startedWallTime = startedWallTime
        self.processID = processID
        self.engineVersion = engineVersion
        self.verdict = verdict
        self.reason = reason
        self.position = position
    }
}

extension LifeRow: StoredRow {
    static let layout = TableLayout(
        "lives",
        [
            "life", "started_wall_time", "process_id", "engine_version", "verdict", "reason",
            "position",
        ]
    )

    var name: String { "life \(life)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(life)
        binder.integer(startedWallTime)
        binder.integer(processID)
        binder.text(engineVersion)
        binder.text(verdict.rawValue)
        binder.text(reason)
        binder.integer(position)
    }

    init(from values: inout RowValues) throws(JournalError) {
        life = values.integer()
        startedWallTime = values.integer()
        processID = values.integer()
        engineVersion = values.text()
        verdict = try values.word()
        reason = values.text()
        position = values.integer()
    }
}
