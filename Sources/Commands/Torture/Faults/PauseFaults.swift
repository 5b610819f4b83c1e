import Foundation

/// SIGSTOP and SIGCONT: a process that is slow to answer, not dead.
struct PauseFault: Fault {
    let name: String
    let summary: String
    /// Whether the master is the one.
    let hitsMaster: Bool
    /// How long each pause is, in milliseconds.
    let milliseconds: ClosedRange<Double>
    /// How many pauses there are.
    let times: Int

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        for turn in 0..<times {
            try await cluster.reach(0.15 + 0.6 * Double(turn) / Double(times))
            let victim = hitsMaster ? "master" : cluster.anyWorker()
            let processID = try await cluster.processID(of: victim)
            let pause = cluster.share(milliseconds)
            kill(processID, SIGSTOP)
            defer { kill(processID, SIGCONT) }
            try await Task.sleep(for: .milliseconds(Int64(pause)))
            kill(processID, SIGCONT)
            cluster.fired(at: victim, .interruption)
            let starts = try ProcessCluster.entries(of: cluster.run).first { $0.name == victim }
            guard starts?.processID == processID else {
                throw BrokenPassLine("\(victim) was taken for dead while it was only paused")
            }
        }
        try await cluster.finish()
    }
}
