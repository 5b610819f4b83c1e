import Market
import Messaging
import Topology

/// What changed since the run began: who was added, who is leaving, and what people allow.
struct Membership {
    /// Commands taken that take effect when the next cycle opens, or a later one, oldest first.
    var pending: [Envelope] = []
    /// Whether the next cycle is not opened because a worker is waited for.
    var isWaiting = false
    /// Workers that were added, by name.
    var added: [String: AddedWorker] = [:]
    /// Specifications of the workers that were added, by name.
    var specifications: [String: WorkerSpecification] = [:]
    /// Workers that were added and withdrawn before they joined.
    var withdrawn: Set<String> = []
    /// Commands taken, by the id that the client gave them.
    var answers: [String: Bursar_V1_CommandAnswer] = [:]
    /// Trading states that people have set, by worker; the portfolio's under an empty name.
    var states: [String: Bursar_V1_SetTradingState] = [:]
    /// Workers that hold nothing any more and leave when the next cycle opens.
    var departing: [String] = []
    /// Workers that were told to leave.
    var dismissed: Set<String> = []
    /// The last report of workers that were told to leave, in order of leaving: money that was earned
    /// or lost stays on the books.
    var departed: [FoldedReport] = []

    /// Takes out the commands that take effect at a cycle, oldest first.
    mutating func takeDue(at cycle: Int64) -> [Envelope] {
        let due = pending.filter { self.cycle(of: $0) <= cycle }
        pending = pending.filter { self.cycle(of: $0) > cycle }
        return due
    }

    /// The first cycle at which a command takes effect; a worker joins no earlier than it was to.
    private func cycle(of envelope: Envelope) -> Int64 {
        if case .workerJoined(let joined) = envelope.body.kind {
            return added[joined.worker]?.atCycle ?? 0
        }
        return Int64(envelope.body.atCycle)
    }

    /// Whether a person holds a worker back, now or by a command that waits; an empty name stands for
    /// the portfolio.
    func isHeldBack(_ worker: String) -> Bool {
        states[worker] != nil
            || pending.contains {
                if case .setTradingState(let command) = $0.body.kind {
                    command.worker == worker && command.state != .active
                } else {
                    false
                }
            }
    }

    /// Whether a worker's joining is noted and waits for the next cycle.
    func isJoining(_ worker: String) -> Bool {
        pending.contains {
            if case .workerJoined(let joined) = $0.body.kind {
                joined.worker == worker
            } else {
                false
            }
        }
    }

    /// A topology with the workers that were added.
    func topology(_ base: Topology) -> Topology {
        specifications.keys.sorted().reduce(base) { topology, name in
            specifications[name].map { topology.adding($0) } ?? topology
        }
    }
}
