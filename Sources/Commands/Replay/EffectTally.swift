import Inspection
import Journal
import Market
import Messaging

/// Adds up what a worker decided then and decides now, and matches the decisions.
struct EffectTally {
    private(set) var effect = ReplayAnswer.Effect(
        then: .init(),
        now: .init(),
        decisions: .init()
    )
    private var openingThen: Standing?
    private var openingNow: Standing?
    private var closingThen = Standing()
    private var closingNow = Standing()

    /// What a report says of money, in millionths.
    private struct Standing {
        var nav: Int64 = 0
        var profit: Int64 = 0
    }

    /// Notes how both stand where the counting begins; called for every step before it.
    mutating func pass(_ then: JournalBatch, _ now: JournalBatch) throws {
        if let report = try Self.standing(then) { openingThen = report }
        if let report = try Self.standing(now) { openingNow = report }
    }

    /// Adds a step.
    mutating func add(_ then: JournalBatch, _ now: JournalBatch) throws {
        try Self.add(then, to: &effect.then)
        try Self.add(now, to: &effect.now)
        if let report = try Self.standing(then) { closingThen = report }
        if let report = try Self.standing(now) { closingNow = report }
        try match(then.decisions, now.decisions)
    }

    /// Takes the difference between where both ended and where they began.
    mutating func finish() {
        effect.then.navMicros = closingThen.nav
        effect.now.navMicros = closingNow.nav
        effect.then.profitMicros = closingThen.profit - (openingThen?.profit ?? 0)
        effect.now.profitMicros = closingNow.profit - (openingNow?.profit ?? 0)
    }

    private static func standing(_ batch: JournalBatch) throws -> Standing? {
        guard let row = batch.messages.last(where: { $0.kind == "CycleReport" }) else { return nil }
        let report = try MessageText.body(row).cycleReport
        return Standing(
            nav: report.navMicros,
            profit: report.realisedMicros + report.unrealisedMicros - report.commissionMicros
        )
    }

    private static func add(
        _ batch: JournalBatch,
        to totals: inout ReplayAnswer.Totals
    ) throws {
        totals.orders += Int64(batch.orders.count)
        totals.denied += batch.decisions.reduce(0) { $0 + $1.denied }
        totals.fills += Int64(batch.fills.count)
        for fill in batch.fills {
            let value = try Price(micros: fill.price).notional(of: Quantity(micros: fill.quantity))
            if fill.side == .buy {
                totals.boughtMicros += value.micros
            } else {
                totals.soldMicros += value.micros
            }
            totals.commissionMicros += fill.commission
            totals.slippageMicros += fill.slippageCost
        }
    }

    private mutating func match(_ then: [DecisionRow], _ now: [DecisionRow]) throws {
        if then == now {
            effect.decisions.same += then.reduce(0) { $0 + Int($1.orders + $1.denied) }
            return
        }
        let moments = Set(then.map(\.at) + now.map(\.at)).sorted()
        for moment in moments {
            let old = try then.first { $0.at == moment }.map(StepDifference.record)
            let new = try now.first { $0.at == moment }.map(StepDifference.record)
            match(old?.decisions ?? [], new?.decisions ?? [], at: moment, old ?? new)
        }
    }

    private mutating func match(
        _ then: [Bursar_V1_DecisionRecord],
        _ now: [Bursar_V1_DecisionRecord],
        at moment: Int64,
        _ step: Bursar_V1_StepRecord?
    ) {
        let instruments = Set(then.map(\.instrument) + now.map(\.instrument)).sorted()
        for instrument in instruments {
            let old = then.first { $0.instrument == instrument }
            let new = now.first { $0.instrument == instrument }
            if let old, let new, old.wantedMicros == new.wantedMicros,
                old.quantityMicros == new.quantityMicros
            {
                effect.decisions.same += 1
                continue
            }
            switch (old, new) {
            case (nil, _): effect.decisions.onlyNow += 1
            case (_, nil): effect.decisions.onlyThen += 1
            default: effect.decisions.changed += 1
            }
            guard effect.firstChanged == nil else { continue }
            effect.firstChanged = ReplayAnswer.ChangedDecision(
                at: NumberText.moment(Timestamp(nanoseconds: moment)),
                cycle: Int64(step?.cycle ?? 0),
                instrument: instrument,
                then: DecisionWords.of(old),
                now: DecisionWords.of(new),
                id: old?.id
            )
        }
    }
}

/// Says in a few words what was decided.
enum DecisionWords {
    /// The trade with the figures behind it, or that there is none.
    static func of(_ record: Bursar_V1_DecisionRecord?) -> String {
        guard let record else { return "nothing" }
        let conviction = NumberText.decimal(record.conviction, places: 3, isSigned: true)
        let weights =
            "\(NumberText.percent(record.weightHeld)) → \(NumberText.percent(record.weight))"
        return "\(trade(record)): conviction \(conviction), weight \(weights)"
    }

    private static func trade(_ record: Bursar_V1_DecisionRecord) -> String {
        let side = record.wantedMicros < 0 ? "sell" : "buy"
        let wanted = NumberText.quantity(Quantity(micros: abs(record.wantedMicros)))
        if record.order.isEmpty {
            let denier = record.checks.rows.last { $0.verdict != .pass }?.code ?? "a check"
            return "\(side) \(wanted), denied by \(denier.replacing("_", with: " "))"
        }
        guard record.quantityMicros != abs(record.wantedMicros) else { return "\(side) \(wanted)" }
        let ordered = NumberText.quantity(Quantity(micros: record.quantityMicros))
        return "\(side) \(ordered) of \(wanted) wanted"
    }
}
