internal import GRDB

/// Finds where a process's journal goes on: the one path of first start and of recovery.
struct SegmentOpener {
    let directory: String
    let configuration: JournalConfiguration

    /// What a writer needs to go on.
    struct Opened {
        var segment: Segment
        /// Position of the last committed message; 0 when there is none.
        var durablePosition: Int64
        /// Segments that were left behind before they could be finished.
        var unfinished: [String]
    }

    func open() throws(JournalError) -> Opened {
        let numbers = try SegmentFile.numbers(in: directory)
        guard let last = numbers.last else {
            let first = try Segment.create(number: 1, in: directory, configuration, after: nil)
            return Opened(segment: first, durablePosition: 0, unfinished: [])
        }
        var unfinished = try numbers.dropLast().map { path($0) }.filterUnfinished()
        let durablePosition = try lastPosition(numbers)
        if try SegmentFile.isClosed(path(last)) {
            let segment = try next(after: last)
            return Opened(
                segment: segment,
                durablePosition: durablePosition,
                unfinished: unfinished
            )
        }
        if let segment = try resume(last, previous: numbers.dropLast().last) {
            return Opened(
                segment: segment,
                durablePosition: durablePosition,
                unfinished: unfinished
            )
        }
        unfinished.append(path(last))
        let segment = try next(after: last)
        return Opened(segment: segment, durablePosition: durablePosition, unfinished: unfinished)
    }

    /// Goes on in a segment; `nil` when another engine version wrote it.
    private func resume(_ number: Int64, previous: Int64?) throws(JournalError) -> Segment? {
        let queue = try SegmentFile.openForWriting(path(number), configuration.durability)
        let version = try asking("read \(path(number))") {
            try queue.read { try SegmentFile.schemaVersion(of: $0, at: path(number)) }
        }
        guard version > 0 else {
            // The process died between making the file and laying out its tables.
            try asking("close \(path(number))") { try queue.close() }
            let earlier = try previous.map(reading) ?? nil
            return try Segment.create(
                number: number,
                in: directory,
                configuration,
                after: earlier
            )
        }
        let meta = try asking("read \(path(number))") {
            try queue.writeWithoutTransaction { database in
                if version < Schema.version {
                    try database.inTransaction(.immediate) {
                        try Schema.migrate(database, from: version)
                        return .commit
                    }
                }
                return try JournalMeta(from: database)
            }
        }
        try check(meta, number)
        guard meta.identity.engineVersion == configuration.identity.engineVersion else {
            return nil
        }
        return Segment(number: number, path: path(number), queue: queue)
    }

    private func next(after number: Int64) throws(JournalError) -> Segment {
        let previous = try reading(number)
        if let previous {
            let meta = try asking("read \(path(number))") {
                try previous.read { try JournalMeta(from: $0) }
            }
            try check(meta, number)
        }
        return try Segment.create(
            number: number + 1,
            in: directory,
            configuration,
            after: previous
        )
    }

    private func check(_ meta: JournalMeta, _ number: Int64) throws(JournalError) {
        let wanted = configuration.identity
        guard meta.identity.process == wanted.process, meta.identity.runID == wanted.runID else {
            throw JournalError(
                .wrongJournal,
                """
                \(path(number)) is the journal of "\(meta.identity.process)" in run \
                \(meta.identity.runID), not of "\(wanted.process)" in run \(wanted.runID); \
                give each process of each run its own directory
                """
            )
        }
    }

    private func lastPosition(_ numbers: [Int64]) throws(JournalError) -> Int64 {
        for number in numbers.reversed() {
            guard let queue = try reading(number) else { continue }
            let position = try asking("read \(path(number))") {
                try queue.read { try $0.lastPosition() }
            }
            if let position { return position }
        }
        return 0
    }

    private func reading(_ number: Int64) throws(JournalError) -> DatabaseQueue? {
        try SegmentFile.openForReading(path(number))
    }

    private func path(_ number: Int64) -> String {
        SegmentFile.path(number, in: directory)
    }

    private func asking<Answer>(
        _ activity: String,
        _ question: () throws -> Answer
    ) throws(JournalError) -> Answer {
        do {
            return try question()
        } catch {
            throw .wrapping(error, activity)
        }
    }
}

extension Database {
    /// Returns the position of the last message of a segment, `nil` when it has none.
    func lastPosition() throws -> Int64? {
        try Int64.fetchOne(
            self,
            sql: """
                SELECT max(position) FROM (
                    SELECT max(position) AS position FROM inbox
                    UNION ALL SELECT max(position) FROM outbox)
                """
        )
    }
}

extension [String] {
    /// Returns the paths of the segments that are still writable.
    fileprivate func filterUnfinished() throws(JournalError) -> [String] {
        var unfinished: [String] = []
        for path in self where try !SegmentFile.isClosed(path) {
            unfinished.append(path)
        }
        return unfinished
    }
}
