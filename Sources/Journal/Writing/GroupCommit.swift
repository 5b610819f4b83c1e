/// Decides when collected rows are committed: a plain struct that takes events and returns actions.
///
/// Acknowledge only what is durable: the caller withholds every acknowledgement, order and grant
/// beyond ``durablePosition`` until a commit has moved it. Times are durations since any fixed
/// moment, from a clock that never goes back.
package struct GroupCommit: Sendable, Equatable {
    /// How much may be collected before it is committed.
    package enum Mode: Sendable, Equatable {
        /// After so many cycles, so long after the first row, or so many rows.
        case grouped(cyclesMaximum: Int, delayMaximum: Duration, rowsMaximum: Int)
        /// At the end of every round of the poll loop.
        case everyRound

        /// What replay uses: 100 cycles, 50 ms, or 50,000 rows.
        package static let replay = Mode.grouped(
            cyclesMaximum: 100,
            delayMaximum: .milliseconds(50),
            rowsMaximum: 50_000
        )
    }

    /// What happened in the process; `at` is the time it happened.
    package enum Event: Sendable, Equatable {
        /// A message was handled and left rows in the batch; only between messages.
        case rowsAdded(count: Int, at: Duration)
        /// A cycle ended; its rows were added before.
        case cycleEnded(at: Duration)
        /// The poll loop has handled all that had arrived.
        case roundEnded(at: Duration)
        /// Something irrevocable waits for what was collected, or the process is about to stop.
        case barrierReached
    }

    /// What the caller does now.
    package enum Action: Sendable, Equatable {
        /// Commit the batch, then report it with ``committed(through:)``.
        case commit
        /// Go on, and ask again by this time at the latest; `nil` when nothing waits.
        case wait(until: Duration?)
    }

    /// How much may be collected.
    package let mode: Mode
    /// Position of the last message that is durable.
    package private(set) var durablePosition: Int64
    /// How many rows wait for a commit.
    package private(set) var rowsWaiting = 0
    private var cyclesWaiting = 0
    private var firstRowAt: Duration?

    /// Starts with nothing collected, after the position the journal was opened at.
    package init(mode: Mode, durablePosition: Int64) {
        self.mode = mode
        self.durablePosition = durablePosition
    }

    /// Takes an event and returns what to do.
    package mutating func handle(_ event: Event) -> Action {
        switch event {
        case .rowsAdded(let count, let time):
            guard count > 0 else { return dueAction(at: time) }
            rowsWaiting += count
            firstRowAt = firstRowAt ?? time
            return dueAction(at: time)
        case .cycleEnded(let time):
            if rowsWaiting > 0 { cyclesWaiting += 1 }
            return dueAction(at: time)
        case .roundEnded(let time):
            if mode == .everyRound, rowsWaiting > 0 { return .commit }
            return dueAction(at: time)
        case .barrierReached:
            return rowsWaiting > 0 ? .commit : .wait(until: nil)
        }
    }

    /// Records that everything collected is durable through a position.
    package mutating func committed(through position: Int64) {
        precondition(
            position >= durablePosition,
            "durable position \(durablePosition) cannot fall to \(position)"
        )
        durablePosition = position
        rowsWaiting = 0
        cyclesWaiting = 0
        firstRowAt = nil
    }

    private func dueAction(at time: Duration) -> Action {
        guard let firstRowAt else { return .wait(until: nil) }
        guard case .grouped(let cyclesMaximum, let delayMaximum, let rowsMaximum) = mode else {
            return .wait(until: time)
        }
        let deadline = firstRowAt + delayMaximum
        let isDue =
            cyclesWaiting >= cyclesMaximum || rowsWaiting >= rowsMaximum || time >= deadline
        return isDue ? .commit : .wait(until: deadline)
    }
}
