import Inspection
import Journal
import Market
import Messaging
import Strategies
import Topology
import Trading

/// Gathers from the journals all that led to an order, or to its denial.
struct OrderReading {
    private let reading: RunReading
    private let lookup: TraceLookup

    init(_ reading: RunReading) {
        self.reading = reading
        lookup = TraceLookup(reading)
    }

    /// Explains an order, a fill by its order, or a decision by its order or its denial.
    func explanation(of id: TraceID) throws -> OrderExplanation {
        if case .decision = id {
            let found = try lookup.decision(id)
            let order = found.decision.order
            return try explanation(found, try order.isEmpty ? nil : found.reader.order(order))
        }
        if case .fill = id { _ = try lookup.fill(id) }
        let (order, reader) = try lookup.order(id)
        let found = try lookup.decision(of: order, reader, id.worker ?? "")
        return try explanation(found, order)
    }

    private func explanation(
        _ found: TraceLookup.FoundDecision,
        _ order: OrderRow?
    ) throws -> OrderExplanation {
        let (decision, step) = (found.decision, found.step)
        var explanation = OrderExplanation(
            decision: decision.id,
            order: order?.id,
            worker: found.worker,
            instrument: decision.instrument,
            side: decision.wantedMicros < 0 ? .sell : .buy,
            wanted: try Quantity(micros: decision.wantedMicros).magnitude(),
            ordered: Quantity(micros: decision.quantityMicros),
            close: Price(micros: decision.closeMicros),
            decidedAt: Timestamp(nanoseconds: step.at),
            cycle: Int64(step.cycle),
            currency: reading.topology.capital.currency.code,
            standing: StandingFigures(
                stance: step.stance,
                regime: step.regime,
                regimeConfidence: step.regimeConfidence
            ),
            size: try size(found)
        )
        explanation.signals = decision.signals.rows.map { signal($0, of: found.worker) }
        explanation.conviction = decision.conviction
        explanation.checks = decision.checks.rows.map(check)
        explanation.capital = try capital(found)
        explanation.isRunOver = try !reading.isLive()
        if let order { try follow(order, found, &explanation) }
        explanation.messages = try OrderMessages(found, order).steps()
        return explanation
    }

    /// What a strategy said, as it is shown.
    func signal(_ record: SignalRow, of worker: String) -> SignalFigures {
        let assigned = reading.topology.worker(named: worker)?.strategies
            .first { $0.name == record.strategy }
        var figures = SignalFigures(strategy: record.strategy)
        figures.ruleVersion = Int64(record.ruleVersion)
        figures.share = record.share
        figures.shareAssigned = assigned?.weight
        figures.shareSince =
            record.shareSince == 0 ? nil : Timestamp(nanoseconds: record.shareSince)
        if let evidence = record.evidence {
            figures.evidence = evidence
            figures.evidenceError = Self.error(of: evidence)
        }
        figures.strength = record.strength
        figures.confidence = record.confidence
        figures.expectedReturn = record.expectedReturn
        figures.horizonBars = Int64(record.horizonBars)
        figures.stopDistance = record.stopDistance
        figures.measure = record.measure
        figures.measureName =
            StrategyCatalogue.strategy(named: record.strategy)?.evidence ?? ""
        return figures
    }

    /// Standard error of an annual Sharpe ratio over the selector's evidence, as Lo (2002) has it.
    private static func error(of sharpe: Double) -> Double {
        let perBar = sharpe / 252.0.squareRoot()
        let count = Double(StrategySelector.evidenceLength)
        return ((1 + perBar * perBar / 2) / count).squareRoot() * 252.0.squareRoot()
    }

    /// What a check said, as it is shown.
    func check(_ record: CheckRow) -> CheckFigures {
        let verdict: CheckFigures.Verdict =
            switch record.verdict {
            case .pass: .passed
            case .resized: .resized
            case .denied, .unspecified, .UNRECOGNIZED: .denied
            }
        return CheckFigures(
            code: record.code,
            verdict: verdict,
            resizedTo: Quantity(micros: record.resizedToMicros),
            value: record.value,
            limit: record.limit
        )
    }
}

extension OrderReading {
    /// How a decision came to its size.
    func size(_ found: TraceLookup.FoundDecision) throws -> SizeFigures {
        let decision = found.decision
        let rule = rule(of: found.worker)
        let (owed, recalls) = try owed(found)
        return SizeFigures(
            rule: rule,
            isStopped: decision.stopped,
            volatility: decision.volatility,
            uncapped: decision.weightUncapped,
            weight: decision.weight,
            held: decision.weightHeld,
            nav: Money(micros: found.step.navMicros),
            owed: owed,
            recalls: recalls
        )
    }

    /// What the worker's topology says of sizes.
    func rule(of worker: String) -> SizeFigures.Rule? {
        reading.topology.worker(named: worker).map {
            SizeFigures.Rule(
                volatilityTarget: $0.sizing.volatilityTarget,
                instruments: Int64($0.mandate.universe.count),
                weightMaximum: $0.limits.positionWeightMaximum,
                grossMaximum: $0.limits.leverageMaximum - $0.limits.cashBuffer
            )
        }
    }

    /// Recalls that had reached the worker and were not paid back when the bar was played.
    private func owed(_ found: TraceLookup.FoundDecision) throws -> (Money, [String]) {
        let rows = try found.reader.all {
            try found.reader.transfers(after: $0, limit: JournalReader.pageSize)
        }
        var open: [String: Int64] = [:]
        for row in rows {
            // A cycle's recalls come before its bars, what it pays back after them.
            if row.event == .received, row.position <= found.row.position {
                open[row.id, default: 0] += row.amount
            } else if row.event == .remitted, row.position < found.row.position {
                open[row.id, default: 0] -= row.amount
            }
        }
        let recalls = open.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        return (Money(micros: recalls.reduce(0) { $0 &+ $1.value }), recalls.map(\.key))
    }

    private func capital(_ found: TraceLookup.FoundDecision) throws -> CapitalFigures? {
        let id = found.step.grant
        guard !id.isEmpty,
            let applied = try found.reader.transfer(id).first(where: { $0.event == .applied })
        else { return nil }
        let steps = try reading.master().transfer(id)
        let sent = steps.first { $0.event == .sent }
        return CapitalFigures(
            grant: id,
            amount: Money(micros: applied.amount),
            cycleDecided: steps.first { $0.event == .decided }?.cycle,
            cycleApplied: applied.cycle,
            delay: sent.map { applied.wallTime - $0.wallTime },
            proposal: try ProposalReading(reading)
                .figures(applied.proposalID, for: found.worker)
        )
    }

    private func follow(
        _ order: OrderRow,
        _ found: TraceLookup.FoundDecision,
        _ explanation: inout OrderExplanation
    ) throws {
        let reader = found.reader
        explanation.fills = try reader.fills(of: order.id, limit: JournalReader.pageSize).rows.map {
            FillFigures(
                id: $0.id,
                quantity: Quantity(micros: $0.quantity),
                price: Price(micros: $0.price),
                commission: Money(micros: $0.commission),
                slippage: Money(micros: $0.slippageCost),
                at: Timestamp(nanoseconds: $0.at)
            )
        }
        let endings = try reader.orderEvents(of: order.id, limit: JournalReader.pageSize).rows
        if let ending = endings.last {
            let cycle = try reader.message(at: ending.position)?.cycle
            let when = cycle.map { " in cycle \(NumberText.integer($0))" } ?? ""
            explanation.ending = "\(ending.kind.rawValue)\(when): \(ending.reason)"
        }
        let outcomes = try reader.outcomes(of: order.decisionID, limit: 1).rows
        explanation.outcome = outcomes.first.map {
            OutcomeFigures(
                strategy: $0.strategy,
                expected: $0.expectedReturn,
                realised: $0.realisedReturn,
                at: Timestamp(nanoseconds: $0.horizonEndsAt)
            )
        }
    }
}
