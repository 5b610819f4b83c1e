internal import Journal
internal import Master
internal import Node
internal import Worker

/// A process of a simulated cluster beside another that was recovered from what it had stored.
package struct ProcessTwins {
    /// Its name.
    package let name: String
    /// The process that has gone through everything.
    package let live: any Actor
    /// One that went on from the newest snapshot and its journal, to the same message.
    package let recovered: any Actor
    /// Position of the snapshot; 0 where there was none yet.
    package let snapshot: Int64
}

extension ClusterSimulation {
    /// Recovers a twin of a process that is there, from copies of its journal and snapshots.
    ///
    /// Everything is made durable before, so that both stand at the same message.
    func twins(of name: String) throws -> ProcessTwins? {
        guard let disk = disks[name], let kept = snapshots[name] else { return nil }
        let live: any Actor
        if name == "master" {
            guard let master else { return nil }
            try master.assumeIsolated { try $0.commitAll() }
            live = master
        } else {
            guard let worker = workers[name] else { return nil }
            try worker.assumeIsolated { try $0.commitAll() }
            live = worker
        }
        disk.flush()
        kept.settle()
        let journal = try disk.history()
        let summary: Recovery.Summary
        let recovered: any Actor
        if name == "master" {
            let twin = try processes.master(
                transport: SimulatedServer(network),
                journal: journal,
                callbacks: MasterCallbacks(
                    progressed: { _ in },
                    started: {},
                    ended: { _ in },
                    schedule: { _, _ in }
                )
            )
            summary = try twin.assumeIsolated {
                try $0.start(from: disk.history(), snapshots: kept)
            }
            recovered = twin
        } else {
            guard
                let twin = try processes.worker(
                    name,
                    transport: SimulatedClient(network, worker: name),
                    journal: journal,
                    ended: { _ in }
                )
            else { return nil }
            summary = try twin.assumeIsolated {
                try $0.start(from: disk.history(), snapshots: kept)
            }
            recovered = twin
        }
        return ProcessTwins(
            name: name,
            live: live,
            recovered: recovered,
            snapshot: summary.snapshot
        )
    }
}
