package import Market
package import Persistence

/// Opens cycles one after the other and closes each when everybody has reported.
package struct Conductor: Sendable {
    /// What a report leads to.
    package enum Step: Sendable, Hashable {
        /// Others have not reported yet.
        case wait
        /// The cycle is complete: fold the reports, in order of name.
        case fold
        /// The worker was not asked, or has reported before.
        case unexpected
    }

    /// All windows of the run.
    package let windows: [CycleWindow]
    /// The window being played; `nil` before the first and after the last.
    package private(set) var current: CycleWindow?
    /// The window that was opened last; `nil` before the first.
    package private(set) var latest: CycleWindow?
    private var opened = 0
    private var waitingFor: Set<String> = []

    /// Will open the given windows.
    package init(windows: [CycleWindow]) {
        self.windows = windows
    }

    /// The cycle that is opened next; `nil` when all were played.
    package var nextCycle: Int64? { opened < windows.count ? windows[opened].cycle : nil }

    /// Opens the next cycle for the given workers; `nil` when all were played.
    package mutating func open(for workers: [String]) -> CycleWindow? {
        precondition(waitingFor.isEmpty, "cycle \(opened) has not been folded")
        guard opened < windows.count else {
            current = nil
            return nil
        }
        current = windows[opened]
        latest = current
        opened += 1
        waitingFor = Set(workers)
        return current
    }

    /// Takes note of a worker's report on a cycle.
    package mutating func reported(_ worker: String, cycle: Int64) -> Step {
        guard cycle == current?.cycle, waitingFor.remove(worker) != nil else { return .unexpected }
        return waitingFor.isEmpty ? .fold : .wait
    }

    /// Workers that have not reported on the current cycle, in order of name.
    package var missing: [String] { waitingFor.sorted() }
}

extension Conductor: Persistable {
    /// How many windows were opened and who has not reported; the windows come from the data.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        var (isPlaying, waiting) = (current != nil, missing)
        try coder.exchange(&opened)
        try coder.exchange(&isPlaying)
        try coder.exchange(&waiting)
        guard (0...windows.count).contains(opened) else {
            throw PersistenceError(
                .mismatch,
                "\(opened) cycles were opened, but the data has \(windows.count)"
            )
        }
        latest = opened > 0 ? windows[opened - 1] : nil
        current = isPlaying ? latest : nil
        waitingFor = Set(waiting)
    }
}
