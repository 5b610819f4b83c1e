import Foundation

/// One worker is killed six times within half a minute, as soon as it is back.
struct Flapping: Fault {
    let name = "flapping"
    let summary = "kill -9 of one worker, six times within 30 s"

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(0.1)
        let victim = cluster.anyWorker()
        for _ in 0..<6 { try await cluster.kill(victim) }
        try await cluster.stops(
            with: ExitStatus.timedOut.rawValue,
            saying: ["\(victim) was lost: signal 9; it crashed 6 times within 30 s"]
        )
        cluster.fired(at: victim, .death)
        try cluster.resume()
        try await cluster.finish()
    }
}
