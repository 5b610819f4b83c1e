internal import Allocation
internal import Digest
package import Journal
internal import LinearAlgebra
internal import Master
package import Messaging
internal import Node
internal import Synchronization
package import Topology
internal import Transport
internal import Worker

/// A whole cluster on one thread, its faults drawn from one seed: real engines, actors, mailboxes
/// and journals over a simulated network, disk and clock.
///
/// The same seed gives the same run, event by event. What must hold is checked by the processes
/// themselves after every cycle (the master folds the books of all), by the journals at every commit
/// (no transfer twice), and at the end by the digest over all ledgers.
package final class ClusterSimulation {
    /// How large the cluster is.
    package struct Size: Sendable, Hashable {
        /// Workers, above zero.
        package var workers = 3
        /// Instruments of each.
        package var instruments = 3
        /// Cycles to play.
        package var cycles = 60
        /// Whether people command it meanwhile: a worker joins, one winds down, one is held back, and
        /// the kill switch is engaged and released.
        package var isCommanded = false

        /// Three workers of three instruments for 60 cycles.
        package init() {}
    }

    /// Events after which a cluster that has not come to its end is given up.
    private static let eventsMaximum = 400_000
    /// Virtual time after which no new fault is planned.
    private static let faultsUntil = Duration.seconds(20)

    /// Processes that have ended by themselves, and why.
    private final class Endings: Sendable {
        let list = Mutex<[(name: String, error: (any Error)?)]>([])
    }

    private let seed: UInt64
    private let setup: SimulatedTopology
    private let faults: FaultPlan
    private let flaws: Flaws
    private let agenda = Agenda()
    let network: SimulatedNetwork
    let processes: SimulatedProcesses
    private let endings = Endings()
    private let names: [String]
    private var random: Xoshiro256
    private(set) var disks: [String: SimulatedDisk] = [:]
    private(set) var snapshots: [String: SimulatedSnapshots] = [:]
    private var snapshotRecoveries = 0
    private var lives: [String: Int] = [:]
    private(set) var master: MasterProcess?
    private(set) var workers: [String: WorkerProcess] = [:]
    private var clients: [String: SimulatedClient] = [:]
    private var server: SimulatedServer?
    private var left: Set<String> = []
    private var crashes = 0
    private var failure: String?

    /// Sets up a cluster.
    ///
    /// - Throws: When the topology cannot be built.
    package convenience init(
        seed: UInt64,
        size: Size = Size(),
        faults: FaultPlan? = nil,
        flaws: Flaws = []
    ) throws {
        let setup = try SimulatedTopology(
            workers: size.workers,
            instruments: size.instruments,
            cycles: size.cycles,
            isCommanded: size.isCommanded
        )
        self.init(
            seed: seed,
            setup: setup,
            faults: faults ?? FaultPlan(seed: seed),
            flaws: flaws
        )
    }

    private init(seed: UInt64, setup: SimulatedTopology, faults: FaultPlan, flaws: Flaws) {
        self.seed = seed
        self.setup = setup
        self.faults = faults
        self.flaws = flaws
        processes = SimulatedProcesses(
            setup: setup,
            agenda: agenda,
            executor: SimulatedExecutor(),
            flaws: flaws
        )
        random = Xoshiro256(seed: seed ^ 0x5eed)
        network = SimulatedNetwork(agenda: agenda, faults: self.faults, seed: seed ^ 0x0e7)
        names =
            ["master"] + setup.topology.workers.map(\.name)
            + (setup.late.map { [$0.name] } ?? [])
        for (index, name) in names.enumerated() {
            let delays = Mutex(Xoshiro256(seed: seed &+ UInt64(index) &* 0x9e37))
            let longest = self.faults.diskDelay
            disks[name] = SimulatedDisk(agenda: agenda) {
                longest * delays.withLock { $0.uniform() }
            }
            snapshots[name] = SimulatedSnapshots(
                agenda: agenda,
                delay: longest,
                tearing: self.faults.tearing,
                seed: seed &+ UInt64(index) &* 0x5a5a
            )
        }
    }

    /// Sets up a cluster without faults that plays a topology of people's on a market that crashes.
    ///
    /// - Throws: When the market cannot be built.
    package convenience init(crashing topology: Topology) throws {
        try self.init(
            seed: 0,
            setup: SimulatedTopology(crashing: topology),
            faults: FaultPlan(),
            flaws: []
        )
    }

    /// Everything that a process has made durable, oldest first.
    package func journal(of process: String) -> [JournalBatch] { disks[process]?.batches ?? [] }

    /// Plays to the end of the data, or to the first failure.
    package func run() -> SimulationOutcome { run(every: .max) { _ in } }

    /// Plays on, and every so many events shows each process beside its ``ProcessTwins``.
    package func run(
        every interval: Int,
        inspecting inspect: (ProcessTwins) -> Void
    ) -> SimulationOutcome {
        for name in names where name != setup.late?.name { agenda.after(.zero, .start(name)) }
        plan(faults.crashEvery) { .crash($0) }
        plan(faults.pauseEvery) { .pause($0) }
        plan(faults.partitionEvery) { .partition($0) }
        plan(faults.fullDiskEvery) { .fillDisk($0) }
        var events = 0
        while failure == nil, left.count < names.count {
            guard let event = agenda.next() else {
                failure = "nothing happens any more, but \(missing) did not come to its end"
                break
            }
            events += 1
            guard events <= Self.eventsMaximum else {
                failure = """
                    after \(events) events and \(agenda.now) \(missing) did not come to its end
                    """
                break
            }
            happen(event)
            guard events % interval == 0 else { continue }
            do {
                for name in names { try twins(of: name).map(inspect) }
            } catch {
                failure = "a twin cannot be recovered: \(error)"
            }
        }
        return outcome(events)
    }

    private var missing: String {
        names.filter { !left.contains($0) }.joined(separator: ", ")
    }

    private func outcome(_ events: Int) -> SimulationOutcome {
        let batches = disks["master"]?.batches ?? []
        let digest = batches.flatMap(\.events).last { $0.kind == "digest" }?.text
        if failure == nil {
            failure =
                names.compactMap { name in
                    disks[name]?.refusal.map { "the journal of \(name) refused a batch: \($0)" }
                }.first
        }
        return SimulationOutcome(
            seed: seed,
            digest: digest,
            cycles: batches.flatMap(\.cycles).last?.cycle ?? 0,
            orders: disks.values.reduce(0) { $0 + $1.batches.reduce(0) { $0 + $1.orders.count } },
            remittances: batches.flatMap(\.transfers).count { $0.event == .received },
            crashes: crashes,
            snapshotRecoveries: snapshotRecoveries,
            snapshotsTorn: snapshots.values.reduce(0) { $0 + $1.torn },
            events: events,
            failure: failure
        )
    }

    private func happen(_ event: Agenda.Event) {
        switch event {
        case .run(let body): body()
        case .timer(let name, let life, let body): if lives[name] == life { body() }
        case .tick(let name, let life):
            guard lives[name] == life, let worker = workers[name] else { return }
            if network.standstill(of: name) == nil { worker.assumeIsolated { $0.tick() } }
            agenda.after(.milliseconds(100), event)
        case .crash(let name):
            if !left.contains(name) { crash(name) }
            plan(faults.crashEvery) { .crash($0) }
        case .start(let name): start(name)
        case .pause(let name):
            network.stop(name, for: spell())
            plan(faults.pauseEvery) { .pause($0) }
        case .partition(let name):
            network.partition(name, for: spell())
            plan(faults.partitionEvery) { .partition($0) }
        case .fillDisk(let name):
            disks[name]?.setFull(true)
            snapshots[name]?.setFull(true)
            agenda.after(spell(), .emptyDisk(name))
            plan(faults.fullDiskEvery) { .fillDisk($0) }
        case .emptyDisk(let name):
            disks[name]?.setFull(false)
            snapshots[name]?.setFull(false)
        case .leave(let name): _ = workers[name]?.assumeIsolated { $0.stop() }
        }
        master?.roundEnded()
        for name in names { workers[name]?.roundEnded() }
        settleEndings()
    }

    /// How long a fault lasts.
    private func spell() -> Duration { .milliseconds(Int64(random.next() % 600)) }

    /// Plans the next fault of a kind, for somebody, about so long from now.
    ///
    /// In the end there are no more: a cluster that is left alone must come to its end.
    private func plan(_ mean: Duration?, _ event: (String) -> Agenda.Event) {
        guard let mean, agenda.now < Self.faultsUntil else { return }
        let victim = names[Int(random.next() % UInt64(names.count))]
        let wait = mean * -ElementaryFunctions.log(1 - random.uniform())
        agenda.after(wait, event(victim))
    }
}

extension ClusterSimulation {
    private func start(_ name: String) {
        guard !left.contains(name), master == nil || name != "master", workers[name] == nil else {
            return
        }
        // As a supervisor does it: without a master nobody is started again.
        if left.contains("master") {
            left.insert(name)
            return
        }
        lives[name, default: 0] += 1
        do {
            if name == "master" { try startMaster() } else { try startWorker(name) }
        } catch {
            failed(name, error)
        }
    }

    private func crash(_ name: String) {
        guard name == "master" ? master != nil : workers[name] != nil else { return }
        died(name)
    }

    /// Takes a process away and lets it start again.
    private func died(_ name: String) {
        crashes += 1
        lives[name, default: 0] += 1
        if name == "master" {
            master = nil
            server?.close()
        } else {
            workers[name] = nil
            clients[name]?.close()
        }
        disks[name]?.crash()
        snapshots[name]?.crash()
        agenda.after(.milliseconds(Int64(random.next() % 200)), .start(name))
    }

    private func settleEndings() {
        let ended = endings.list.withLock { list in
            defer { list.removeAll() }
            return list
        }
        for (name, error) in ended {
            if let error {
                failed(name, error)
            } else {
                left.insert(name)
                workers[name] = nil
                guard name == "master" else { continue }
                master = nil
                // As a supervisor does it: whoever has not left by then is told to.
                for worker in names.dropFirst() { agenda.after(.seconds(2), .leave(worker)) }
            }
        }
    }

    /// A full disk ends a process as a crash does; anything else ends the simulation.
    private func failed(_ name: String, _ error: any Error) {
        if let error = error as? JournalError, error.code == .storage {
            died(name)
        } else {
            failure = failure ?? "\(name) failed: \(error)"
        }
    }

    private func ended(_ name: String) -> @Sendable ((any Error)?) -> Void {
        { [endings] error in endings.list.withLock { $0.append((name, error)) } }
    }

    private func startMaster() throws {
        guard let disk = disks["master"], let life = lives["master"] else { return }
        let server = SimulatedServer(network)
        let master = try processes.master(
            transport: server,
            journal: SimulatedJournal(disk),
            callbacks: MasterCallbacks(
                progressed: { _ in },
                started: {},
                ended: ended("master"),
                schedule: { [agenda] delay, body in
                    agenda.after(delay, .timer("master", life: life, body))
                },
                added: { [agenda] added in agenda.after(.zero, .start(added.name)) }
            )
        )
        let ignoresJournal = flaws.contains(.ignoresJournal)
        let (store, policy) = store(of: "master")
        let commands = setup.commands
        let summary = try master.assumeIsolated { master in
            let summary = try master.start(
                from: ignoresJournal ? InMemoryJournal() : disk.history(),
                snapshots: store,
                policy: policy
            )
            master.listen()
            // Whoever commands says it again to every life until it is answered.
            for (id, body) in commands { _ = try master.obey(body, as: id) }
            return summary
        }
        if summary.snapshot > 0 { snapshotRecoveries += 1 }
        (self.master, self.server) = (master, server)
    }

    private func startWorker(_ name: String) throws {
        let client = SimulatedClient(network, worker: name)
        guard let disk = disks[name], let life = lives[name],
            let worker = try processes.worker(
                name,
                transport: client,
                journal: SimulatedJournal(disk),
                ended: ended(name)
            )
        else { return }
        let ignoresJournal = flaws.contains(.ignoresJournal)
        let (store, policy) = store(of: name)
        let summary = try worker.assumeIsolated { worker in
            let summary = try worker.start(
                from: ignoresJournal ? InMemoryJournal() : disk.history(),
                snapshots: store,
                policy: policy
            )
            worker.connect()
            return summary
        }
        if summary.snapshot > 0 { snapshotRecoveries += 1 }
        workers[name] = worker
        clients[name] = client
        agenda.after(.milliseconds(100), .tick(name, life: life))
    }

    /// Where a process's snapshots are, and when it takes one.
    private func store(
        of name: String
    ) -> (store: any SnapshotStoring & Sendable, policy: SnapshotPolicy) {
        guard let every = faults.snapshotEvery, let store = snapshots[name],
            !flaws.contains(.ignoresJournal)
        else { return (NoSnapshots(), .standard) }
        return (store, SnapshotPolicy(cyclesMaximum: every, interval: .seconds(3_600)))
    }
}
