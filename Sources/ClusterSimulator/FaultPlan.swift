internal import LinearAlgebra

/// Which faults a simulated cluster meets, how often and how hard; drawn from a seed.
///
/// Each kind is left out of half of the plans, so that rare kinds are not always drowned by others.
package struct FaultPlan: Sendable, Hashable {
    /// Shares of messages that are lost, repeated, or overtake others.
    package var loss = 0.0
    /// Share of messages that arrive a second time, up to ``repetitionDelay`` later.
    package var repetition = 0.0
    /// Longest time until a repeated message arrives again.
    package var repetitionDelay = Duration.seconds(2)
    /// Share of messages that may overtake earlier ones.
    package var reordering = 0.0
    /// Longest time on the way.
    package var delay = Duration.microseconds(100)
    /// Mean time between two crashes of anybody; `nil` for none.
    package var crashEvery: Duration?
    /// Mean time between two spells in which a process stands still; `nil` for none.
    package var pauseEvery: Duration?
    /// Mean time between two partitions of a worker from the master; `nil` for none.
    package var partitionEvery: Duration?
    /// Longest time until a commit is durable.
    package var diskDelay = Duration.zero
    /// Mean time between two spells in which a process's disk is full; `nil` for none.
    package var fullDiskEvery: Duration?

    /// Cycles between two snapshots of a process; `nil` for none.
    package var snapshotEvery: Int?
    /// Share of crashes that damage the newest snapshot.
    package var tearing = 0.0

    /// No fault at all.
    package init() {}

    /// Draws a plan.
    package init(seed: UInt64) {
        var random = Xoshiro256(seed: seed)
        func drawn(_ range: ClosedRange<Double>) -> Double? {
            let (isIn, value) = (random.uniform() < 0.5, random.uniform(in: range))
            return isIn ? value : nil
        }
        func time(_ milliseconds: ClosedRange<Double>) -> Duration? {
            drawn(milliseconds).map { .microseconds(Int64($0 * 1_000)) }
        }
        loss = drawn(0.001...0.1) ?? 0
        repetition = drawn(0.001...0.2) ?? 0
        reordering = drawn(0.001...0.2) ?? 0
        delay = time(0.1...20) ?? delay
        crashEvery = time(5...400)
        pauseEvery = time(20...800)
        partitionEvery = time(20...800)
        diskDelay = time(0.1...60) ?? .zero
        fullDiskEvery = time(50...1_500)
        snapshotEvery = drawn(1...20).map { Int($0) }
        tearing = drawn(0.05...0.8) ?? 0
    }
}
