/// How far a run is, for whoever watches it.
package struct CycleProgress: Sendable, Hashable {
    /// The cycle that has just been folded.
    package let cycle: Int64
    /// Cycles of the whole run.
    package let cycles: Int64
    /// Net asset value of the portfolio in millionths.
    package let nav: Int64
    /// The end of the cycle's window, nanoseconds since 1970.
    package let at: Int64
    /// Posture of the portfolio.
    package let stance: String
    /// State of the market.
    package let regime: String
}

/// A worker that was added to a run which is going on.
package struct AddedWorker: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// The fragment that describes it, as it was written.
    package let fragment: String
    /// Digest of the run's topology and of the fragment together; its Hello must say the same.
    package let topologyDigest: [UInt8]
    /// Digest of the data that it reads.
    package let dataDigest: [UInt8]
    /// The cycle at which the run waits for it; 0 where it joins as soon as it is ready.
    package let atCycle: Int64
}

/// What the master hands to whoever started it.
package struct MasterCallbacks: Sendable {
    /// Called after each folded cycle, on the executor.
    package let progressed: @Sendable (CycleProgress) -> Void
    /// Called once, on the executor, when every worker has joined.
    package let started: @Sendable () -> Void
    /// Called once, on the executor, when the run is over or has failed.
    package let ended: @Sendable ((any Error)?) -> Void
    /// Calls back on the executor after a while.
    package let schedule: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
    /// Called on the executor for each worker that a command has added, when that is durable, and
    /// again in every later life: to be started where it is not running.
    package let added: @Sendable (AddedWorker) -> Void

    /// Takes the callbacks.
    package init(
        progressed: @escaping @Sendable (CycleProgress) -> Void,
        started: @escaping @Sendable () -> Void,
        ended: @escaping @Sendable ((any Error)?) -> Void,
        schedule: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
        added: @escaping @Sendable (AddedWorker) -> Void = { _ in }
    ) {
        self.progressed = progressed
        self.started = started
        self.ended = ended
        self.schedule = schedule
        self.added = added
    }
}
