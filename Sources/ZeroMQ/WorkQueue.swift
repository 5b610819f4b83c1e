internal import CZeroMQ
internal import Glibc
internal import Synchronization

/// What other threads hand to an I/O thread.
enum Work: Sendable {
    case job(UnownedJob)
    case body(@Sendable () -> Void)
}

/// The mailbox of an I/O thread: first in, first out, with an eventfd that wakes the sleeper.
final class WorkQueue: Sendable {
    /// Entries beyond this mean a thread that no longer turns, or a producer without a brake.
    static let countMaximum = 1 << 20

    private struct State {
        var waiting: [Work] = []
        var isWakeSignalled = false
        var hasEnded = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    /// What the owner polls.
    let wakeDescriptor: Int32
    private let owner: String
    private let state = Mutex(State())

    init(owner: String) throws(ZeroMQError) {
        wakeDescriptor = czmq_wake_create()
        guard wakeDescriptor >= 0 else { throw ZeroMQError.last("creating an eventfd") }
        self.owner = owner
    }

    deinit {
        close(wakeDescriptor)
    }

    /// Adds an entry and wakes the owner, unless the owner itself asks or is being woken.
    func add(_ work: Work, isOwner: Bool) {
        let (mustWake, count, hasEnded) = state.withLock { state in
            guard !state.hasEnded else { return (false, 0, true) }
            state.waiting.append(work)
            let mustWake = !isOwner && !state.isWakeSignalled
            if mustWake { state.isWakeSignalled = true }
            return (mustWake, state.waiting.count, false)
        }
        precondition(
            !hasEnded,
            "work arrived for the I/O thread \"\(owner)\" after its end: stop it only when "
                + "every task that enters its actors is done"
        )
        precondition(
            count <= Self.countMaximum,
            "\(count) jobs wait for the I/O thread \"\(owner)\": it is stuck, or a producer "
                + "doesn't wait for its answers"
        )
        if mustWake { czmq_wake_signal(wakeDescriptor) }
    }

    /// Whether something waits.
    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

    /// Exchanges what waits for an empty array, whose memory is used from then on.
    func take(into spare: inout [Work]) {
        state.withLock { state in
            state.isWakeSignalled = false
            swap(&state.waiting, &spare)
        }
    }

    /// Ends the queue if nothing waits, and tells those who wait for that; says whether it did.
    func endIfEmpty() -> Bool {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            guard state.waiting.isEmpty else { return nil }
            state.hasEnded = true
            return state.endWaiters
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume() }
        return true
    }

    /// Whether the queue takes nothing any more.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Returns once the queue has ended.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.endWaiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }
}
