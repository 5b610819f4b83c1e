import ArgumentParser
import Cluster
import Journal
import Logging
import Node
import Synchronization
import Topology
import Transport
import Worker
import ZeroMQ

struct WorkerServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs one worker of a run; `bursar run` and `bursar up` start it.",
        shouldDisplay: false
    )

    @Argument(help: "The run's directory.")
    var run: String

    @Argument(help: "The worker's name in the topology.")
    var name: String

    @Flag(help: "End when standard input ends, as it does when the supervisor is gone.")
    var lifeline = false

    @Flag(help: "Benchmarks only: keep no journal.")
    var unsafeNoJournal = false

    mutating func run() async throws {
        let run = RunDirectory(path: self.run)
        let setup = try ClusterSetup.load(run, keeping: .worker(name))
        guard let specification = setup.topology.worker(named: name) else {
            throw CommandFailure(
                .notFound,
                "the topology of \(run.runID) has no worker \"\(name)\""
            )
        }
        let log = try ProcessLog(of: run, to: .standardError)
        let composition = Composition(
            setup: setup,
            run: run,
            log: log,
            isUnjournaled: unsafeNoJournal,
            isWrittenInBackground: false
        )
        let thread = try IOThread(name: name)
        try thread.start()
        let completion = Completion(of: 1)
        let endpoint = try await MeetingPoint(run: run).find()
        let hasLifeline = lifeline
        let security = try ClusterKeys(of: run, setup.topology)?.worker(name)
        let worker = try await thread.perform { () throws(any Error) in
            let client = try ZeroMQClientTransport(
                connectingTo: endpoint,
                security: security,
                on: thread
            )
            let worker = try composition.worker(
                specification,
                transport: client,
                on: thread,
                ended: { completion.ended($0) }
            )
            client.setEstrangementHandler { estrangement in
                completion.ended(estrangement.failure(of: specification.name, at: endpoint))
                thread.post { _ = worker.assumeIsolated { $0.stop() } }
            }
            worker.assumeIsolated { $0.end(at: Composition.failpoint(of: specification.name)) }
            Composition.keepAwake(thread)
            Self.keepTicking(worker, on: thread)
            Self.watchSwitch(of: run, worker, named: specification.name, on: thread)
            if hasLifeline {
                thread.watchForEnd(of: 0) { _ = worker.assumeIsolated { $0.stop() } }
            }
            return worker
        }
        StorageLibrary.settle()
        let leftEarly = Mutex(false)
        let host = ProcessHost(thread: thread, completion: completion) {
            thread.post {
                let isEarly = worker.assumeIsolated { $0.stop() }
                leftEarly.withLock { $0 = isEarly }
            }
        }
        try await ProcessHost.run(host, log: log.logger(name).quiet)
        // Told to end in the middle of the run: whoever supervises it is to start it again.
        if leftEarly.withLock({ $0 }) { throw ExitCode(ProcessEnding.restartWanted) }
    }

    /// Looks four times a second whether the run's kill switch concerns a worker without a master.
    private static func watchSwitch(
        of run: RunDirectory,
        _ worker: WorkerProcess,
        named name: String,
        on thread: IOThread
    ) {
        thread.schedule(after: .milliseconds(250)) {
            do {
                for latch in try KillSwitchLatch.read(from: run)
                where latch.worker.isEmpty || latch.worker == name {
                    worker.assumeIsolated { $0.heed(latch.directive, as: latch.id) }
                }
            } catch {
                worker.assumeIsolated { $0.log.error("cannot read the kill switch: \(error)") }
            }
            watchSwitch(of: run, worker, named: name, on: thread)
        }
    }

    /// Lets the worker do again ten times a second what nobody has answered.
    private static func keepTicking(_ worker: WorkerProcess, on thread: IOThread) {
        thread.schedule(after: .milliseconds(100)) {
            worker.assumeIsolated { $0.tick() }
            keepTicking(worker, on: thread)
        }
    }
}
