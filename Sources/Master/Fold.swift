import Accounting
import Allocation
import LinearAlgebra
import Market
import Messaging
import Node
import Supervision

/// Folds the reports of a cycle, in order of worker name, into capital, risk and allocation.
struct Fold {
    let office: MasterOffice
    let configuration: MasterConfiguration
    /// Workers that have left, with the profit that stays on the books.
    var departed: [FoldedReport] = []

    /// Folds one cycle's reports.
    ///
    /// - Throws: ``NodeError`` with `discrepancy` when the books of master and workers do not agree,
    ///   ``AllocationError`` or ``MarketError``.
    func run(
        _ window: CycleWindow,
        reports: [(worker: String, report: Bursar_V1_CycleReport)]
    ) throws -> (fold: CycleFold, settled: [SettledTransfer]) {
        let settled = try settle(window, reports)
        let folded = try reports.map { try FoldedReport($0.worker, $0.report) }
        let (treasury, inTransit, nav) = try balance(window, folded)
        let verdict = try risk(folded, nav, on: window.to.date)
        try office.allocator.perform { allocator in
            try allocator.observe(
                folded.map { WorkerReturn(name: $0.worker, value: $0.simpleReturn) }
            )
        }
        // While new risk is stopped nothing is proposed: a grant could not be used, and what is
        // recalled would be wanted back at the release. The review that is due then comes first.
        let windingDown = try windDown(window.cycle, folded)
        let (proposal, move) =
            verdict.stopsNewRisk ? (nil, nil) : try allocate(window.cycle, folded)
        let (grants, recalls) = try issue(move, window)
        let fold = CycleFold(
            window: window,
            nav: nav,
            treasury: treasury,
            inTransit: inTransit,
            verdict: verdict,
            proposal: proposal,
            grants: grants,
            recalls: windingDown + recalls
        )
        return (fold, settled)
    }

    /// Spreads the capital for the first time, before the first cycle.
    func begin(_ window: CycleWindow) throws -> (AllocationProposal?, [CapitalTransfer]) {
        let amount = configuration.capital
        let segments = office.allocator.perform { $0.segments }
        let standing = try office.treasury.perform { treasury in
            try treasury.contribute(amount, at: window.from, cycle: 0)
            return CapitalStanding(
                workers: segments.map { WorkerCapital(name: $0.name, value: .zero) },
                treasury: treasury.cash,
                incoming: .zero
            )
        }
        let (proposal, move) = try office.allocator.perform {
            try $0.review(cycle: 0, standing: standing)
        }
        let (grants, _) = try issue(
            move,
            CycleWindow(
                cycle: 0,
                from: window.from.advanced(byNanoseconds: -1),
                to: window.from
            ),
        )
        return (proposal, grants)
    }

    private func settle(
        _ window: CycleWindow,
        _ reports: [(worker: String, report: Bursar_V1_CycleReport)]
    ) throws -> [SettledTransfer] {
        try office.treasury.perform { treasury in
            var settled: [SettledTransfer] = []
            for (worker, report) in reports {
                for id in report.transfersApplied {
                    guard let grant = treasury.applied(id, by: worker) else { continue }
                    settled.append(SettledTransfer(transfer: grant, amount: grant.amount, part: 0))
                }
                for part in report.remittances {
                    let amount = Money(micros: part.amountMicros)
                    let recall = try treasury.remitted(
                        part.transfer,
                        by: worker,
                        amount: amount,
                        outstanding: Money(micros: part.outstandingMicros),
                        at: window.to,
                        cycle: window.cycle
                    )
                    settled.append(
                        SettledTransfer(transfer: recall, amount: amount, part: Int64(part.part))
                    )
                }
            }
            return settled
        }
    }

    /// Checks that treasury, transit and workers hold what was contributed and earned.
    private func balance(
        _ window: CycleWindow,
        _ folded: [FoldedReport]
    ) throws -> (treasury: Money, inTransit: Money, nav: Money) {
        let (cash, sent, contributed, inFlight) = try office.treasury.perform {
            ($0.cash, $0.ledger.balance(.transit), $0.contributed, try $0.inFlight())
        }
        var navs = Money.zero
        var profits = Money.zero
        var capitals = Money.zero
        for report in folded + departed {
            navs = try navs + report.nav
            profits = try profits + report.profit
            capitals = try capitals + report.capital
        }
        let inTransit = try sent - capitals
        guard inTransit == inFlight else {
            throw NodeError(
                .discrepancy,
                """
                after cycle \(window.cycle) the books of master and workers leave \(inTransit) in \
                transit, but grants of \(inFlight) are on their way: money was made or lost between \
                them, so the run stops
                """
            )
        }
        let nav = try (try cash + inTransit) + navs
        let expected = try contributed + profits
        guard nav == expected else {
            throw NodeError(
                .discrepancy,
                """
                after cycle \(window.cycle) treasury \(cash), transit \(inTransit) and workers \
                \(navs) make \(nav), but \(contributed) was contributed and \(profits) earned: money \
                was made or lost on the way, so the run stops
                """
            )
        }
        return (cash, inTransit, nav)
    }

    private func risk(
        _ folded: [FoldedReport],
        _ nav: Money,
        on date: CalendarDate
    ) throws -> RiskVerdict {
        let total = nav.value
        let weights = folded.map {
            SegmentWeight(name: $0.worker, weight: total > 0 ? $0.nav.value / total : 0)
        }
        let window = configuration.riskWindow
        let correlations = office.allocator.perform {
            $0.history.correlations(of: weights.map(\.name), last: window)
        }
        return try office.riskOffice.perform {
            try $0.evaluate(
                value: nav,
                weights: weights,
                correlations: correlations,
                on: date
            )
        }
    }

    private func allocate(
        _ cycle: Int64,
        _ folded: [FoldedReport]
    ) throws -> (AllocationProposal?, AllocationMove?) {
        let standing = try office.treasury.perform { treasury in
            var workers: [WorkerCapital] = []
            var incoming = Money.zero
            for report in folded {
                let owed = try treasury.owed(by: report.worker)
                workers.append(WorkerCapital(name: report.worker, value: try report.nav - owed))
                incoming = try incoming + owed
            }
            return CapitalStanding(workers: workers, treasury: treasury.cash, incoming: incoming)
        }
        return try office.allocator.perform { try $0.review(cycle: cycle, standing: standing) }
    }

    /// Recalls all that workers which wind down still hold, what they earned meanwhile included.
    private func windDown(
        _ cycle: Int64,
        _ folded: [FoldedReport]
    ) throws -> [CapitalTransfer] {
        let retiring = office.roster.perform { $0.retiring }
        return try office.treasury.perform { treasury in
            var recalls: [CapitalTransfer] = []
            for report in folded where retiring.contains(report.worker) {
                let rest = try report.nav - (try treasury.owed(by: report.worker))
                guard rest.isPositive else { continue }
                recalls.append(
                    treasury.recall(rest, from: report.worker, proposal: "", cycle: cycle)
                )
            }
            return recalls
        }
    }

    /// Turns a move into transfers.
    private func issue(
        _ move: AllocationMove?,
        _ window: CycleWindow
    ) throws -> (grants: [CapitalTransfer], recalls: [CapitalTransfer]) {
        guard let move else { return ([], []) }
        return try office.treasury.perform { treasury in
            let recalls = move.recalls.map {
                treasury.recall(
                    $0.amount,
                    from: $0.worker,
                    proposal: move.proposal,
                    cycle: window.cycle
                )
            }
            let grants = try move.grants.map {
                try treasury.grant(
                    $0.amount,
                    to: $0.worker,
                    proposal: move.proposal,
                    at: window.to,
                    cycle: window.cycle
                )
            }
            return (grants, recalls)
        }
    }
}

/// A transfer, or a part of one, that has arrived.
struct SettledTransfer: Sendable {
    let transfer: CapitalTransfer
    let amount: Money
    /// Which part of a recall; 0 for a grant.
    let part: Int64
}
