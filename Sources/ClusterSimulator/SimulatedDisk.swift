internal import Journal
internal import Synchronization

/// What outlives a simulated process: its journal, durable only after a while.
final class SimulatedDisk: Sendable {
    private struct State {
        let durable = InMemoryJournal()
        /// Written, and lost by a crash before its time comes; oldest first.
        var pending: [(due: Duration, batch: JournalBatch)] = []
        var isFull = false
        /// The first batch that the journal refused, such as a transfer applied twice.
        var refusal: JournalError?
    }

    private let state = Mutex(State())
    private let agenda: Agenda
    private let delay: @Sendable () -> Duration

    /// Makes an empty disk, with the time that the next commit takes.
    init(agenda: Agenda, delay: @escaping @Sendable () -> Duration) {
        self.agenda = agenda
        self.delay = delay
    }

    /// Whether commits are refused.
    func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    /// Position of the last message that no crash can undo.
    var durablePosition: Int64 {
        let now = agenda.now
        return state.withLock { state in
            Self.settle(&state, at: now)
            return state.durable.durablePosition
        }
    }

    /// Writes a batch, durable after a while.
    func write(_ batch: JournalBatch) throws(JournalError) {
        let due = agenda.now + delay()
        try state.withLock { state throws(JournalError) in
            guard !state.isFull else { throw JournalError(.storage, "no space left on the disk") }
            state.pending.append((max(due, state.pending.last?.due ?? .zero), batch))
        }
    }

    /// Makes all that was written durable.
    func flush() {
        state.withLock { Self.settle(&$0, at: nil) }
    }

    /// Loses what is not durable yet.
    func crash() {
        let now = agenda.now
        state.withLock { state in
            Self.settle(&state, at: now)
            state.pending.removeAll()
        }
    }

    /// What a process that starts finds.
    func history() throws(JournalError) -> InMemoryJournal {
        let copy = InMemoryJournal()
        for batch in batches { try copy.commit(batch) }
        return copy
    }

    /// The first batch that the journal refused.
    var refusal: JournalError? { state.withLock { $0.refusal } }

    /// All durable batches, in order.
    var batches: [JournalBatch] { state.withLock { $0.durable.batches } }

    /// Makes durable what is due by a time, or everything; `nil` means everything.
    private static func settle(_ state: inout State, at time: Duration?) {
        while let first = state.pending.first, time.map({ first.due <= $0 }) ?? true {
            state.pending.removeFirst()
            do {
                try state.durable.commit(first.batch)
            } catch {
                // What a real disk would have refused at the commit is a failure of the cluster.
                state.refusal = state.refusal ?? error
            }
        }
    }
}

/// One life's way to its disk.
final class SimulatedJournal: JournalWriting {
    private let disk: SimulatedDisk

    init(_ disk: SimulatedDisk) { self.disk = disk }

    var durablePosition: Int64 { disk.durablePosition }

    func commit(_ batch: JournalBatch) throws(JournalError) -> Int64 {
        if !batch.isEmpty { try disk.write(batch) }
        return disk.durablePosition
    }

    func flush() { disk.flush() }

    func close() { disk.flush() }
}
