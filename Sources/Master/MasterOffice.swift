import Accounting
package import Allocation
import Digest
import Market
import Messaging
package import Node
package import Supervision

/// The actors of the master. All run on its one executor and call each other synchronously.
package struct MasterOffice: Sendable {
    /// Capital and transfers.
    package let treasury: EngineActor<Treasury>
    /// Who belongs to the cluster.
    package let roster: EngineActor<Roster>
    /// How capital should be spread.
    package let allocator: EngineActor<Allocator>
    /// Limits of the portfolio.
    package let riskOffice: EngineActor<RiskLimitState>
    /// The rhythm of cycles.
    package let conductor: EngineActor<Conductor>

    /// Sets up the office.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        _ configuration: MasterConfiguration,
        on executor: any SerialExecutor
    ) throws(AllocationError) {
        treasury = EngineActor(Treasury(currency: configuration.currency), on: executor)
        roster = EngineActor(
            Roster(expecting: configuration.segments.map(\.name)),
            on: executor
        )
        allocator = EngineActor(
            try Allocator(
                method: configuration.method,
                policy: configuration.policy,
                segments: configuration.segments,
                regime: configuration.regime
            ),
            on: executor
        )
        riskOffice = EngineActor(try RiskLimitState(configuration.limits), on: executor)
        conductor = EngineActor(Conductor(windows: configuration.windows), on: executor)
    }
}

/// A worker's cycle as the master folds it.
struct FoldedReport {
    let worker: String
    let nav: Money
    let capital: Money
    let profit: Money
    let simpleReturn: Double

    /// Reads a report and checks that net asset value is capital and profit, to the last unit.
    ///
    /// - Throws: ``NodeError`` with `discrepancy`, or ``MarketError`` with `overflow`.
    init(_ worker: String, _ report: Bursar_V1_CycleReport) throws {
        let nav = Money(micros: report.navMicros)
        let capital = Money(micros: report.capitalMicros)
        let gains =
            try Money(micros: report.realisedMicros) + Money(micros: report.unrealisedMicros)
        let profit = try gains - Money(micros: report.commissionMicros)
        guard try capital + profit == nav else {
            throw NodeError(
                .discrepancy,
                """
                \(worker) reports a net asset value of \(nav) in cycle \(report.cycle), but capital \
                of \(capital) and profit of \(profit): its books do not hold, so the run stops
                """
            )
        }
        self.worker = worker
        self.nav = nav
        self.capital = capital
        self.profit = profit
        simpleReturn = report.return
    }
}

/// What the master knows after a cycle.
struct CycleFold {
    let window: CycleWindow
    let nav: Money
    let treasury: Money
    let inTransit: Money
    let verdict: RiskVerdict
    let proposal: AllocationProposal?
    let grants: [CapitalTransfer]
    let recalls: [CapitalTransfer]
}
