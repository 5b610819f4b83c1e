import Foundation

/// kill -9 of some processes at once, three times in a run.
struct KillFault: Fault {
    let name: String
    let summary: String
    /// Whether the master is one of them.
    let hitsMaster: Bool
    /// Whether a worker is one of them.
    let hitsWorker: Bool

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        for share in [0.15, 0.4, 0.65] {
            try await cluster.reach(share + cluster.share(0...0.1))
            let worker = cluster.anyWorker()
            switch (hitsMaster, hitsWorker) {
            case (true, true):
                let master = try await cluster.processID(of: "master")
                kill(master, SIGKILL)
                cluster.fired(at: "master", .death)
                try await cluster.kill(worker)
            case (true, false): try await cluster.kill("master")
            default: try await cluster.kill(worker)
            }
        }
        try await cluster.finish()
    }
}

/// kill -9 of the supervisor: the processes end by themselves, and the run is resumed.
struct SupervisorKill: Fault {
    let name = "kill-supervisor"
    let summary = "kill -9 of the supervisor, then resume"

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(cluster.share(0.2...0.6))
        let processes = try ProcessCluster.entries(of: cluster.run)
        kill(try cluster.supervisorProcessID(), SIGKILL)
        _ = try await cluster.ended()
        for process in processes {
            try await cluster.wait("end \(process.name) without its supervisor") {
                !TortureCluster.isRunning(process.processID)
            }
        }
        cluster.conduct = .stopped
        cluster.fired(at: "master", .death)
        try cluster.resume()
        try await cluster.finish()
    }
}

/// kill -9 of supervisor, master and workers at one moment, as when a machine loses power.
struct ClusterCrash: Fault {
    let name = "kill-all"
    let summary = "kill -9 of all at once, then resume"

    func strike(_ cluster: TortureCluster) async throws {
        try await cluster.start()
        try await cluster.reach(cluster.share(0.2...0.6))
        try await cluster.crash()
        cluster.conduct = .stopped
        cluster.fired(at: "master", .death)
        try cluster.resume()
        try await cluster.finish()
    }
}
