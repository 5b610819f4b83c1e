import Accounting
import Digest
import Journal
import Market
import Messaging
import Node
import SwiftProtobuf
import Trading

extension WorkerProcess {
    func play(_ begin: Bursar_V1_BeginCycle) throws {
        let from = Timestamp(nanoseconds: begin.from)
        if cycle.cycle == 0 { desk.warmUp(through: from) }
        cycle.take(begin, heldBack: heldBack)
        account.now = Timestamp(nanoseconds: begin.to)
        try takeTransfers(begin, at: from)
        let opening = try desk.book.perform { try $0.account().nav }
        account.open(opening)
        desk.losses.perform { $0.rebase(opening) }
        let cause = mailbox.cause?.description ?? ""
        while let result = try desk.play(through: account.now, cycle) {
            account.add(result)
            for finding in result.findings { try breach(finding) }
            let standings = desk.selector.perform { $0.standings }
            try rows.append(
                result,
                standing: cycle,
                standings: standings,
                grant: lastGrant,
                position: mailbox.position,
                cause: cause,
                to: &mailbox.batch
            )
        }
        let report = try report(begin)
        mailbox.batch.append(
            desk.book.perform { $0.takeFreshEntries() },
            currency: configuration.currency.code
        )
        try say(report, correlation: "C-\(begin.cycle)", at: account.now)
        try cyclePlayed()
        try mailbox.cycleEnded()
    }

    /// Tells the master of a limit that was reached.
    private func breach(_ finding: LossFinding) throws {
        let body = Bursar_V1_Body.with {
            $0.limitBreach = .with {
                $0.code = finding.code
                $0.subject = configuration.name
                $0.value = finding.value
                $0.limit = finding.limit
                $0.words = finding.words
            }
        }
        try say(body, correlation: "C-\(cycle.cycle)", at: account.now)
    }

    func takeTransfers(_ begin: Bursar_V1_BeginCycle, at moment: Timestamp) throws {
        for grant in begin.grants {
            try desk.book.perform {
                try $0.receive(
                    transfer: grant.id,
                    amount: Money(micros: grant.amountMicros),
                    at: moment,
                    cycle: Int64(begin.cycle)
                )
            }
            lastGrant = grant.id
            note(.applied, grant.id, Money(micros: grant.amountMicros), grant.proposal)
        }
        for recall in begin.recalls {
            let amount = Money(micros: recall.amountMicros)
            desk.book.perform { $0.recall(transfer: recall.id, amount: amount) }
            note(.received, recall.id, amount, recall.proposal)
        }
    }

    private func note(
        _ event: TransferRow.Event,
        _ transfer: String,
        _ amount: Money,
        _ proposal: String,
        part: Int64 = 0
    ) {
        mailbox.batch.transfers.append(
            TransferRow(
                id: transfer,
                event: event,
                part: part,
                cycle: cycle.cycle,
                worker: configuration.name,
                amount: amount.micros,
                currency: configuration.currency.code,
                proposalID: proposal,
                position: mailbox.position,
                wallTime: clock.wallTime()
            )
        )
    }

    private func report(_ begin: Bursar_V1_BeginCycle) throws -> Bursar_V1_Body {
        let now = account.now
        let number = cycle.cycle
        let (view, paid, positions, values, marks) = try desk.book.perform { book in
            let before = try book.account()
            let paid = try book.remit(at: now, cycle: number)
            return (before, paid, book.positions, try book.positionValues(), book.marks)
        }
        let (after, profits, capital, digest) = try desk.book.perform {
            (try $0.account(), try $0.profits(), $0.capital, $0.ledger.digest)
        }
        for part in paid {
            note(.remitted, part.transfer, part.amount, "", part: part.part)
        }
        var report = Bursar_V1_CycleReport()
        report.cycle = begin.cycle
        report.navMicros = after.nav.micros
        report.cashMicros = after.cash.micros
        report.capitalMicros = capital.micros
        report.realisedMicros = profits.realised.micros
        report.unrealisedMicros = profits.unrealised.micros
        report.commissionMicros = profits.commission.micros
        report.return = account.simpleReturn(closing: view.nav)
        report.transfersApplied = begin.grants.map(\.id) + begin.recalls.map(\.id)
        report.remittances = paid.map { part in
            .with {
                $0.transfer = part.transfer
                $0.amountMicros = part.amount.micros
                $0.outstandingMicros = part.outstanding.micros
                $0.part = UInt64(part.part)
            }
        }
        for (index, position) in positions.enumerated() where !position.quantity.isZero {
            report.positions.instrument.append(position.instrument.symbol)
            report.positions.quantityMicros.append(position.quantity.micros)
            report.positions.priceMicros.append(marks[index]?.micros ?? 0)
            report.positions.valueMicros.append(values[index].micros)
            report.grossMicros += abs(values[index].micros)
            report.netMicros += values[index].micros
        }
        addActivity(to: &report)
        account.fill(&report)
        report.ledgerDigest = .init(digest.bytes)
        report.tradingState = cycle.state.message
        return .with { $0.cycleReport = report }
    }

    /// Adds what strategies and checks did since the last report.
    private func addActivity(to report: inout Bursar_V1_CycleReport) {
        for strategy in desk.selector.perform({ $0.takeActivity() }) {
            report.strategies.name.append(strategy.name)
            report.strategies.share.append(strategy.share)
            report.strategies.return.append(strategy.paperReturn)
            report.strategies.signals.append(UInt64(strategy.signals))
        }
        let tallies = desk.gate.perform { $0.takeTallies() }
        report.checks = tallies.map { tally in
            .with {
                $0.code = tally.code
                $0.denied = UInt64(tally.denied)
                $0.resized = UInt64(tally.resized)
            }
        }
        report.resized = UInt64(tallies.reduce(0) { $0 + $1.resized })
    }
}
