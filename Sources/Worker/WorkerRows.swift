import Journal
import Market
import Messaging
import Strategies
import SwiftProtobuf
import Trading

/// Turns what happened on the desk into rows of the worker's journal.
struct WorkerRows {
    let worker: String
    let generation: Int64
    let instruments: [Instrument]
    let currency: Currency

    func decisionID(_ number: Int64) -> String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "D-\(worker)-\(generation)-\(zeros)\(digits)"
    }

    func append(
        _ result: StepResult,
        standing: CycleStanding,
        standings: [StrategyStanding],
        grant: String,
        position: Int64,
        cause: String,
        to batch: inout JournalBatch
    ) throws {
        try append(result.events, at: result.at, position: position, to: &batch)
        for outcome in result.outcomes {
            batch.outcomes.append(
                OutcomeRow(
                    decisionID: decisionID(outcome.decision),
                    instrument: instruments[outcome.instrument].id.symbol,
                    strategy: standings[outcome.strategy].name,
                    cycle: standing.cycle,
                    horizonEndsAt: outcome.at.nanoseconds,
                    expectedReturn: outcome.expectedReturn,
                    realisedReturn: outcome.realisedReturn,
                    ruleVersion: standings[outcome.strategy].ruleVersion
                )
            )
        }
        guard !result.decisions.isEmpty else { return }
        var record = Bursar_V1_StepRecord()
        record.at = result.at.nanoseconds
        record.cycle = UInt64(standing.cycle)
        record.stance = standing.stance
        record.regime = standing.regime
        record.regimeConfidence = standing.regimeConfidence
        record.grant = grant
        record.navMicros = result.nav.micros
        record.decisions = result.decisions.map { packed($0, standings) }
        let ordered = result.decisions.count { $0.order != nil }
        batch.decisions.append(
            DecisionRow(
                at: result.at.nanoseconds,
                cycle: standing.cycle,
                position: position,
                orders: Int64(ordered),
                denied: Int64(result.decisions.count - ordered),
                payload: try record.serializedBytes()
            )
        )
        appendOrders(of: result, cycle: standing.cycle, position, cause, to: &batch)
    }

    private func appendOrders(
        of result: StepResult,
        cycle: Int64,
        _ position: Int64,
        _ cause: String,
        to batch: inout JournalBatch
    ) {
        for decision in result.decisions {
            guard let order = decision.order else { continue }
            batch.orders.append(
                OrderRow(
                    id: order.id.description,
                    position: position,
                    cycle: cycle,
                    decidedAt: order.decidedAt.nanoseconds,
                    instrument: order.instrument.symbol,
                    side: order.side == .buy ? .buy : .sell,
                    quantity: order.quantity.micros,
                    kind: "market",
                    limitPrice: nil,
                    causation: cause,
                    decisionID: decisionID(decision.number)
                )
            )
        }
    }

    private func append(
        _ events: [ExecutionEvent],
        at moment: Timestamp,
        position: Int64,
        to batch: inout JournalBatch
    ) throws {
        for event in events {
            switch event {
            case .filled(let fill, _):
                batch.fills.append(
                    FillRow(
                        id: fill.name,
                        orderID: fill.orderID.description,
                        position: position,
                        at: fill.at.nanoseconds,
                        instrument: fill.instrument.symbol,
                        side: fill.side == .buy ? .buy : .sell,
                        quantity: fill.quantity.micros,
                        price: fill.price.micros,
                        commission: fill.commission.micros,
                        slippageCost: try fill.slippage().micros
                    )
                )
            case .ended(let order, let reason):
                let hasExpired = reason.code == "rest_expired" || reason.code == "expired"
                batch.orderEvents.append(
                    OrderEventRow(
                        orderID: order.id.description,
                        at: moment.nanoseconds,
                        kind: reason.code == "cancelled"
                            ? .cancelled : hasExpired ? .expired : .rejected,
                        reason: "\(reason.code): \(reason.words)",
                        position: position
                    )
                )
            }
        }
    }

    private func packed(
        _ decision: Decision,
        _ standings: [StrategyStanding]
    ) -> Bursar_V1_DecisionRecord {
        var record = Bursar_V1_DecisionRecord()
        record.id = decisionID(decision.number)
        record.instrument = instruments[decision.instrument].id.symbol
        record.closeMicros = decision.close.micros
        record.signals = packed(decision.view.views, standings)
        record.conviction = decision.view.conviction
        record.confidence = decision.view.confidence
        record.expectedReturn = decision.view.expectedReturn
        record.horizonBars = UInt64(decision.view.horizonBars)
        record.stopped = decision.isStopped
        record.volatility = decision.target.volatility
        record.weightUncapped = decision.target.uncapped
        record.weight = decision.target.weight
        record.weightHeld = decision.target.current
        record.wantedMicros = decision.target.change.micros
        record.checks = packed(decision.gate.results)
        record.order = decision.order?.id.description ?? ""
        record.quantityMicros = decision.order?.quantity.micros ?? 0
        return record
    }

    /// The strategies' views and standings, column by column.
    func packed(
        _ views: [StrategyView],
        _ standings: [StrategyStanding]
    ) -> Bursar_V1_SignalRecords {
        var records = Bursar_V1_SignalRecords()
        for view in views {
            let standing = standings[view.strategy]
            records.strategy.append(standing.name)
            records.ruleVersion.append(UInt64(standing.ruleVersion))
            records.share.append(view.share)
            records.shareSince.append(standing.since?.nanoseconds ?? 0)
            records.evidence.append(standing.evidence ?? .nan)
            records.strength.append(view.signal.strength)
            records.confidence.append(view.signal.confidence)
            records.expectedReturn.append(view.signal.expectedReturn)
            records.horizonBars.append(UInt64(view.signal.horizonBars))
            records.stopDistance.append(view.signal.stopDistance)
            records.measure.append(view.signal.measure)
        }
        return records
    }

    private func packed(_ results: [CheckResult]) -> Bursar_V1_CheckRecords {
        var records = Bursar_V1_CheckRecords()
        for result in results {
            records.code.append(result.code)
            records.value.append(result.value)
            records.limit.append(result.limit)
            switch result.verdict {
            case .pass: records.add(.pass)
            case .denied: records.add(.denied)
            case .resized(let quantity): records.add(.resized, to: quantity.micros)
            }
        }
        return records
    }
}

extension Bursar_V1_CheckRecords {
    fileprivate mutating func add(_ said: Bursar_V1_CheckVerdict, to micros: Int64 = 0) {
        verdict.append(said)
        resizedToMicros.append(micros)
    }
}
