extension JournalReader {
    /// Returns cycles the master closed.
    package func cycles(
        _ range: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<CycleRow> {
        var conditions = Conditions()
        conditions.within("cycle", range)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns the last cycle the master closed, or `nil` before the first.
    package func lastCycle() throws(JournalError) -> CycleRow? {
        try last(Conditions())
    }

    /// Returns workers at the end of cycles: one worker, or all.
    package func workerCycles(
        _ range: ClosedRange<Int64>? = nil,
        worker: String? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<WorkerCycleRow> {
        var conditions = Conditions()
        conditions.within("cycle", range)
        conditions.equal("worker", worker)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns all workers at the end of the last cycle, in the order they were written.
    package func lastWorkerCycles() throws(JournalError) -> [WorkerCycleRow] {
        guard let newest: WorkerCycleRow = try last(Conditions()) else { return [] }
        return try workerCycles(newest.cycle...newest.cycle, limit: Self.limitMaximum).rows
    }

    /// Returns things worth telling: of one kind, about one subject, or all.
    package func events(
        kind: String? = nil,
        subject: String? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<EventRow> {
        var conditions = Conditions()
        conditions.equal("kind", kind)
        conditions.equal("subject", subject)
        return try page(conditions, after: cursor, limit: limit)
    }
}

extension JournalReader {
    /// Returns a worker at the end of the last cycle that it took part in, or `nil`.
    package func lastWorkerCycle(of worker: String) throws(JournalError) -> WorkerCycleRow? {
        var conditions = Conditions()
        conditions.equal("worker", worker)
        return try last(conditions)
    }
}
