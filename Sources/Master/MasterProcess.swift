import Accounting
import Allocation
import Digest
package import Journal
package import Logging
import Market
import Messaging
package import Node
import Supervision
import SwiftProtobuf
package import Transport

/// How far a run is, for whoever watches it.
package struct CycleProgress: Sendable, Hashable {
    /// The cycle that has just been folded.
    package let cycle: Int64
    /// Cycles of the whole run.
    package let cycles: Int64
    /// Net asset value of the portfolio in millionths.
    package let nav: Int64
    /// The end of the cycle's window, nanoseconds since 1970.
    package let at: Int64
    /// Posture of the portfolio.
    package let stance: String
    /// State of the market.
    package let regime: String
}

/// What the master hands to whoever started it.
package struct MasterCallbacks: Sendable {
    /// Called after each folded cycle, on the executor.
    package let progressed: @Sendable (CycleProgress) -> Void
    /// Called once, on the executor, when every worker has joined.
    package let started: @Sendable () -> Void
    /// Called once, on the executor, when the run is over or has failed.
    package let ended: @Sendable ((any Error)?) -> Void
    /// Calls back on the executor after a while.
    package let schedule: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void

    /// Takes the callbacks.
    package init(
        progressed: @escaping @Sendable (CycleProgress) -> Void,
        started: @escaping @Sendable () -> Void,
        ended: @escaping @Sendable ((any Error)?) -> Void,
        schedule: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
    ) {
        self.progressed = progressed
        self.started = started
        self.ended = ended
        self.schedule = schedule
    }
}

/// The master: lets workers in, opens cycles, folds reports, moves capital.
package actor MasterProcess {
    /// Successors: gathering → playing → retiring → over; any → over on failure.
    private enum Phase: Equatable {
        case gathering
        case playing
        case retiring
        case over
    }

    let configuration: MasterConfiguration
    let office: MasterOffice
    let rows: MasterRows
    let callbacks: MasterCallbacks
    private let transport: any ServerTransport
    private let log: Logger
    private let clock: NodeClock
    private nonisolated let executor: any SerialExecutor
    private var mailbox: Mailbox
    private var phase = Phase.gathering
    private var isStopping = false
    private var peers: [String: Peer] = [:]
    private var reports: [String: (report: Bursar_V1_CycleReport, id: MessageID?)] = [:]
    private var answered: [String: MessageID] = [:]
    private var grants: [CapitalTransfer] = []
    private var recalls: [CapitalTransfer] = []
    private var context = Bursar_V1_Context()
    private var farewells: [String: [UInt8]] = [:]

    /// Sets up a master; nothing happens before ``listen()``.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        configuration: MasterConfiguration,
        epoch: UInt64,
        transport: any ServerTransport,
        journal: sending any JournalWriting,
        mode: GroupCommit.Mode,
        clock: NodeClock,
        log: Logger,
        on executor: any SerialExecutor,
        callbacks: MasterCallbacks
    ) throws {
        self.configuration = configuration
        self.transport = transport
        self.executor = executor
        self.callbacks = callbacks
        self.clock = clock
        self.log = log
        office = try MasterOffice(configuration, on: executor)
        rows = MasterRows(currency: configuration.currency)
        mailbox = Mailbox(local: "master", journal: journal, mode: mode, clock: clock)
        mailbox.epoch = epoch
        for segment in configuration.segments { mailbox.open(segment.name) }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Waits for workers.
    package func listen() {
        transport.setHandler { [self] delivery in
            assumeIsolated { $0.guarded { try $0.receive(delivery) } }
        }
    }

    /// Commits what is due at the end of a poll round; called on the executor.
    package nonisolated func roundEnded() {
        assumeIsolated { $0.guarded { try $0.mailbox.roundEnded() } }
    }

    /// Ends the run after the cycle being played.
    package func stop() {
        guarded { master in
            master.isStopping = true
            switch master.phase {
            case .gathering: try master.finish()
            case .playing where master.reports.count == 0 && master.isBetweenCycles:
                try master.retireAll("the run was stopped")
            case .playing, .retiring, .over: break
            }
        }
    }

    private var isBetweenCycles: Bool {
        office.conductor.perform { $0.missing.isEmpty }
    }

    private func guarded(_ body: (isolated MasterProcess) throws -> Void) {
        guard phase != .over else { return }
        do {
            try body(self)
        } catch {
            phase = .over
            callbacks.ended(error)
        }
    }

    private func receive(_ delivery: Delivery) throws {
        let envelope: Envelope
        do {
            envelope = try Envelope(
                header: delivery.message.header,
                body: delivery.message.body
            )
        } catch {
            // A stranger's nonsense must not end the run: it is refused and noted.
            log.warning("refused a message", metadata: ["reason": "\(error)"])
            return
        }
        if case .hello(let hello) = envelope.body.kind {
            try greet(hello, from: delivery.peer)
            return
        }
        let sender = envelope.content.sender
        guard peers[sender] == delivery.peer else {
            log.warning("ignored a message from a peer that has not joined as \(sender)")
            return
        }
        guard envelope.content.sequence > 0 else { return }
        try take(envelope, from: sender, header: delivery.message.header)
    }

    private func take(_ envelope: Envelope, from sender: String, header: [UInt8]) throws {
        switch try mailbox.receive(envelope, header: header) {
        case .take: break
        case .repetition, .early: return
        case .gap:
            try welcome(sender)
            return
        }
        switch envelope.body.kind {
        case .cycleReport(let report): try take(report, from: sender)
        case .limitBreach(let breach): note("limit_breach", sender, breach.words)
        case .goodbye(let goodbye): try take(goodbye, from: sender)
        default:
            throw NodeError(.unexpected, "\(sender) sent the master a \(envelope.body.name)")
        }
        mailbox.handled()
    }

    private func note(_ kind: String, _ subject: String, _ text: String) {
        mailbox.batch.events.append(
            EventRow(
                position: mailbox.position,
                wallTime: clock.wallTime(),
                at: office.conductor.perform { $0.current?.to.nanoseconds ?? 0 },
                kind: kind,
                subject: subject,
                text: text
            )
        )
    }

    private func say(
        _ body: Bursar_V1_Body,
        to worker: String,
        cycle: Int64,
        at moment: Int64
    ) throws {
        let message = try mailbox.say(
            body,
            to: worker,
            correlation: "C-\(cycle)",
            virtualTime: moment,
            because: answered[worker]
        )
        guard let peer = peers[worker] else {
            throw NodeError(.lost, "\(worker) has no connection")
        }
        _ = transport.send(message, to: peer)
    }
}

// MARK: - Membership

extension MasterProcess {
    private func greet(_ hello: Bursar_V1_Hello, from peer: Peer) throws {
        if let (code, reason) = refusal(of: hello) {
            let refusal = Bursar_V1_Body.with {
                $0.refusal = .with {
                    $0.code = code
                    $0.reason = reason
                }
            }
            _ = transport.send(try mailbox.session(refusal, to: hello.worker), to: peer)
            log.warning("refused \(hello.worker)", metadata: ["reason": "\(reason)"])
            return
        }
        let isNew = peers[hello.worker] == nil
        peers[hello.worker] = peer
        try welcome(hello.worker)
        for message in try mailbox.resend(to: hello.worker, after: hello.applied) {
            _ = transport.send(message, to: peer)
        }
        guard isNew else { return }
        note("joined", hello.worker, "process \(hello.processID), life \(hello.incarnation)")
        if phase == .gathering, office.roster.perform({ $0.isComplete }) { try start() }
    }

    private func refusal(
        of hello: Bursar_V1_Hello
    ) -> (Bursar_V1_Refusal.Code, String)? {
        let least = ProtocolVersion(hello.versionLeast)
        let greatest = ProtocolVersion(hello.versionGreatest)
        guard let least, let greatest,
            ProtocolVersion.agreed(least: least, greatest: greatest) != nil
        else {
            return (
                .version,
                """
                it speaks protocol \(hello.versionLeast) to \(hello.versionGreatest), the master \
                \(ProtocolVersion.current); start both from the same build
                """
            )
        }
        guard hello.cluster == configuration.cluster else {
            return (.cluster, "it belongs to run \(hello.cluster), not \(configuration.cluster)")
        }
        guard hello.engineVersion == configuration.engineVersion else {
            return (
                .engineDiffers,
                "its engines are \(hello.engineVersion), the master's \(configuration.engineVersion)"
            )
        }
        guard [UInt8](hello.topologyDigest) == configuration.topologyDigest else {
            return (.topologyDiffers, "it was started with another topology")
        }
        guard [UInt8](hello.dataDigest) == configuration.dataDigest else {
            return (.dataDiffers, "the data it reads differs from the master's")
        }
        let verdict = office.roster.perform {
            $0.admit(hello.worker, incarnation: hello.incarnation)
        }
        switch verdict {
        case nil: return nil
        case .unknown:
            return (.unknownWorker, "the topology has no worker \"\(hello.worker)\"")
        case .left: return (.unknownWorker, "\(hello.worker) has left the run")
        case .stale(let current):
            return (
                .staleIncarnation,
                "it is life \(hello.incarnation), but life \(current) was heard before"
            )
        }
    }

    private func welcome(_ worker: String) throws {
        guard let peer = peers[worker] else { return }
        let welcome = Bursar_V1_Body.with {
            $0.welcome = .with {
                $0.version = ProtocolVersion.current.description
                $0.epoch = mailbox.epoch
                $0.applied = mailbox.durable(worker)
                $0.cycleFirst = UInt64(configuration.windows.first?.cycle ?? 0)
                $0.cycleLast = UInt64(configuration.windows.last?.cycle ?? 0)
            }
        }
        _ = transport.send(try mailbox.session(welcome, to: worker), to: peer)
    }
}

// MARK: - Cycles

extension MasterProcess {
    private func start() throws {
        phase = .playing
        callbacks.started()
        guard let first = configuration.windows.first else { return try retireAll("no data") }
        let (proposal, grants) = try Fold(office: office, configuration: configuration)
            .begin(first)
        self.grants = grants
        context.stance = proposal?.target.stance.rawValue ?? PortfolioStance.balanced.rawValue
        context.regime = Regime.unknown.rawValue
        context.tradingState = .active
        if let proposal {
            mailbox.batch.proposals.append(rows.proposal(proposal, position: mailbox.position))
        }
        for grant in grants {
            record(grant, .decided, amount: grant.amount, cycle: 0)
        }
        try openNext()
    }

    private func openNext() throws {
        guard phase == .playing else { return }
        if isStopping { return try retireAll("the run was stopped") }
        let names = office.roster.perform { $0.names }
        guard let window = office.conductor.perform({ $0.open(for: names) }) else {
            return try retireAll("the last cycle was played")
        }
        reports.removeAll(keepingCapacity: true)
        for name in names {
            var begin = Bursar_V1_BeginCycle()
            begin.cycle = UInt64(window.cycle)
            begin.from = window.from.nanoseconds
            begin.to = window.to.nanoseconds
            begin.context = context
            begin.grants = grants.filter { $0.worker == name }.map(message)
            begin.recalls = recalls.filter { $0.worker == name }.map(message)
            try say(
                .with { $0.beginCycle = begin },
                to: name,
                cycle: window.cycle,
                at: window.from.nanoseconds
            )
            for transfer in grants + recalls where transfer.worker == name {
                record(transfer, .sent, amount: transfer.amount, cycle: window.cycle)
            }
        }
        (grants, recalls) = ([], [])
    }

    private func message(_ transfer: CapitalTransfer) -> Bursar_V1_Transfer {
        .with {
            $0.id = transfer.id
            $0.amountMicros = transfer.amount.micros
            $0.proposal = transfer.proposal
            $0.cycleDecided = UInt64(transfer.cycle)
        }
    }

    private func take(_ report: Bursar_V1_CycleReport, from worker: String) throws {
        let step = office.conductor.perform {
            $0.reported(worker, cycle: Int64(report.cycle))
        }
        guard step != .unexpected else {
            throw NodeError(
                .unexpected,
                "\(worker) reports on cycle \(report.cycle), which it was not asked for"
            )
        }
        reports[worker] = (report, mailbox.cause)
        answered[worker] = mailbox.cause
        if step == .fold { try fold() }
    }

    private func fold() throws {
        guard let window = office.conductor.perform({ $0.current }) else { return }
        let ordered = reports.sorted { $0.key < $1.key }.map {
            (worker: $0.key, report: $0.value.report)
        }
        let (fold, settled) = try Fold(office: office, configuration: configuration)
            .run(window, reports: ordered)
        grants = fold.grants
        recalls = fold.recalls
        let (stance, regime) = office.allocator.perform { ($0.stance, $0.regime) }
        journal(fold, settled, ordered, stance, regime)
        context.stance = stance.rawValue
        context.regime = (regime?.regime ?? .unknown).rawValue
        context.regimeConfidence = regime?.confidence ?? 0
        context.regimeAge = UInt64(regime?.age ?? 0)
        context.tradingState = fold.verdict.stopsNewRisk ? .reducing : .active
        context.tradingStateReason =
            fold.verdict.stopsNewRisk ? fold.verdict.findings.first?.words ?? "" : ""
        try mailbox.cycleEnded()
        callbacks.progressed(
            CycleProgress(
                cycle: window.cycle,
                cycles: Int64(configuration.windows.count),
                nav: fold.nav.micros,
                at: window.to.nanoseconds,
                stance: stance.rawValue,
                regime: context.regime
            )
        )
        if configuration.pace > .zero, window.cycle < configuration.windows.count {
            callbacks.schedule(configuration.pace) { [self] in
                assumeIsolated { $0.guarded { try $0.openNext() } }
            }
        } else {
            try openNext()
        }
    }

    private func journal(
        _ fold: CycleFold,
        _ settled: [SettledTransfer],
        _ ordered: [(worker: String, report: Bursar_V1_CycleReport)],
        _ stance: PortfolioStance,
        _ regime: RegimeState?
    ) {
        let cycle = fold.window.cycle
        for entry in settled {
            let event: TransferRow.Event =
                entry.transfer.direction == .grant ? .acknowledged : .received
            record(entry.transfer, event, amount: entry.amount, part: entry.part, cycle: cycle)
        }
        for transfer in fold.recalls + fold.grants {
            record(transfer, .decided, amount: transfer.amount, cycle: cycle)
        }
        if let proposal = fold.proposal {
            mailbox.batch.proposals.append(rows.proposal(proposal, position: mailbox.position))
        }
        let peak = office.riskOffice.perform { $0.peak ?? .zero }
        let digest = office.treasury.perform { $0.ledger.digest }
        mailbox.batch.cycles.append(
            rows.cycle(fold, stance: stance, regime: regime, peak: peak, digest: digest.bytes)
        )
        for (worker, report) in ordered {
            mailbox.batch.workerCycles.append(rows.worker(worker, report))
        }
        for finding in fold.verdict.findings where finding.code == .drawdown {
            note("limit", finding.subject, finding.words)
        }
        appendLedger()
    }

    private func appendLedger() {
        mailbox.batch.append(
            office.treasury.perform { $0.takeFreshEntries() },
            currency: configuration.currency.code
        )
    }

    private func record(
        _ transfer: CapitalTransfer,
        _ event: TransferRow.Event,
        amount: Money,
        part: Int64 = 0,
        cycle: Int64
    ) {
        mailbox.batch.transfers.append(
            rows.transfer(
                transfer,
                event: event,
                amount: amount,
                part: part,
                cycle: cycle,
                position: mailbox.position,
                wallTime: clock.wallTime()
            )
        )
    }
}

// MARK: - The end

extension MasterProcess {
    private func retireAll(_ reason: String) throws {
        guard phase == .playing else { return }
        phase = .retiring
        let (names, at, cycle) = (
            office.roster.perform { $0.names },
            office.conductor.perform { $0.current?.to.nanoseconds ?? 0 },
            office.conductor.perform { $0.current?.cycle ?? 0 }
        )
        for name in names {
            try say(
                .with { $0.retire = .with { $0.reason = reason } },
                to: name,
                cycle: cycle,
                at: at
            )
        }
    }

    private func take(_ goodbye: Bursar_V1_Goodbye, from worker: String) throws {
        guard phase == .retiring else {
            throw NodeError(.lost, "\(worker) left in the middle of the run: \(goodbye.reason)")
        }
        farewells[worker] = [UInt8](goodbye.ledgerDigest)
        office.roster.perform { $0.leave(worker) }
        note("left", worker, goodbye.reason)
        if office.roster.perform({ $0.isEmpty }) { try finish() }
    }

    private func finish() throws {
        var hash = SHA256()
        let master = office.treasury.perform { $0.ledger.digest }
        hash.update("master")
        hash.update(master.bytes)
        for worker in farewells.keys.sorted() {
            hash.update(worker)
            hash.update(farewells[worker] ?? [])
        }
        appendLedger()
        note("digest", "cluster", hash.finish().description)
        try mailbox.close()
        phase = .over
        transport.close()
        callbacks.ended(nil)
    }
}
