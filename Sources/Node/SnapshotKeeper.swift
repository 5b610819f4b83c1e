import Journal

/// When a process takes snapshots.
///
/// Wall time may decide when one is taken: it stands in no message and changes no decision.
package struct SnapshotPolicy: Sendable, Hashable {
    /// Cycles played or executed again after which the next one is due.
    package var cyclesMaximum: Int
    /// Time after which the next one is due at the end of a cycle.
    package var interval: Duration

    /// States a policy.
    package init(cyclesMaximum: Int, interval: Duration) {
        self.cyclesMaximum = cyclesMaximum
        self.interval = interval
    }

    /// What real processes use: a second, or 2,000 cycles.
    package static let standard = SnapshotPolicy(cyclesMaximum: 2_000, interval: .seconds(1))
}

/// Decides when a snapshot is due, and holds it back until the journal is durable up to it.
struct SnapshotKeeper {
    private let store: any SnapshotStoring
    private let policy: SnapshotPolicy
    private var cycles = 0
    private var takenAt: Duration?
    private var waiting: Snapshot?
    /// Position of the last one that was taken or found.
    private(set) var latest: Int64

    init(store: any SnapshotStoring, policy: SnapshotPolicy, latest: Int64) {
        self.store = store
        self.policy = policy
        self.latest = latest
    }

    /// Notes that a cycle was played to its end, or executed again.
    mutating func cyclePlayed() { cycles += 1 }

    /// Whether the next snapshot should be taken now; asked at the end of a cycle.
    mutating func isDue(at time: Duration) -> Bool {
        let since = takenAt ?? time
        takenAt = since
        guard cycles >= policy.cyclesMaximum || time - since >= policy.interval else {
            return false
        }
        return waiting == nil && !store.isBusy
    }

    /// Takes a snapshot into its care.
    mutating func take(_ snapshot: Snapshot, at time: Duration) {
        (waiting, latest) = (snapshot, snapshot.position)
        (cycles, takenAt) = (0, time)
    }

    /// Whether one has been taken that is not stored yet.
    var isWaiting: Bool { waiting != nil }

    /// Stores what waits, once the journal is durable up to it.
    mutating func journalIsDurable(through position: Int64) {
        guard let snapshot = waiting, snapshot.position <= position else { return }
        waiting = nil
        store.keep(position: snapshot.position) { try snapshot.encoded() }
    }

    /// Waits until nothing is being written.
    func settle() { store.settle() }
}
