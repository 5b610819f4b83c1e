/// Stands in for the I/O threads of all simulated processes: whoever calls is on it.
///
/// A simulation runs on one thread, and nothing in it suspends, so every isolation check holds.
final class SimulatedExecutor: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
    }

    func checkIsolated() {}

    func isIsolatingCurrentContext() -> Bool? { true }
}
