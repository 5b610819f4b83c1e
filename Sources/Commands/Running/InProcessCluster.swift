import Journal
import Logging
import Master
import Synchronization
import Topology
import Transport
import Worker
import ZeroMQ

/// Runs master and workers in this process, over the in-memory transport, on one thread.
struct InProcessCluster {
    let composition: Composition
    let progressed: @Sendable (CycleProgress) -> Void

    private final class Members: Sendable {
        let master = Mutex<MasterProcess?>(nil)
        let workers = Mutex<[WorkerProcess]>([])
    }

    /// Plays the run to its end, or to the end of the cycle in which it is told to stop.
    /// `stopping` is called once with a closure that stops the run.
    func run(stopping: (@escaping @Sendable () -> Void) -> Void) async throws {
        let thread = try IOThread(name: "cluster")
        try thread.start()
        let members = Members()
        let workers = composition.setup.topology.workers
        let completion = Completion(of: workers.count + 1)
        let (composition, progressed) = (self.composition, self.progressed)
        stopping {
            thread.post {
                members.master.withLock { $0 }?.assumeIsolated { $0.stop() }
            }
        }
        do {
            try await thread.perform { () throws(any Error) in
                let network = InMemoryNetwork(messagesPerPeerMaximum: 4_096, on: thread)
                let server = try network.makeServer(at: "control")
                let master = try composition.master(
                    transport: server,
                    on: thread,
                    progressed: progressed,
                    started: {},
                    ended: { error in
                        // Without a master workers may only leave.
                        for worker in members.workers.withLock({ $0 }) {
                            thread.post { _ = worker.assumeIsolated { $0.stop() } }
                        }
                        completion.ended(error)
                    }
                )
                members.master.withLock { $0 = master }
                for specification in workers {
                    let worker = try composition.worker(
                        specification,
                        transport: network.makeClient(to: "control"),
                        on: thread,
                        ended: { completion.ended($0) }
                    )
                    members.workers.withLock { $0.append(worker) }
                }
                Composition.keepAwake(thread)
            }
            try await completion.wait()
        } catch {
            thread.stop()
            await thread.join()
            throw error
        }
        thread.stop()
        await thread.join()
    }
}
