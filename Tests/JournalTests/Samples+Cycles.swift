import Journal

extension Sample {
    static func cycle(_ number: Int64, ledgerDigest: [UInt8]? = nil) -> CycleRow {
        CycleRow(
            cycle: number,
            from: number * 100,
            to: (number + 1) * 100,
            nav: 10_000_000_000_000,
            treasury: 1_000_000_000_000,
            inTransit: 0,
            peakNav: 10_000_000_000_000,
            drawdown: 0,
            stance: "balanced",
            regime: "bull",
            regimeConfidence: 0.81,
            ledgerDigest: ledgerDigest
        )
    }

    static func workerCycle(_ number: Int64, _ worker: String) -> WorkerCycleRow {
        WorkerCycleRow(
            cycle: number,
            worker: worker,
            nav: 1,
            cash: 2,
            capital: 3,
            grossExposure: 4,
            netExposure: -5,
            orders: 6,
            fills: 7,
            denied: 8,
            resized: 9,
            signals: 10,
            simpleReturn: 0.0125,
            realised: -11,
            unrealised: 12,
            commission: 13
        )
    }

    static func proposal(_ id: String, _ status: String, cycle: Int64) -> ProposalRow {
        ProposalRow(
            id: id,
            status: status,
            cycle: cycle,
            position: 11,
            trigger: "weight drift",
            reason: "energy is 4 points above its target – ω > 0",
            targets: #"{"energy":0.25}"#,
            expectedBenefit: 0.0125,
            cost: 0.0004,
            confidence: 0.7
        )
    }

    static func outcome(_ decisionID: String) -> OutcomeRow {
        OutcomeRow(
            decisionID: decisionID,
            instrument: "XOM",
            strategy: "momentum",
            cycle: 12,
            horizonEndsAt: 99,
            expectedReturn: 0.02,
            realisedReturn: -0.013,
            ruleVersion: 3
        )
    }

    static func decision(at time: Int64, payload: [UInt8] = [9, 0, 9]) -> DecisionRow {
        DecisionRow(at: time, cycle: 1, position: 3, orders: 1, denied: 2, payload: payload)
    }

    static func orderEvent(_ orderID: String, _ kind: OrderEventRow.Kind) -> OrderEventRow {
        OrderEventRow(orderID: orderID, at: 8, kind: kind, reason: "", position: 5)
    }

    static func event(_ kind: String, _ subject: String) -> EventRow {
        EventRow(
            position: 6,
            wallTime: wallTime,
            at: 8,
            kind: kind,
            subject: subject,
            text: "torpid, late by 2,310 ms"
        )
    }

    /// One row of every kind, with the values that are easiest to lose on the way.
    static func everyKind() -> JournalBatch {
        var batch = JournalBatch()
        var empty = message(2, .outbox)
        empty.body = []
        empty.virtualTime = .min
        empty.sequence = .max
        batch.messages = [message(1), empty]
        var market = order("O-energy-1-000002")
        market.limitPrice = nil
        market.side = .sell
        batch.orders = [order("O-energy-1-000001"), market]
        batch.orderEvents = OrderEventRow.Kind.allCases.map { orderEvent("O-energy-1-000001", $0) }
        batch.fills = [fill("F-1", of: "O-energy-1-000001")]
        batch.ledger = [ledger(1, 1, "cash", -5), ledger(1, 2, "position", 5)]
        batch.transfers = TransferRow.Event.allCases.map { transfer("T-0000087", $0) }
        batch.proposals = [proposal("P-31", "proposed", cycle: 3)]
        batch.decisions = [decision(at: 7), decision(at: 8, payload: [])]
        batch.outcomes = [outcome("D-7")]
        batch.cycles = [cycle(1), cycle(2, ledgerDigest: [0, 255])]
        batch.workerCycles = [workerCycle(2, "energy")]
        batch.events = [event("roster", "mining")]
        return batch
    }
}
