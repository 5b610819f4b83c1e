import Foundation
import Node

/// A process ends itself, as kill -9 would, at one step of its work, again and again.
struct StepKill: Fault {
    let step: Failpoint.Step
    /// Whether the master is the one.
    let hitsMaster: Bool
    let arguments = ["--crashes-maximum", "1000"]

    var name: String { "\(hitsMaster ? "master" : "worker")-\(step.rawValue)" }
    var summary: String {
        "kill -9 of \(hitsMaster ? "the master" : "a worker") at its step \(step.rawValue)"
    }

    func strike(_ cluster: TortureCluster) async throws {
        let victim = hitsMaster ? "master" : cluster.anyWorker()
        // A master takes and says as much as all its workers together; commits come with time.
        let count =
            switch step {
            case .commit, .committed: cluster.share(8...16)
            default: cluster.share(80...140) * Double(hitsMaster ? cluster.plan.workers.count : 1)
            }
        let failpoint = "BURSAR_FAILPOINT=\(victim):\(step.rawValue):\(Int(count))"
        try await cluster.start(through: ["/usr/bin/env", failpoint])
        try await cluster.finish()
        let entry = try ProcessCluster.entries(of: cluster.run).first { $0.name == victim }
        for _ in 1..<max(1, entry?.starts ?? 1) { cluster.fired(at: victim, .harmless) }
    }
}

/// A message that ends the worker whenever it takes it: the worker is left alone after a while.
struct PoisonMessage: Fault {
    let name = "poison-message"
    let summary = "a message ends the worker whenever it takes it"

    func strike(_ cluster: TortureCluster) async throws {
        let victim = cluster.anyWorker()
        let failpoint = "BURSAR_FAILPOINT=\(victim):apply:1"
        try await cluster.start(through: ["/usr/bin/env", failpoint])
        try await cluster.stops(
            with: ExitStatus.timedOut.rawValue,
            saying: ["\(victim) was lost: signal 9; it crashed 6 times within 30 s"]
        )
        cluster.fired(at: victim, .death)
        try cluster.resume()
        try await cluster.finish()
    }
}
