internal import Synchronization

/// What will happen in a simulated cluster, in order of virtual time; nothing else makes time pass.
final class Agenda: Sendable {
    /// Something that happens.
    enum Event: Sendable {
        /// A message arrives.
        case run(@Sendable () -> Void)
        /// A process's timer fires, in one of its lives.
        case timer(String, life: Int, @Sendable () -> Void)
        /// A worker's tick, in one of its lives.
        case tick(String, life: Int)
        /// A process dies.
        case crash(String)
        /// A process that died starts again.
        case start(String)
        /// A process stands still for a while.
        case pause(String)
        /// Nothing passes between the master and a worker for a while.
        case partition(String)
        /// A process's disk is full for a while.
        case fillDisk(String)
        /// A disk has room again.
        case emptyDisk(String)
        /// A worker is told to leave, because the master is gone for good.
        case leave(String)
    }

    private struct Entry {
        let time: Duration
        let number: UInt64
        let event: Event
    }

    private struct State {
        var now = Duration.zero
        var number: UInt64 = 0
        /// Sorted, the next at the end.
        var entries: [Entry] = []
    }

    private let state = Mutex(State())

    /// The virtual time.
    var now: Duration { state.withLock { $0.now } }

    /// Lets something happen after a while; what is due at one moment happens in order of calls.
    func after(_ delay: Duration, _ event: Event) {
        state.withLock { state in
            state.number += 1
            let entry = Entry(
                time: state.now + max(delay, .zero),
                number: state.number,
                event: event
            )
            var (low, high) = (0, state.entries.count)
            while low < high {
                let middle = (low + high) / 2
                // Later and younger entries stand nearer to the beginning.
                if state.entries[middle].time > entry.time
                    || (state.entries[middle].time == entry.time
                        && state.entries[middle].number > entry.number)
                {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            state.entries.insert(entry, at: low)
        }
    }

    /// Goes on to the next event; `nil` when there is none.
    func next() -> Event? {
        state.withLock { state in
            guard let entry = state.entries.popLast() else { return nil }
            state.now = entry.time
            return entry.event
        }
    }
}
