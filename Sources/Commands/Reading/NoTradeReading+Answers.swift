import Inspection
import Journal
import Market
import Messaging
import Topology
import Trading
import Worker

/// Answers from a decision that the journal holds: the order was denied, or sent after all.
struct StoredDecision {
    private let reading: RunReading

    init(_ reading: RunReading) { self.reading = reading }

    /// The answer, with the figures of the decision.
    func explanation(
        _ question: NoTradeReading.Question,
        _ id: TraceID
    ) throws -> NoTradeExplanation {
        let orders = OrderReading(reading)
        let explained = try orders.explanation(of: id)
        let isDenied = explained.order == nil
        let blocked = explained.checks.last { $0.verdict != .passed }
        let trade =
            "\(explained.side.rawValue) \(NumberText.quantity(explained.wanted)) was wanted"
        let words =
            isDenied
            ? "\(trade); \(blocked?.words ?? "the checks denied it")"
            : "\(trade), and \(explained.order ?? "") was sent: \(explained.result)"
        var answer = question.answer(isDenied ? .denied : .traded, words)
        answer.bar = .init(close: explained.close, at: explained.decidedAt)
        answer.signals = explained.signals
        answer.conviction = explained.conviction
        answer.confidence = try TraceLookup(reading).decision(id).decision.confidence
        answer.size = explained.size
        answer.checks = explained.checks
        answer.standing = explained.standing
        answer.record = explained.order ?? explained.decision
        return answer
    }
}

/// Answers from a bar that was played again: nothing was ordered or denied there.
struct ExaminedBar {
    private let orders: OrderReading
    private let question: NoTradeReading.Question
    private let found: BarExamination
    private let barsKnown: Int

    init(
        _ reading: RunReading,
        _ question: NoTradeReading.Question,
        _ found: BarExamination,
        _ barsKnown: Int
    ) {
        orders = OrderReading(reading)
        self.question = question
        self.found = found
        self.barsKnown = barsKnown
    }

    /// The answer, with the figures of the bar.
    func explanation(executed: Int) -> NoTradeExplanation {
        let (reason, words) = verdict()
        var answer = question.answer(reason, words)
        answer.bar = found.bar.map { .init(close: $0.close, at: $0.knownAt) }
        answer.signals = found.signals.map { orders.signal($0, of: question.worker.name) }
        answer.conviction = found.conviction
        answer.confidence = found.confidence
        answer.held = found.held
        answer.pending = found.pending
        answer.size = found.sizing.map { size($0.target) }
        answer.standing = StandingFigures(
            stance: found.standing.stance,
            regime: found.standing.regime,
            regimeConfidence: found.standing.regimeConfidence
        )
        answer.messagesExecuted = executed
        return answer
    }

    private func size(_ target: SizedTarget) -> SizeFigures {
        SizeFigures(
            rule: orders.rule(of: question.worker.name),
            isStopped: found.isStopped,
            volatility: target.volatility,
            uncapped: target.uncapped,
            weight: target.weight,
            held: target.current,
            nav: found.account.nav,
            owed: found.account.owed,
            recalls: []
        )
    }

    /// Where the way ended, in the order in which a bar is played.
    private func verdict() -> (NoTradeExplanation.Reason, String) {
        let known = NumberText.count(Int64(barsKnown), "bar")
        if found.signals.isEmpty {
            let names = question.worker.strategies.map(\.name).joined(separator: ", ")
            return (.noSignal, "no strategy had a view (\(names)): \(known) known by then")
        }
        if found.account.nav.micros <= found.account.owed.micros { return (.noCapital, capital) }
        guard let sizing = found.sizing else {
            let window = question.worker.sizing.window
            return (
                .noVolatility,
                "its volatility was not measured yet: \(known) known, \(window) are needed"
            )
        }
        let target = sizing.target
        if target.weight == 0, target.current == 0 { return unwanted() }
        switch sizing.verdict {
        case .waits:
            return (
                .waits,
                "an order for \(NumberText.quantity(found.pending)) the other way was working"
            )
        case .withinBand:
            let change = abs(target.weight - target.current)
            return (
                .withinBand,
                "it wanted \(percent(target.weight)) and held \(percent(target.current)): the change "
                    + "of \(percent(change)) is inside the band of "
                    + percent(question.worker.sizing.band)
            )
        case .lessThanALot, .traded:
            return (.lessThanALot, "the change of size comes to less than one lot")
        }
    }

    /// Nothing is held and nothing wanted.
    private func unwanted() -> (NoTradeExplanation.Reason, String) {
        if found.isStopped {
            return (
                .stopped,
                "a protective stop keeps it closed for \(ProtectiveStops.pause) bars"
            )
        }
        let conviction = NumberText.decimal(found.conviction, places: 3, isSigned: true)
        if found.conviction < 0 {
            return (
                .noShortSales,
                "conviction \(conviction) is to sell, nothing is held, and short sales are not allowed"
            )
        }
        let count = found.signals.count { $0.strength != 0 }
        let why = count == 0 ? "no strategy has a direction" : "the strategies' views cancel out"
        return (.noConviction, "\(why), conviction \(conviction)")
    }

    private var capital: String {
        if found.grant.isEmpty { return "no grant of capital had arrived" }
        let nav = NumberText.money(found.account.nav)
        return "all capital is wanted back or lost: net asset value \(nav), recalled "
            + NumberText.money(found.account.owed)
    }

    private func percent(_ value: Double) -> String { NumberText.percent(value, places: 2) }
}
