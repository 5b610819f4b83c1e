import Allocation
import Market
import Testing

struct RiskLimitsTests {
    private let weights = [
        SegmentWeight(name: "a", weight: 0.2), SegmentWeight(name: "b", weight: 0.2),
    ]

    private func evaluate(
        _ state: inout RiskLimitState,
        _ value: Int64
    ) throws -> RiskVerdict {
        try state.evaluate(
            value: .units(value),
            weights: weights,
            correlations: CorrelationMatrix(count: 2)
        )
    }

    @Test func `the drawdown limit latches until half of it is won back`() throws {
        var state = try RiskLimitState()
        // Peak 200: the limit is reached at 170 and lets go above 185.
        for (value, stops) in [
            (150, false), (200, false), (171, false), (170, true), (180, true), (185, true),
            (186, false), (171, false), (169, true), (201, false), (171, false),
        ] {
            let verdict = try evaluate(&state, Int64(value))
            #expect(verdict.stopsNewRisk == stops, "at \(value)")
            #expect(verdict.findings.map(\.code) == (stops ? [.drawdown] : []))
        }
        #expect(state.peak == (try .units(201)))
    }

    @Test func `a portfolio that cannot earn its way back is released after the cooling-off`()
        throws
    {
        var limits = RiskLimits()
        limits.coolingOff = 3
        var state = try RiskLimitState(limits)
        // Broken at 160 of 200; three cycles later the peak starts again at 160.
        for (value, stops) in [
            (200, false), (160, true), (160, true), (160, true), (160, false), (150, false),
            (136, true), (136, true), (136, true), (136, false),
        ] {
            #expect(try evaluate(&state, Int64(value)).stopsNewRisk == stops, "at \(value)")
        }
    }

    @Test func `a finding says what was found and what holds it`() throws {
        var state = try RiskLimitState(peak: .units(200))
        let broken = try #require(try evaluate(&state, 160).findings.first)
        #expect(broken.limit == 0.15)
        #expect(abs(broken.value - 0.2) < 1e-12)
        #expect(broken.subject == "portfolio")
        #expect(
            broken.words == "net asset value is 20.00 % below its peak, at or beyond the limit of "
                + "15.00 %: no new risk"
        )
        let held = try #require(try evaluate(&state, 180).findings.first)
        #expect(held.words.contains("not yet below 7.50 %"))
    }

    @Test func `a state restored from its parts goes on as the first`() throws {
        var whole = try RiskLimitState()
        _ = try evaluate(&whole, 200)
        _ = try evaluate(&whole, 165)
        var restored = try RiskLimitState(peak: whole.peak, isLatched: whole.isLatched)
        #expect(restored == whole)
        #expect(try evaluate(&restored, 180) == evaluate(&whole, 180))
    }

    @Test func `segments above their limit are found, alone and together`() throws {
        var state = try RiskLimitState()
        let held = [("a", 0.26), ("b", 0.1), ("c", 0.15), ("d", 0.12)]
            .map { SegmentWeight(name: $0.0, weight: $0.1) }
        var correlations = CorrelationMatrix(count: 4, pairs: 0.2)
        correlations[2, 3] = 0.75
        let verdict = try state.evaluate(
            value: .units(1),
            weights: held,
            correlations: correlations
        )
        #expect(!verdict.stopsNewRisk)
        #expect(verdict.findings.map(\.code) == [.segmentWeight, .correlatedWeight])
        #expect(verdict.findings.map(\.subject) == ["a", "c+d"])
        #expect(abs(verdict.findings[1].value - 0.27) < 1e-12)
        #expect(
            verdict.findings[1].words == "c+d are correlated above 0.70 and hold 27.00 %, "
                + "above the 25.00 % they share"
        )
    }

    @Test func `bad input is refused and changes nothing`() throws {
        var state = try RiskLimitState()
        _ = try evaluate(&state, 100)
        let before = state
        let mismatch = #expect(throws: AllocationError.self) {
            try state.evaluate(
                value: .units(200),
                weights: weights,
                correlations: CorrelationMatrix(count: 3)
            )
        }
        #expect(mismatch?.code == .countMismatch)
        let unknown = #expect(throws: AllocationError.self) {
            try state.evaluate(
                value: .units(200),
                weights: [SegmentWeight(name: "a", weight: .nan)],
                correlations: CorrelationMatrix(count: 1)
            )
        }
        #expect(unknown?.code == .notFinite)
        #expect(state == before)
        var limits = RiskLimits()
        limits.drawdownMaximum = 0
        #expect(throws: AllocationError.self) { try RiskLimitState(limits) }
    }
}

struct DailyLossLimitTests {
    @Test func `a bad day stops new risk until the day after the next`() throws {
        var limits = RiskLimits()
        limits.dailyLossMaximum = 0.03
        var state = try RiskLimitState(limits)
        let start = CalendarDate(dayNumber: 14_613)
        let values = [100.0, 97, 99, 99, 99]
        let verdicts = try values.enumerated().map { number, value in
            try state.evaluate(
                value: Money(micros: Int64(value * 1e6)),
                weights: [],
                correlations: CorrelationMatrix(count: 0),
                on: CalendarDate(dayNumber: start.dayNumber + number)
            )
        }
        #expect(verdicts.map(\.stopsNewRisk) == [false, true, true, false, false])
        #expect(verdicts[1].findings.map(\.code) == [.dailyLoss])
        #expect(verdicts[1].findings[0].words.contains("lost 3"))
        #expect(verdicts[2].findings[0].words.contains("gained"))
    }

    @Test(arguments: [0, 1, -0.1, Double.nan])
    func `a daily limit outside 0 to 1 is refused`(maximum: Double) {
        var limits = RiskLimits()
        limits.dailyLossMaximum = maximum
        #expect(throws: AllocationError.self) { try RiskLimitState(limits) }
    }
}
