internal import Synchronization

/// Snapshots in memory: the twin of ``SnapshotFiles`` for tests and simulated clusters.
package final class InMemorySnapshots: SnapshotStoring, Sendable {
    private let kept = Mutex<[Int64: [UInt8]]>([:])

    /// Starts with none.
    package init() {}

    /// Never: what is kept is kept at once.
    package var isBusy: Bool { false }

    /// Keeps a snapshot; one that cannot be encoded is not kept.
    package func keep(position: Int64, encode: @escaping @Sendable () throws -> [UInt8]) {
        guard let bytes = (try? encode()) else { return }
        put(bytes, at: position)
    }

    /// Puts the bytes of a snapshot in its place, whole or not, and drops all but the newest two.
    package func put(_ bytes: [UInt8], at position: Int64) {
        kept.withLock { kept in
            kept[position] = bytes
            for old in kept.keys.sorted(by: >).dropFirst(2) { kept[old] = nil }
        }
    }

    package func positions() -> [Int64] { kept.withLock { $0.keys.sorted(by: >) } }

    package func read(_ position: Int64) throws(JournalError) -> [UInt8] {
        guard let bytes = kept.withLock({ $0[position] }) else {
            throw JournalError(.storage, "there is no snapshot at position \(position)")
        }
        return bytes
    }

    /// Does nothing.
    package func settle() {}
}
