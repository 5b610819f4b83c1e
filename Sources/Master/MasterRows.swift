import Allocation
import Journal
import Market
import Messaging

/// Turns what the master folded and decided into rows of its journal.
struct MasterRows {
    let currency: Currency

    func cycle(
        _ fold: CycleFold,
        stance: PortfolioStance,
        regime: RegimeState?,
        peak: Money,
        digest: [UInt8]
    ) -> CycleRow {
        CycleRow(
            cycle: fold.window.cycle,
            from: fold.window.from.nanoseconds,
            to: fold.window.to.nanoseconds,
            nav: fold.nav.micros,
            treasury: fold.treasury.micros,
            inTransit: fold.inTransit.micros,
            peakNav: peak.micros,
            drawdown: fold.verdict.drawdown,
            stance: stance.rawValue,
            regime: regime?.regime.rawValue ?? Regime.unknown.rawValue,
            regimeConfidence: regime?.confidence ?? 0,
            ledgerDigest: digest
        )
    }

    func worker(_ name: String, _ report: Bursar_V1_CycleReport) -> WorkerCycleRow {
        WorkerCycleRow(
            cycle: Int64(report.cycle),
            worker: name,
            nav: report.navMicros,
            cash: report.cashMicros,
            capital: report.capitalMicros,
            grossExposure: report.grossMicros,
            netExposure: report.netMicros,
            orders: Int64(report.orders),
            fills: Int64(report.fills),
            denied: Int64(report.denied),
            resized: Int64(report.resized),
            signals: Int64(report.signals),
            simpleReturn: report.return,
            realised: report.realisedMicros,
            unrealised: report.unrealisedMicros,
            commission: report.commissionMicros
        )
    }

    func proposal(_ proposal: AllocationProposal, position: Int64) -> ProposalRow {
        let weights = proposal.target.weights.map { "\"\($0.name)\":\($0.weight)" }
        let targets =
            "{\"cash\":\(proposal.target.cash),\"weights\":{"
            + weights.joined(separator: ",") + "}}"
        let steps = proposal.target.steps.map(\.words).joined(separator: "; ")
        return ProposalRow(
            id: proposal.id,
            status: "applied",
            cycle: proposal.cycle,
            position: position,
            trigger: proposal.trigger.rawValue,
            reason: "\(proposal.reason): \(steps)",
            targets: targets,
            // A rule claims no benefit: what it is worth, attribution measures afterwards.
            expectedBenefit: 0,
            cost: 0,
            confidence: 1
        )
    }

    func transfer(
        _ transfer: CapitalTransfer,
        event: TransferRow.Event,
        amount: Money,
        part: Int64 = 0,
        cycle: Int64,
        position: Int64,
        wallTime: Int64
    ) -> TransferRow {
        TransferRow(
            id: transfer.id,
            event: event,
            part: part,
            cycle: cycle,
            worker: transfer.worker,
            amount: amount.micros,
            currency: currency.code,
            proposalID: transfer.proposal,
            position: position,
            wallTime: wallTime
        )
    }
}
