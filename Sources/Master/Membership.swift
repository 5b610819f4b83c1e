import Market
import Messaging
import Topology

/// What changed since the run began: who was added, who is leaving, and what people allow.
struct Membership {
    /// Commands taken that take effect when the next cycle opens, oldest first.
    var pending: [Envelope] = []
    /// Workers that were added, by name.
    var added: [String: AddedWorker] = [:]
    /// Specifications of the workers that were added, by name.
    var specifications: [String: WorkerSpecification] = [:]
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

    /// A topology with the workers that were added.
    func topology(_ base: Topology) -> Topology {
        specifications.keys.sorted().reduce(base) { topology, name in
            specifications[name].map { topology.adding($0) } ?? topology
        }
    }
}
