import Accounting
import Allocation
import Digest
import Journal
import Market
import Messaging
import Node
import Supervision
import SwiftProtobuf

extension MasterProcess {
    func start() throws {
        phase = .playing
        if !mailbox.isRecovering { callbacks.started() }
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

    func openNext() throws {
        guard phase == .playing else { return }
        if isStopping { return try pause() }
        if let next = office.conductor.perform({ $0.nextCycle }) {
            guard !isAwaiting(at: next) else { return }
            try applyCommands(at: next)
        }
        let names = office.roster.perform { $0.participants }
        guard let window = office.conductor.perform({ $0.open(for: names) }) else {
            return try retireAll("the last cycle was played")
        }
        reports.removeAll(keepingCapacity: true)
        arrivals.removeAll(keepingCapacity: true)
        for name in names {
            var begin = Bursar_V1_BeginCycle()
            begin.cycle = UInt64(window.cycle)
            begin.from = window.from.nanoseconds
            begin.to = window.to.nanoseconds
            begin.context = context(for: name)
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

    func message(_ transfer: CapitalTransfer) -> Bursar_V1_Transfer {
        .with {
            $0.id = transfer.id
            $0.amountMicros = transfer.amount.micros
            $0.proposal = transfer.proposal
            $0.cycleDecided = UInt64(transfer.cycle)
        }
    }

    func take(_ report: Bursar_V1_CycleReport, from worker: String) throws {
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
        arrivals.append(worker)
        answered[worker] = mailbox.cause
        if step == .fold { try fold() }
    }

    func fold() throws {
        guard let window = office.conductor.perform({ $0.current }) else { return }
        // By name, never by arrival: the same reports must fold to the same bytes in every life.
        let names = mailbox.flaws.contains(.foldsInOrderOfArrival) ? arrivals : arrivals.sorted()
        let ordered = names.compactMap { name in
            reports[name].map { (worker: name, report: $0.report) }
        }
        let (fold, settled) = try Fold(
            office: office,
            configuration: configuration,
            departed: membership.departed
        ).run(window, reports: ordered)
        noteWoundDown()
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
        try cyclePlayed()
        // Executed again, the next cycle opens where the journal says that it did.
        guard !mailbox.isRecovering else { return }
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

    /// Finds the workers that wind down and hold nothing any more.
    private func noteWoundDown() {
        let inFlight = office.treasury.perform { $0.grantsInFlight.map(\.worker) }
        for name in office.roster.perform({ $0.retiring }) {
            guard let report = reports[name]?.report, report.navMicros == 0,
                report.positions.instrument.isEmpty, !inFlight.contains(name)
            else { continue }
            membership.departing.append(name)
        }
    }

    func journal(
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
        noteFindings(fold.verdict.findings)
        appendLedger()
    }

    func appendLedger() {
        mailbox.batch.append(
            office.treasury.perform { $0.takeFreshEntries() },
            currency: configuration.currency.code
        )
    }

    func record(
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

    /// Notes limits that are newly broken, and those that hold again.
    func noteFindings(_ findings: [LimitFinding]) {
        let broken = findings.map { "\($0.code.rawValue) \($0.subject)" }
        for (finding, name) in zip(findings, broken) where !limitsBroken.contains(name) {
            note("limit", finding.subject, finding.words)
        }
        for name in limitsBroken where !broken.contains(name) {
            note("limit_held", name, "holds again")
        }
        limitsBroken = broken
    }
}
