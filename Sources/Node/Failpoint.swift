internal import Glibc

/// A numbered step at which a process ends itself as kill -9 would, for torture.
///
/// Its text is `PROCESS:STEP:N`: the N-th such step of every life of that process is its last.
package struct Failpoint: Sendable {
    /// What a process does with messages.
    package enum Step: String, Sendable, CaseIterable {
        /// It takes a message, before it handles it.
        case apply
        /// It writes down what it is about to say.
        case write
        /// It has said it.
        case send
        /// It tells another process how much of what that said is durable.
        case acknowledge
        /// It hands its rows to the journal.
        case commit
        /// It has handed them over.
        case committed
    }

    /// The process it is meant for.
    package let process: String
    private let step: Step
    private var left: Int

    /// Reads a text; `nil` where it is none, or where the number is not at least 1.
    package init?(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 3, let step = Step(rawValue: parts[1]), let left = Int(parts[2]),
            left >= 1
        else { return nil }
        (process, self.step, self.left) = (parts[0], step, left)
    }

    /// Ends the process when this is the step it was waiting for.
    package mutating func reach(_ step: Step) {
        guard step == self.step else { return }
        left -= 1
        if left == 0 { kill(getpid(), SIGKILL) }
    }
}
