/// What became of a simulated cluster.
package struct SimulationOutcome: Sendable, Hashable {
    /// The seed that drew its faults.
    package let seed: UInt64
    /// Digest over the ledgers of all processes; `nil` when it did not come to its end.
    package let digest: String?
    /// Cycles that the master folded and journaled.
    package let cycles: Int64
    /// Orders that workers placed and journaled.
    package let orders: Int
    /// Recalls of capital that came back, in whole or in part.
    package let remittances: Int
    /// Processes that died and started again.
    package let crashes: Int
    /// Starts that went on from a snapshot.
    package let snapshotRecoveries: Int
    /// Snapshots that a crash damaged.
    package let snapshotsTorn: Int
    /// Events that happened.
    package let events: Int
    /// What went wrong, in words; `nil` when nothing did.
    package let failure: String?
}
