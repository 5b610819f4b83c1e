import Cluster
import Foundation
import Journal

/// Somebody starts again what already runs: a worker, or the whole run.
struct SecondProcess: Fault {
    let name: String
    let summary: String
    /// Whether it is the supervisor that is started again.
    let isSupervisor: Bool

    private let reasons = ["in use by process", "is running", "another process listens"]

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        for share in [0.2, 0.5] {
            try await cluster.reach(share)
            let run = try cluster.run
            let calls =
                isSupervisor
                ? [["resume", run.path], ["supervise", run.path], ["master", run.path]]
                : cluster.plan.workers.map { ["worker", "serve", run.path, $0] }
            for call in calls {
                let ended = try await cluster.program(call)
                let words = call.joined(separator: " ")
                guard !ended.ending.isClean else { throw BrokenPassLine("\(words) was let in") }
                guard reasons.contains(where: { ended.errors.contains($0) }) else {
                    throw BrokenPassLine(
                        "\(words) does not say why: \(TortureCluster.lastWords(ended.errors))"
                    )
                }
                cluster.fired(at: nil, .harmless)
            }
        }
        try await cluster.finish()
        guard try ProcessCluster.entries(of: cluster.run).allSatisfy({ $0.starts == 1 }) else {
            throw BrokenPassLine("a process that ran was ended by one that came second")
        }
    }
}
