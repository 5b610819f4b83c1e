package import Journal
import Messaging
import Persistence

extension Mailbox {
    /// Rows of a journal that are read at once to find what links keep.
    private static let pageSize = 1_000
    /// Rows before a snapshot, for each link, that are looked through for messages to be known
    /// again: more than a group commit of replay holds.
    private static let recentRowsPerLink = 256

    /// Lets snapshots be taken from now on.
    package mutating func keepSnapshots(
        in store: any SnapshotStoring,
        _ policy: SnapshotPolicy,
        latest: Int64
    ) {
        keeper = SnapshotKeeper(store: store, policy: policy, latest: latest)
    }

    /// Notes the end of a cycle, live or executed again.
    package mutating func cyclePlayed() { keeper?.cyclePlayed() }

    /// Whether a snapshot should be taken now, at the end of a cycle.
    package mutating func isSnapshotDue() -> Bool {
        guard !isRecovering else { return false }
        return keeper?.isDue(at: clock.elapsed()) ?? false
    }

    /// Whether no snapshot stands on the last message yet.
    package var isBeyondSnapshot: Bool { keeper.map { $0.latest < position } ?? false }

    /// Stores a snapshot as soon as the journal is durable up to it.
    package mutating func keep(_ snapshot: Snapshot) {
        keeper?.take(snapshot, at: clock.elapsed())
        storeSnapshot()
    }

    /// Stores the snapshot that waits, if the journal is durable up to it.
    mutating func storeSnapshot() {
        guard keeper?.isWaiting == true else { return }
        let durable = journalPosition
        keeper?.journalIsDurable(through: durable)
    }

    /// Passes positions and streams through sections of a snapshot.
    ///
    /// What links keep of messages is no part of it: the journal holds them, and ``refill(from:)``
    /// reads them from there, so that a snapshot stays as small as the state.
    ///
    /// - Throws: ``PersistenceError``.
    package mutating func exchange(_ sections: inout SnapshotSections) throws {
        try sections.part("mailbox") { coder in
            try coder.exchange(&position)
            var rows = mark
            rows.pass(batch)
            rows.position = position
            try rows.exchange(with: &coder)
            if coder.isReading { mark = rows }
            var remotes = names
            try coder.exchange(&remotes)
            for remote in names where !remotes.contains(remote) { links[remote] = nil }
            names.removeAll { links[$0] == nil }
            for remote in remotes {
                if links[remote] == nil { open(remote) }
                try links[remote]?.exchange(with: &coder)
            }
        }
        try sections.part("delivery", isTransient: true) { coder in
            try coder.exchange(&epoch)
            try coder.exchange(&lamport)
            for name in names { try links[name]?.exchangeDelivery(with: &coder) }
        }
    }

    /// Takes back from the journal what links keep: what was said and not acknowledged, and the
    /// last messages taken, so that one that comes again can be compared.
    ///
    /// - Throws: ``JournalError``, ``MessagingError``, or ``NodeError`` with `divergence` when the
    ///   journal lacks one of them.
    package mutating func refill(from history: any JournalHistory) throws {
        var (end, rows) = (position, 0)
        let recentRows = Self.recentRowsPerLink * names.count
        while end > 0, rows < recentRows || names.contains(where: { forgets($0) }) {
            let page = try history.messages(through: end, limit: Self.pageSize)
            guard let oldest = page.last?.position else { break }
            for row in page {
                links[row.peer]?.remember(try Envelope(header: row.header, body: row.body))
            }
            rows += page.count
            end = oldest - 1
        }
        guard let name = names.first(where: { forgets($0) }) else { return }
        throw NodeError(
            .divergence,
            "the journal of \(local) lacks messages to \(name) that were not acknowledged"
        )
    }

    private func forgets(_ remote: String) -> Bool {
        links[remote].map { $0.forgotten > 0 } ?? false
    }
}

extension JournalMark {
    /// Passes the counts through a coder.
    fileprivate mutating func exchange(
        with coder: inout StateCoder
    ) throws(PersistenceError) {
        try coder.exchange(&position)
        try coder.exchange(&orders)
        try coder.exchange(&orderEvents)
        try coder.exchange(&fills)
        try coder.exchange(&ledger)
        try coder.exchange(&transfers)
        try coder.exchange(&proposals)
        try coder.exchange(&decisionsThrough)
        try coder.exchange(&outcomes)
        try coder.exchange(&cyclesThrough)
        try coder.exchange(&workerCycles)
    }
}
