import Inspection
import Market
import Testing
import Topology

@testable import Commands
@testable import Messaging
@testable import Trading
@testable import Worker

/// What is said of a bar that was played again, for each place where the way to an order can end.
struct ExaminedBarTests {
    /// Figures of a bar; what is not said is as in a bar that leads to nothing.
    struct Figures: Sendable {
        var strengths: [Double] = [1]
        var conviction = 0.5
        var nav: Int64 = 1_000
        var owed: Int64 = 0
        var grant = "T-0000001"
        var isStopped = false
        var weight: Double? = 0.2
        var held = 0.19
        var pending: Int64 = 0
        var verdict = SizingVerdict.withinBand
    }

    private func examination(_ figures: Figures) -> BarExamination {
        let money = { (units: Int64) in Money(micros: units * 1_000_000) }
        let account = AccountView(
            nav: money(figures.nav),
            cash: money(figures.nav),
            owed: money(figures.owed),
            quantities: [.zero],
            averageCosts: [0]
        )
        let sizing = figures.weight.map {
            Sizing(
                target: SizedTarget(
                    instrument: 0,
                    volatility: 0.2,
                    uncapped: $0,
                    weight: $0,
                    current: figures.held,
                    change: .zero
                ),
                verdict: figures.verdict
            )
        }
        return BarExamination(
            at: .epoch,
            bar: nil,
            latest: nil,
            signals: figures.strengths.map(signal),
            conviction: figures.conviction,
            confidence: 0.5,
            isStopped: figures.isStopped,
            sizing: sizing,
            account: account,
            held: .zero,
            pending: Quantity(micros: figures.pending * 1_000_000),
            standing: CycleStanding(
                cycle: 1,
                stance: "balanced",
                regime: "bull",
                regimeConfidence: 0.5,
                state: .active,
                stateReason: "",
                flattens: false,
                holdsLease: true
            ),
            grant: figures.grant
        )
    }

    private func signal(_ strength: Double) -> SignalRow {
        SignalRow(
            strategy: "mean_reversion",
            ruleVersion: 1,
            share: 0.5,
            shareSince: 0,
            evidence: nil,
            strength: strength,
            confidence: 0.5,
            expectedReturn: 0,
            horizonBars: 5,
            stopDistance: 0,
            measure: 0
        )
    }

    private static let cases: [(Figures, NoTradeExplanation.Reason, String)] = [
        (Figures(strengths: []), .noSignal, "no strategy had a view"),
        (Figures(nav: 0, grant: ""), .noCapital, "no grant of capital had arrived"),
        (Figures(owed: 1_000), .noCapital, "all capital is wanted back or lost"),
        (Figures(weight: nil), .noVolatility, "7 bars known, 63 are needed"),
        (Figures(isStopped: true, weight: 0, held: 0), .stopped, "for 10 bars"),
        (
            Figures(conviction: -0.5, weight: 0, held: 0), .noShortSales,
            "conviction −0.500 is to sell"
        ),
        (Figures(conviction: 0, weight: 0, held: 0), .noConviction, "views cancel out"),
        (
            Figures(strengths: [0], conviction: 0, weight: 0, held: 0), .noConviction,
            "no strategy has a direction"
        ),
        (Figures(), .withinBand, "the change of 1.00 % is inside the band of 2.00 %"),
        (Figures(pending: -40, verdict: .waits), .waits, "an order for −40 the other way"),
        (Figures(verdict: .lessThanALot), .lessThanALot, "less than one lot"),
    ]

    @Test func `the way to an order ends where the figures say`() async throws {
        let run = try await PlayedRun()
        let worker = try #require(run.reading.topology.worker(named: "tech"))
        let question = NoTradeReading.Question(
            instrument: InstrumentID("TEC1"),
            worker: worker,
            asked: "2020-06-03",
            date: Timestamp.epoch.date,
            until: .epoch
        )
        for (figures, reason, words) in Self.cases {
            let answer = ExaminedBar(run.reading, question, examination(figures), 7)
                .explanation(executed: 12)
            #expect(answer.reason == reason, "\(answer.words)")
            #expect(answer.words.contains(words), "\(answer.words)")
            let lines = answer.tree.lines(width: 80)
            #expect(lines.allSatisfy { $0.count <= 80 })
            #expect(lines.contains { $0.contains("executed again over") })
        }
        try run.clean()
    }
}
