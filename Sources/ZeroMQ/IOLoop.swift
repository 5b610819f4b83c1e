internal import CZeroMQ
internal import Glibc

/// The loop of an ``IOThread`` and all it cares for.
///
/// Only that thread touches it: every way in states that as a precondition.
final class IOLoop: @unchecked Sendable {
    struct Watch {
        let number: UInt64
        let descriptor: Int32
        let body: (DescriptorEvents) -> Void
    }

    struct Hook {
        let number: UInt64
        let body: () -> Void
    }

    struct Source {
        let number: UInt64
        let source: any EventSource
    }

    /// Timers that may fire in one round.
    private static let timersPerRound = 256
    /// Batches of jobs that may still come once the thread is stopped.
    private static let batchesWhileEndingMaximum = 100_000
    /// The wake-up and the timer, which lead what is polled.
    private static let ownDescriptorCount = 2

    /// Where every socket of the thread receives.
    let frame = Frame()
    var context: Context?
    var sockets: [PolledSocket] = []
    var watches: [Watch] = []
    var sources: [Source] = []
    var hooks: [Hook] = []
    var timers = TimerQueue()
    var isStopping = false
    var numberLast: UInt64 = 0
    /// Whether what is to be polled has changed.
    var needsPollSet = true

    private let queue: WorkQueue
    private let timerDescriptor: Int32
    private var timerArmed: MonotonicInstant?
    private var spare: [Work] = []
    // What the last poll looked at; handlers may change `watches` and `sockets` meanwhile.
    private var pollSet = PollSet()
    private var polledWatches: [Watch] = []
    private var polledSockets: [PolledSocket] = []
    private var hasMessagesLeft = false

    init(queue: WorkQueue) throws(ZeroMQError) {
        let timerDescriptor = czmq_timer_create()
        guard timerDescriptor >= 0 else { throw ZeroMQError.last("creating a timerfd") }
        self.queue = queue
        self.timerDescriptor = timerDescriptor
        context = try Context()
    }

    deinit {
        close(timerDescriptor)
    }

    /// Turns until it is stopped, closes everything, and ends the queue.
    func run(on thread: IOThread) {
        while !isStopping {
            poll()
            runJobs(on: thread)
            fireTimers()
            serveWatches()
            serveSockets()
            runJobs(on: thread)
            deliverEvents()
            runJobs(on: thread)
            runHooks()
            armTimer()
        }
        for _ in 0..<Self.batchesWhileEndingMaximum where !queue.isEmpty { runJobs(on: thread) }
        closeAll()
        for _ in 0..<Self.batchesWhileEndingMaximum {
            if queue.endIfEmpty() { return }
            runJobs(on: thread)
        }
        preconditionFailure(
            "the I/O thread \"\(thread.name)\" can't end, because it still gets jobs: let the "
                + "tasks that enter its actors end before it is stopped"
        )
    }

    private func poll() {
        if needsPollSet { replacePollSet() }
        let isBusy =
            hasMessagesLeft || !queue.isEmpty || sources.contains { $0.source.hasEventsWaiting }
        pollSet.wait(isBusy: isBusy)
        if pollSet.hasEvents(at: 0) { czmq_counter_drain(queue.wakeDescriptor) }
        if pollSet.hasEvents(at: 1) {
            czmq_counter_drain(timerDescriptor)
            timerArmed = nil
        }
    }

    private func replacePollSet() {
        polledWatches = watches
        polledSockets = sockets.filter { $0.onReadable != nil }
        let own = [queue.wakeDescriptor, timerDescriptor]
        pollSet.replace(descriptors: own + watches.map(\.descriptor), sockets: polledSockets)
        needsPollSet = false
    }

    private func runJobs(on thread: IOThread) {
        queue.take(into: &spare)
        for work in spare {
            switch work {
            case .job(let job):
                unsafe job.runSynchronously(on: thread.asUnownedSerialExecutor())
            case .body(let body):
                body()
            }
        }
        spare.removeAll(keepingCapacity: true)
    }

    private func fireTimers() {
        guard timers.count > 0 else { return }
        let now = MonotonicInstant.read()
        for _ in 0..<Self.timersPerRound {
            guard let body = timers.popDue(at: now) else { return }
            body()
        }
    }

    private func serveWatches() {
        for (index, watch) in polledWatches.enumerated() {
            let position = Self.ownDescriptorCount + index
            guard pollSet.hasEvents(at: position) else { continue }
            guard watches.contains(where: { $0.number == watch.number }) else { continue }
            let events = pollSet.descriptorEvents(at: position)
            // Polled again, it would report the same for ever.
            if events.isHungUp, !events.isReadable { removeWatch(watch.number) }
            watch.body(events)
        }
    }

    private func serveSockets() {
        hasMessagesLeft = false
        let first = Self.ownDescriptorCount + polledWatches.count
        for (index, socket) in polledSockets.enumerated() {
            guard pollSet.hasEvents(at: first + index), let body = socket.onReadable else {
                continue
            }
            if body(IOThread.budgetPerRound) >= IOThread.budgetPerRound { hasMessagesLeft = true }
        }
    }

    private func deliverEvents() {
        for source in sources where source.source.hasEventsWaiting {
            guard sources.contains(where: { $0.number == source.number }) else { continue }
            _ = source.source.deliver(budget: IOThread.budgetPerRound)
        }
    }

    private func runHooks() {
        for hook in hooks where hooks.contains(where: { $0.number == hook.number }) {
            hook.body()
        }
    }

    private func armTimer() {
        guard let earliest = timers.earliest(), earliest != timerArmed else { return }
        let result = czmq_timer_arm(timerDescriptor, earliest.nanoseconds)
        precondition(result == 0, "\(ZeroMQError.last("setting a timer"))")
        timerArmed = earliest
    }

    private func closeAll() {
        timers.removeAll()
        watches.removeAll()
        sources.removeAll()
        hooks.removeAll()
        for socket in sockets { socket.close() }
        replacePollSet()
        // Waits for libzmq's own thread.
        context = nil
    }
}
