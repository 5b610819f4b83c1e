import Foundation
import Journal
import Market
import Messaging
import Node
import SwiftProtobuf

/// Messages and rows that look like a run's; their figures mean nothing.
struct LargeRunRows {
    private static let amount: Int64 = 1_000 * microsPerUnit

    let currency: String

    /// What an order is made of.
    struct Decided {
        let worker: String
        let number: Int64
        let instrument: String
        let strategy: String
        let grant: String
        let cycle: Int64
        let at: Int64
    }

    func begin(_ cycle: Int64, _ from: Int64, _ to: Int64) -> Bursar_V1_BeginCycle {
        .with {
            $0.cycle = UInt64(cycle)
            $0.from = from
            $0.to = to
            $0.context = .with {
                $0.stance = "balanced"
                $0.regime = "sideways"
                $0.regimeConfidence = 0.5 + Double(cycle % 97) / 200
                $0.regimeAge = UInt64(cycle % 250)
                $0.tradingState = .active
            }
        }
    }

    func report(_ begin: Bursar_V1_BeginCycle, instrument: String) -> Bursar_V1_CycleReport {
        let change = Int64(begin.cycle % 1_009) * 1_000_003
        return .with {
            $0.cycle = begin.cycle
            $0.navMicros = 1_000_000 * microsPerUnit + change
            $0.cashMicros = 500_000 * microsPerUnit
            $0.capitalMicros = 1_000_000 * microsPerUnit
            $0.unrealisedMicros = change
            $0.grossMicros = 500_000 * microsPerUnit + change
            $0.netMicros = 500_000 * microsPerUnit + change
            $0.return = Double(change) / 1e14
            $0.signals = 3
            $0.transfersApplied = begin.grants.map(\.id)
            $0.positions = .with {
                $0.instrument = [instrument]
                $0.quantityMicros = [5_000 * microsPerUnit]
                $0.priceMicros = [100 * microsPerUnit + change / 5_000]
                $0.valueMicros = [500_000 * microsPerUnit + change]
            }
            $0.ledgerDigest = Data(repeating: UInt8(truncatingIfNeeded: begin.cycle), count: 32)
            $0.tradingState = .active
        }
    }

    func cycle(_ cycle: Int64, _ from: Int64, _ to: Int64) -> CycleRow {
        let nav = 10_000_000 * microsPerUnit
        return CycleRow(
            cycle: cycle,
            from: from,
            to: to,
            nav: nav,
            treasury: nav / 2,
            inTransit: 0,
            peakNav: nav,
            drawdown: 0,
            stance: "balanced",
            regime: "sideways",
            regimeConfidence: 0.5,
            ledgerDigest: nil
        )
    }

    func grant(_ number: Int64, cycle: Int64) -> Bursar_V1_Transfer {
        let digits = String(number)
        return .with {
            $0.id = "T-" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
            $0.amountMicros = Self.amount
            $0.cycleDecided = UInt64(cycle - 1)
        }
    }

    /// The master's side of a grant that leaves.
    func book(
        _ grant: Bursar_V1_Transfer,
        sentTo worker: String,
        _ cycle: Int64,
        _ at: Int64,
        _ master: inout Mailbox
    ) {
        transfer(grant.id, .decided, worker, cycle - 1, &master)
        transfer(grant.id, .sent, worker, cycle, &master)
        let entry = Self.number(of: grant.id)
        let lines = [("transit", Self.amount), ("treasury", -Self.amount)]
        ledger(lines, "transfer_sent", grant.id, entry, cycle, at, &master)
    }

    /// The worker's side of a grant that has arrived.
    func book(
        _ grant: Bursar_V1_Transfer,
        appliedBy worker: String,
        _ cycle: Int64,
        _ at: Int64,
        _ mailbox: inout Mailbox
    ) {
        transfer(grant.id, .applied, worker, cycle, &mailbox)
        let entry = 2 * Self.number(of: grant.id)
        let lines = [("cash", Self.amount), ("transit", -Self.amount)]
        ledger(lines, "transfer_received", grant.id, entry, cycle, at, &mailbox)
    }

    /// The master hears that a grant was booked.
    func acknowledge(
        _ id: String,
        by worker: String,
        _ cycle: Int64,
        _ master: inout Mailbox
    ) {
        transfer(id, .acknowledged, worker, cycle, &master)
    }

    /// Decides an order, with the record that explains it.
    func order(_ decided: Decided, _ mailbox: inout Mailbox) throws -> OrderRow {
        let digits = String(decided.number)
        let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let order = OrderRow(
            id: "O-\(decided.worker)-1-\(number)",
            position: mailbox.position,
            cycle: decided.cycle,
            decidedAt: decided.at,
            instrument: decided.instrument,
            side: .buy,
            quantity: 10 * microsPerUnit,
            kind: "market",
            limitPrice: nil,
            causation: mailbox.cause.map { "\($0)" } ?? "",
            decisionID: "D-\(decided.worker)-1-\(number)"
        )
        mailbox.batch.orders.append(order)
        let record = Bursar_V1_StepRecord.with {
            $0.at = decided.at
            $0.cycle = UInt64(decided.cycle)
            $0.stance = "balanced"
            $0.regime = "sideways"
            $0.regimeConfidence = 0.5
            $0.grant = decided.grant
            $0.navMicros = 1_000_000 * microsPerUnit
            $0.decisions = [Self.decision(order, decided)]
        }
        mailbox.batch.decisions.append(
            DecisionRow(
                at: decided.at,
                cycle: decided.cycle,
                position: mailbox.position,
                orders: 1,
                denied: 0,
                payload: try record.serializedBytes()
            )
        )
        return order
    }

    private static func decision(
        _ order: OrderRow,
        _ decided: Decided
    ) -> Bursar_V1_DecisionRecord {
        .with {
            $0.id = order.decisionID
            $0.instrument = order.instrument
            $0.closeMicros = 100 * microsPerUnit
            $0.signals = .with {
                $0.strategy = [decided.strategy]
                $0.ruleVersion = [1]
                $0.share = [1]
                $0.shareSince = [0]
                $0.evidence = [.nan]
                $0.strength = [0.5]
                $0.confidence = [0.6]
                $0.expectedReturn = [0.001]
                $0.horizonBars = [20]
                $0.stopDistance = [0]
                $0.measure = [0.01]
            }
            $0.conviction = 0.5
            $0.confidence = 0.6
            $0.expectedReturn = 0.001
            $0.horizonBars = 20
            $0.volatility = 0.2
            $0.weightUncapped = 0.1
            $0.weight = 0.1
            $0.weightHeld = 0.099
            $0.wantedMicros = order.quantity
            $0.checks = .with {
                $0.code = ["position_weight"]
                $0.verdict = [.pass]
                $0.resizedToMicros = [0]
                $0.value = [0.1]
                $0.limit = [0.25]
            }
            $0.order = order.id
            $0.quantityMicros = order.quantity
        }
    }

    /// Fills an order whole.
    func fill(_ order: OrderRow, at: Int64, cycle: Int64, _ mailbox: inout Mailbox) {
        let id = "F" + order.id.dropFirst() + "-1"
        mailbox.batch.fills.append(
            FillRow(
                id: id,
                orderID: order.id,
                position: mailbox.position,
                at: at,
                instrument: order.instrument,
                side: order.side,
                quantity: order.quantity,
                price: 100 * microsPerUnit,
                commission: 0,
                slippageCost: 0
            )
        )
        let entry = 2 * Self.number(of: order.id) + 1
        let lines = [("position", Self.amount), ("cash", -Self.amount)]
        ledger(lines, "fill", id, entry, cycle, at, &mailbox)
    }

    private static func number(of id: String) -> Int64 {
        id.split(separator: "-").last.flatMap { Int64($0) } ?? 0
    }

    private func transfer(
        _ id: String,
        _ event: TransferRow.Event,
        _ worker: String,
        _ cycle: Int64,
        _ mailbox: inout Mailbox
    ) {
        mailbox.batch.transfers.append(
            TransferRow(
                id: id,
                event: event,
                cycle: cycle,
                worker: worker,
                amount: Self.amount,
                currency: currency,
                proposalID: "",
                position: mailbox.position,
                wallTime: mailbox.batch.messages.last.map { $0.receivedWallTime ?? $0.sentWallTime }
                    ?? 0
            )
        )
    }

    private func ledger(
        _ lines: [(account: String, amount: Int64)],
        _ kind: String,
        _ reference: String,
        _ entry: Int64,
        _ cycle: Int64,
        _ at: Int64,
        _ mailbox: inout Mailbox
    ) {
        for (line, part) in lines.enumerated() {
            mailbox.batch.ledger.append(
                LedgerRow(
                    entry: entry,
                    line: Int64(line + 1),
                    at: at,
                    cycle: cycle,
                    account: part.account,
                    instrument: "",
                    amount: part.amount,
                    currency: currency,
                    kind: kind,
                    reference: reference
                )
            )
        }
    }
}
