import Market
import Testing
import Trading

struct LossLimitsTests {
    private func nav(_ units: Double) -> Money { Money(micros: Int64(units * 1e6)) }

    /// Plays a value a day from day 0 on and returns the reason that holds after each.
    private func reasons(_ limits: inout LossLimits, _ values: [Double]) -> [String?] {
        values.enumerated().map { number, value in
            _ = limits.observe(nav(value), at: day(number))
            return limits.reason
        }
    }

    @Test func `a day's loss at the limit holds the worker back for that date and the next`() {
        var limits = LossLimits(rule: LossLimitRule(dailyLossMaximum: 0.05))
        limits.rebase(nav(100))
        let held = reasons(&limits, [100, 95, 95, 95, 95]).map { $0 != nil }
        #expect(held == [false, true, true, false, false])
    }

    @Test func `a loss below the limit, a gain and capital that is taken away are no daily loss`() {
        var limits = LossLimits(rule: LossLimitRule(dailyLossMaximum: 0.05))
        limits.rebase(nav(100))
        #expect(reasons(&limits, [100, 95.1, 120]).allSatisfy { $0 == nil })
        limits.rebase(nav(60))
        #expect(limits.observe(nav(60), at: day(3)).isEmpty)
        #expect(limits.observe(nav(56.9), at: day(4)).map(\.code) == ["daily_loss"])
    }

    @Test func `a finding says what was lost and is made once`() throws {
        var limits = LossLimits(rule: LossLimitRule(drawdownMaximum: 0.1, dailyLossMaximum: 0.05))
        limits.rebase(nav(100))
        #expect(limits.observe(nav(100), at: day(0)).isEmpty)
        let found = limits.observe(nav(88), at: day(1))
        #expect(found.map(\.code) == ["drawdown", "daily_loss"])
        #expect(found[0].words.contains("12.00 %") && found[0].words.contains("10.00 %"))
        #expect(found[1].value > 0.1199 && found[1].value < 0.1201)
        #expect(limits.observe(nav(87), at: day(2)).isEmpty, "both hold already")
    }

    @Test func `a drawdown is forgiven at half the limit`() {
        var limits = LossLimits(rule: LossLimitRule(drawdownMaximum: 0.1))
        limits.rebase(nav(100))
        let held = reasons(&limits, [100, 90, 94.9, 95.1, 92]).map { $0 != nil }
        #expect(held == [false, true, true, false, false])
    }

    @Test func `a drawdown that stays is forgiven after sixty-three steps`() {
        var limits = LossLimits(rule: LossLimitRule(drawdownMaximum: 0.1))
        limits.rebase(nav(100))
        let values = [100.0] + [Double](repeating: 85, count: 70)
        let held = reasons(&limits, values).map { $0 != nil }
        #expect(held.count { $0 } == LossLimits.coolingOff)
        #expect(held.last == false)
        #expect(limits.observe(nav(76), at: day(71)).map(\.code) == ["drawdown"], "from a new peak")
    }

    @Test func `without limits nothing is ever held back`() {
        var limits = LossLimits(rule: LossLimitRule())
        limits.rebase(nav(100))
        #expect(reasons(&limits, [100, 1, 0]).allSatisfy { $0 == nil })
    }
}
