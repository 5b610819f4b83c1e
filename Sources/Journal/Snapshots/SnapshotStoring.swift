/// Keeps the newest snapshots of one process: a port, like the journal beside which they lie.
///
/// A snapshot spares time and nothing else: one that is lost costs a longer recovery, so a failure
/// to write one is told to people and stops nobody.
package protocol SnapshotStoring: AnyObject {
    /// Whether an earlier snapshot is still being written; another one is not taken meanwhile.
    var isBusy: Bool { get }

    /// Keeps a snapshot that stands on a position, and of those before it the newest one.
    ///
    /// The journal is durable up to that position. `encode` may be called later, on any thread.
    func keep(position: Int64, encode: @escaping @Sendable () throws -> [UInt8])

    /// Positions of the snapshots there are, newest first.
    func positions() throws(JournalError) -> [Int64]

    /// Reads a snapshot.
    func read(_ position: Int64) throws(JournalError) -> [UInt8]

    /// Waits until nothing is being written.
    func settle()
}

/// Keeps no snapshot: every recovery goes through the whole journal.
package final class NoSnapshots: SnapshotStoring, Sendable {
    /// Keeps none.
    package init() {}

    /// Always: nothing is ever to be taken.
    package var isBusy: Bool { true }

    /// Does nothing.
    package func keep(position: Int64, encode: @escaping @Sendable () throws -> [UInt8]) {}

    /// None.
    package func positions() -> [Int64] { [] }

    /// Fails: there is none.
    package func read(_ position: Int64) throws(JournalError) -> [UInt8] {
        throw JournalError(.storage, "no snapshot is kept, and none at position \(position)")
    }

    /// Does nothing.
    package func settle() {}
}
