/// The timers that wait, earliest first; those of one instant in the order of their making.
///
/// A binary heap of deadlines with the bodies beside it: cancelling removes the body, and the
/// deadline that stays behind is skipped when its turn comes or dropped when most are dead.
struct TimerQueue {
    private struct Entry: Comparable {
        let deadline: MonotonicInstant
        let number: UInt64

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.number) < (right.deadline, right.number)
        }
    }

    private var heap: [Entry] = []
    private var bodies: [UInt64: () -> Void] = [:]
    private var numberNext: UInt64 = 0

    /// How many timers wait.
    var count: Int { bodies.count }

    /// How many deadlines are kept, those of cancelled timers included.
    var entryCount: Int { heap.count }

    /// Adds a timer and returns the number that cancels it.
    mutating func add(at deadline: MonotonicInstant, _ body: @escaping () -> Void) -> UInt64 {
        let number = numberNext
        numberNext += 1
        bodies[number] = body
        heap.append(Entry(deadline: deadline, number: number))
        siftUp(from: heap.count - 1)
        return number
    }

    /// Forgets a timer; one that has fired or was cancelled is none any more.
    mutating func cancel(_ number: UInt64) {
        guard bodies.removeValue(forKey: number) != nil else { return }
        if heap.count > 64, heap.count > 2 * bodies.count {
            heap = heap.filter { bodies[$0.number] != nil }.sorted()
        }
    }

    /// Returns the deadline of the earliest timer that still waits.
    mutating func earliest() -> MonotonicInstant? {
        while let first = heap.first, bodies[first.number] == nil { removeFirst() }
        return heap.first?.deadline
    }

    /// Removes and returns the body of the earliest timer, if it is due.
    mutating func popDue(at now: MonotonicInstant) -> (() -> Void)? {
        guard let deadline = earliest(), deadline <= now else { return nil }
        return bodies.removeValue(forKey: removeFirst().number)
    }

    /// Forgets all timers.
    mutating func removeAll() {
        heap.removeAll()
        bodies.removeAll()
    }

    @discardableResult
    private mutating func removeFirst() -> Entry {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        siftDown()
        return first
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
