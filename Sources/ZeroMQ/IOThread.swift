internal import CZeroMQ
internal import Synchronization

/// The one thread that owns a process's sockets and runs all of its actors.
///
/// A round of its loop: wait for sockets, descriptors, timers and other threads · jobs · timers
/// and descriptors · up to 256 messages from each socket · jobs · event sources · jobs · hooks.
/// The loop is synchronous, so a handler called from it enters an actor by `assumeIsolated`.
///
/// - not started → running, by ``start()``
/// - running → stopping, by ``stop()``: the round is finished, then the jobs that still wait
/// - stopping → ended: sockets closed, then the context; ``join()`` returns
package final class IOThread: SerialExecutor, Sendable {
    /// Messages taken from one socket, or events from one source, before the next has its turn.
    package static let budgetPerRound = 256
    private static let stackBytes = 8 << 20

    /// What the thread is called; the kernel shows the first 15 bytes.
    package let name: String
    let queue: WorkQueue
    let loop: IOLoop
    private let threadID = Atomic<Int32>(0)

    /// A thread that doesn't run yet; jobs may already be queued for it.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted` when no file descriptors are left.
    package init(name: String) throws(ZeroMQError) {
        self.name = name
        queue = try WorkQueue(owner: name)
        loop = try IOLoop(queue: queue)
    }

    /// Starts the thread, once.
    ///
    /// - Throws: ``ZeroMQError`` with `resourcesExhausted` when the kernel has no thread to give.
    package func start() throws(ZeroMQError) {
        let exchange = threadID.compareExchange(
            expected: 0,
            desired: -1,
            ordering: .acquiringAndReleasing
        )
        precondition(exchange.exchanged, "the I/O thread \"\(name)\" was started twice")
        let retained = unsafe Unmanaged.passRetained(self)
        let result = unsafe czmq_thread_start(
            name,
            Self.stackBytes,
            { unsafe Unmanaged<IOThread>.fromOpaque($0).takeRetainedValue().main() },
            retained.toOpaque()
        )
        guard result == 0 else {
            unsafe retained.release()
            threadID.store(0, ordering: .releasing)
            throw ZeroMQError.of(result, "starting the I/O thread \"\(name)\"")
        }
    }

    /// Lets the loop end after its present round; from any thread, and again without effect.
    package func stop() {
        if isCurrent {
            loop.stop()
        } else if !queue.hasEnded {
            post { [self] in loop.stop() }
        }
    }

    /// Returns once the loop has ended and everything is closed; not for actors of this thread.
    package func join() async {
        await queue.waitForEnd()
    }

    /// Calls a closure on the thread, in the order of posting; from any thread.
    package func post(_ body: @escaping @Sendable () -> Void) {
        queue.add(.body(body), isOwner: isCurrent)
    }

    /// Calls a closure on the thread and returns what it returns; not for actors of this thread.
    package func perform<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            post { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }

    /// Whether the caller runs on this thread.
    package var isCurrent: Bool {
        threadID.load(ordering: .relaxed) == czmq_thread_id()
    }

    /// Stops the program unless the caller runs on this thread.
    package func preconditionIsCurrent() {
        precondition(
            isCurrent,
            "called outside the I/O thread \"\(name)\": call from one of its handlers or actors, "
                + "or hand it over with post"
        )
    }

    private func main() {
        threadID.store(czmq_thread_id(), ordering: .releasing)
        loop.run(on: self)
    }
}

extension IOThread {
    /// Takes a job of an actor or task, from any thread.
    package func enqueue(_ job: consuming ExecutorJob) {
        queue.add(.job(UnownedJob(job)), isOwner: isCurrent)
    }

    /// Returns the reference that an actor names as its executor.
    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    /// Stops the program unless the caller runs on this thread.
    package func checkIsolated() {
        preconditionIsCurrent()
    }

    /// Says whether the caller runs on this thread, so that `assumeIsolated` may go on.
    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}
