internal import Glibc
internal import Subprocess
package import Supervision
internal import Synchronization
internal import SystemPackage

/// Starts the processes of a cluster, reaps them, starts crashed ones again, and ends all when one
/// cannot be helped.
///
/// Each child inherits the reading end of a pipe as its standard input; the supervisor holds the
/// only writing end, so that children see its end whatever ends it. Children have sessions of their
/// own: Ctrl-C at the terminal reaches the supervisor alone, which then stops the master in order.
package final class Supervisor: Sendable {
    /// What a task of the supervisor's group has to tell.
    private enum Report: Sendable {
        /// A process ended, or could not be started.
        case ended(String, Result<ProcessEnding, any Error>)
        /// Another process was added; `nil` when none will be any more.
        case added(ProcessPlan?)
        /// A wait is over.
        case waited
    }

    private struct State {
        var plans: [ProcessPlan]
        var processIDs: [String: Int32] = [:]
        /// When each process was started last, since the supervisor was made.
        var starts: [String: Duration] = [:]
        var policies: [String: RestartPolicy] = [:]
        var isStopping = false
        var failure: SupervisionError?
        /// Whether the master has ended or a process was lost: nothing is started any more.
        var hasEnded = false
    }

    /// Time between asking processes to end and ending them.
    package static let patience = Duration.seconds(2)

    private let executable: String
    private let master: String
    private let additions: AsyncStream<ProcessPlan>
    private let adder: AsyncStream<ProcessPlan>.Continuation
    private let patience: RestartPolicy.Patience
    private let seed: UInt64
    private let refusals: Set<Int32>
    private let canGoOnWithout: @Sendable (String) -> Bool
    private let state: Mutex<State>
    private let madeAt = ContinuousClock.now
    private let observer: @Sendable (SupervisionEvent) -> Void

    /// Plans a cluster.
    ///
    /// - Parameters:
    ///   - executable: The program that all processes run.
    ///   - plans: The processes, the master among them.
    ///   - patience: How many crashes of a process are answered by a restart.
    ///   - seed: Of the jitter between restarts.
    ///   - refusals: Exit statuses of a process that would only refuse again.
    ///   - canGoOnWithout: Whether the run goes on when a process is lost; asked from any thread.
    ///   - observer: Told of starts and ends, from any thread.
    package init(
        executable: String,
        plans: [ProcessPlan],
        patience: RestartPolicy.Patience = RestartPolicy.Patience(),
        seed: UInt64 = 0,
        refusals: Set<Int32> = [],
        canGoOnWithout: @escaping @Sendable (String) -> Bool = { _ in false },
        observer: @escaping @Sendable (SupervisionEvent) -> Void
    ) {
        self.executable = executable
        state = Mutex(State(plans: plans))
        master = plans.first { $0.role == .master }?.name ?? ""
        (additions, adder) = AsyncStream.makeStream(of: ProcessPlan.self)
        self.patience = patience
        self.seed = seed
        self.refusals = refusals
        self.canGoOnWithout = canGoOnWithout
        self.observer = observer
    }

    /// Runs all processes until the last has ended.
    ///
    /// - Throws: ``SupervisionError`` when a process could not be started or was lost.
    package func run() async throws {
        let lifeline = try FileDescriptor.pipe()
        _ = fcntl(lifeline.writeEnd.rawValue, F_SETFD, FD_CLOEXEC)
        await withTaskGroup(of: Report.self) { group in
            for plan in state.withLock({ $0.plans }) {
                group.addTask { await self.report(plan, lifeline: lifeline.readEnd) }
            }
            group.addTask { await self.nextAddition() }
            for await report in group {
                switch report {
                case .ended(let name, let result):
                    ended(name, result, lifeline.readEnd, in: &group)
                case .added(let plan?):
                    group.addTask { await self.report(plan, lifeline: lifeline.readEnd) }
                    group.addTask { await self.nextAddition() }
                case .added(nil), .waited: break
                }
                let isOver = state.withLock { $0.hasEnded && $0.processIDs.isEmpty }
                if isOver { group.cancelAll() }
            }
        }
        try lifeline.readEnd.close()
        try lifeline.writeEnd.close()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Asks the master to end the run; from any thread, and again without effect.
    package func stop() {
        let processID = state.withLock { state in
            state.isStopping = true
            return state.processIDs[master]
        }
        if let processID { kill(processID, SIGTERM) }
    }

    /// Starts one more process; from any thread. Again with the same name without effect.
    package func add(_ plan: ProcessPlan) {
        let isNew = state.withLock { state in
            guard !state.plans.contains(where: { $0.name == plan.name }) else { return false }
            state.plans.append(plan)
            return true
        }
        if isNew { adder.yield(plan) }
    }

    private func nextAddition() async -> Report {
        for await plan in additions { return .added(plan) }
        return .added(nil)
    }

    private func report(_ plan: ProcessPlan, lifeline: FileDescriptor) async -> Report {
        do {
            return .ended(plan.name, .success(try await play(plan, lifeline: lifeline)))
        } catch {
            return .ended(plan.name, .failure(error))
        }
    }

    private func play(
        _ plan: ProcessPlan,
        lifeline: FileDescriptor
    ) async throws -> ProcessEnding {
        let log = try FileDescriptor.open(
            FilePath(plan.logPath),
            .writeOnly,
            options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
        var options = PlatformOptions()
        options.createSession = true
        let result = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(plan.arguments),
            platformOptions: options,
            input: .fileDescriptor(lifeline, closeAfterSpawningProcess: false),
            output: .fileDescriptor(log, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        ) { execution in
            self.started(plan, execution.processIdentifier.value)
        }
        switch result.terminationStatus {
        case .exited(let status): return .exited(status)
        case .signaled(let signal): return .signalled(signal)
        }
    }

    private func started(_ plan: ProcessPlan, _ processID: Int32) {
        let isStopping = state.withLock { state in
            state.processIDs[plan.name] = processID
            state.starts[plan.name] = ContinuousClock.now - madeAt
            return state.isStopping
        }
        observer(.started(name: plan.name, role: plan.role, processID: processID))
        if isStopping, plan.role == .master { kill(processID, SIGTERM) }
    }

    /// What the end of a process means; starts it again where that helps.
    private func ended(
        _ name: String,
        _ result: Result<ProcessEnding, any Error>,
        _ lifeline: FileDescriptor,
        in group: inout TaskGroup<Report>
    ) {
        let failure: SupervisionError?
        switch result {
        case .success(let ending) where ending.isClean || isOver || hasEndedAsTold(ending):
            // After the master was done, how the others end does not matter: all is committed.
            observer(.ended(name: name, ending))
            failure = nil
        case .success(let ending):
            failure = crashed(name, ending, lifeline, in: &group)
            guard failure != nil else { return }
        case .failure(let error):
            failure = SupervisionError(
                code: .notStarted,
                process: name,
                message: "\(name) was not started: \(error)"
            )
        }
        let isMaster = name == master
        state.withLock { state in
            state.processIDs[name] = nil
            state.hasEnded = state.hasEnded || failure != nil || isMaster
            state.failure = state.failure ?? failure
        }
        guard failure != nil || isMaster else { return }
        // Without a master workers may only leave: they commit on SIGTERM and end.
        for processID in survivors() { kill(processID, SIGTERM) }
        group.addTask {
            // Whoever does not end in time is ended: nothing must outlive the run.
            try? await Task.sleep(for: Self.patience)
            for processID in self.survivors() { kill(processID, SIGKILL) }
            return .waited
        }
    }

    /// Whether a process ended because the run does.
    private func hasEndedAsTold(_ ending: ProcessEnding) -> Bool {
        ending == .exited(ProcessEnding.restartWanted) && state.withLock { $0.hasEnded }
    }

    /// Whether the master has ended because it was done.
    private var isOver: Bool { state.withLock { $0.hasEnded && $0.failure == nil } }

    /// Starts a crashed process again, or says why not.
    private func crashed(
        _ name: String,
        _ ending: ProcessEnding,
        _ lifeline: FileDescriptor,
        in group: inout TaskGroup<Report>
    ) -> SupervisionError? {
        let time = ContinuousClock.now - madeAt
        let verdict = state.withLock { state -> RestartPolicy.Verdict in
            state.processIDs[name] = nil
            if state.hasEnded { return .quarantine("the run is ending") }
            if ending == .exited(ProcessEnding.restartWanted) { return .restart(after: .zero) }
            if ending.isRefusal(refusals) { return .quarantine("starting again would not help") }
            var policy =
                state.policies[name] ?? RestartPolicy(patience, name: name, seed: seed)
            defer { state.policies[name] = policy }
            return policy.crashed(at: time, after: time - (state.starts[name] ?? .zero))
        }
        switch verdict {
        case .quarantine(let reason):
            observer(.quarantined(name: name, ending, reason: reason))
            // Nothing goes on without a master: its workers would wait for it for ever.
            if name != master, canGoOnWithout(name) { return nil }
            return SupervisionError(
                code: .lost,
                process: name,
                message: "\(name) was lost: \(ending); \(reason)"
            )
        case .restart(let delay):
            observer(.crashed(name: name, ending, restartAfter: delay))
            let plans = state.withLock { $0.plans }
            guard let plan = plans.first(where: { $0.name == name }) else { return nil }
            group.addTask {
                try? await Task.sleep(for: delay)
                return await self.report(plan, lifeline: lifeline)
            }
            return nil
        }
    }

    private func survivors() -> [Int32] {
        state.withLock { $0.processIDs.values.sorted() }
    }
}
