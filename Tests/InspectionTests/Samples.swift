import Inspection
import Market

/// Figures that look like a run's.
enum Samples {
    static let proposal = ProposalFigures(
        id: "P-2",
        trigger: "review",
        cycle: 84,
        reason: "21 cycles have passed; balanced; tech: Sharpe −1.01, times 0.70; "
            + "technology: nothing; consumer+tech: cut to 25 %",
        target: 0.226
    )

    static func order() -> OrderExplanation {
        var explanation = base(order: "O-energy-1-000412", ordered: units(1_200))
        explanation.fills = [
            FillFigures(
                id: "F-energy-1-000412-1",
                quantity: units(1_200),
                price: Price(micros: 79_310_000),
                commission: .zero,
                slippage: Money(micros: 47_600_000),
                at: Timestamp(date: CalendarDate(dayNumber: 15_139))
            )
        ]
        explanation.outcome = OutcomeFigures(
            strategy: "time_series_momentum",
            expected: 0.004,
            realised: -0.012,
            at: Timestamp(date: CalendarDate(dayNumber: 15_170))
        )
        return explanation
    }

    static func denied() -> OrderExplanation {
        var explanation = base(order: nil, ordered: .zero)
        explanation.checks.append(
            CheckFigures(
                code: "price_collar",
                verdict: .denied,
                resizedTo: .zero,
                value: 0.231,
                limit: 0.2
            )
        )
        return explanation
    }

    static func recall(parts: [Int64]) -> TransferExplanation {
        func step(
            _ event: String,
            _ process: String,
            _ amount: Int64,
            part: Int64 = 0
        ) -> TransferExplanation.Step {
            TransferExplanation.Step(
                event: event,
                process: process,
                cycle: 273,
                amount: Money(micros: amount * microsPerUnit),
                part: part,
                wallTime: .epoch,
                message: ""
            )
        }
        let paid = parts.enumerated().flatMap { index, amount in
            [
                step("remitted", "tech", amount, part: Int64(index + 1)),
                step("received", "master", amount, part: Int64(index + 1)),
            ]
        }
        return TransferExplanation(
            id: "T-0000128",
            worker: "tech",
            amount: Money(micros: 68_775 * microsPerUnit),
            currency: "USD",
            isGrant: false,
            proposal: proposal,
            steps: [
                step("decided", "master", 68_775), step("sent", "master", 68_775),
                step("received", "tech", 68_775),
            ] + paid
        )
    }

    private static func base(order: String?, ordered: Quantity) -> OrderExplanation {
        var explanation = OrderExplanation(
            decision: "D-energy-1-000413",
            order: order,
            worker: "energy",
            instrument: "XOM",
            side: .buy,
            wanted: units(1_200),
            ordered: ordered,
            close: Price(micros: 79_200_000),
            decidedAt: Timestamp(date: CalendarDate(dayNumber: 15_138), secondOfDay: 75_600),
            cycle: 5_412,
            currency: "USD",
            standing: StandingFigures(stance: "balanced", regime: "bull", regimeConfidence: 0.81),
            size: size
        )
        var signal = SignalFigures(strategy: "time_series_momentum")
        signal.ruleVersion = 1
        signal.share = 1
        signal.strength = 0.62
        signal.confidence = 0.71
        signal.expectedReturn = 0.004
        signal.horizonBars = 40
        signal.measure = 0.24
        signal.measureName = "return over the lookback"
        explanation.signals = [signal]
        explanation.conviction = 0.62
        explanation.checks = [
            CheckFigures(
                code: "position_weight",
                verdict: .passed,
                resizedTo: .zero,
                value: 0.25,
                limit: 0.25
            )
        ]
        explanation.capital = CapitalFigures(
            grant: "T-0000087",
            amount: Money(micros: 250_000 * microsPerUnit),
            cycleDecided: 398,
            cycleApplied: 399,
            delay: 3_000_000,
            proposal: proposal
        )
        explanation.messages = [
            MessageStep(id: "M-master-energy-005412", role: "ordered in it"),
            MessageStep(id: "M-energy-master-005412", role: "told of the order"),
        ]
        return explanation
    }

    private static let size = SizeFigures(
        rule: SizeFigures.Rule(
            volatilityTarget: 0.15,
            instruments: 3,
            weightMaximum: 0.25,
            grossMaximum: 0.99
        ),
        isStopped: false,
        volatility: 0.182,
        uncapped: 0.295,
        weight: 0.25,
        held: 0.155,
        nav: Money(micros: 1_000_000 * microsPerUnit),
        owed: .zero,
        recalls: []
    )

    private static func units(_ count: Int64) -> Quantity {
        Quantity(micros: count * microsPerUnit)
    }
}
