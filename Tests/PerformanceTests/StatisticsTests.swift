import Market
import Performance
import Testing

private func series(_ returns: [Double]) throws -> ReturnSeries { try ReturnSeries(returns) }

private func isNear(_ value: Double?, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
    guard let value else { return false }
    return abs(value - right) <= tolerance
}

struct StatisticsTests {
    @Test func `returns compound`() throws {
        // 1.1 × 0.9 × 1.2 = 1.188; over three of four quarters: 1.188^(4/3).
        let three = try series([0.1, -0.1, 0.2])
        #expect(isNear(three.totalReturn, 0.188))
        let quarterly = PerformanceConvention(periodsPerYear: 4)
        #expect(isNear(three.annualReturn(quarterly), 0.258_216_146_710_21))
        #expect(isNear(three.annualReturn(PerformanceConvention(periodsPerYear: 3)), 0.188))
    }

    @Test func `volatility and ratios agree with those computed by hand`() throws {
        // Returns 3, −1, 1, 1 %: mean 1 %, squares of deviations 4 + 4 + 0 + 0 = 8 (%²),
        // variance 8/3, sd √(8/3) % = 1.632993 %; a year of 4 periods doubles sd and ratio.
        let four = try series([0.03, -0.01, 0.01, 0.01])
        let quarterly = PerformanceConvention(periodsPerYear: 4)
        let deviation = (8.0 / 3).squareRoot() / 100
        #expect(isNear(four.annualVolatility(quarterly), 2 * deviation))
        let sharpe = try #require(four.sharpeRatio(quarterly))
        let perPeriod = 0.01 / deviation
        #expect(isNear(sharpe.value, 2 * perPeriod))
        // Lo: per period s² = 3/8, so the error is √((1 + 3/16) / 4) × 2 = √1.1875.
        #expect(isNear(sharpe.standardError, 1.1875.squareRoot()))
        // One shortfall of 1 %: √(1/4) % = 0.5 %, times 2 is 1 % a year; the mean is 4 % a year.
        #expect(isNear(four.downsideDeviation(quarterly), 0.01))
        #expect(isNear(four.sortinoRatio(quarterly), 4))
        // Depth 1 %, total return 1.03 × 0.99 × 1.01² − 1 over exactly one year.
        let annual = 1.03 * 0.99 * 1.01 * 1.01 - 1
        #expect(isNear(four.calmarRatio(quarterly), annual / 0.01, within: 1e-10))
        // Three gains of 5 % together against one loss of 1 %.
        #expect(isNear(four.winRate, 0.75))
        #expect(isNear(four.profitFactor, 5))
    }

    @Test func `a riskless return lowers the ratios`() throws {
        let four = try series([0.03, -0.01, 0.01, 0.01])
        let convention = PerformanceConvention(periodsPerYear: 4, riskFreePerPeriod: 0.01)
        #expect(isNear(four.sharpeRatio(convention)?.value, 0))
        // The shortfall against 1 % is 2 %: √(4/4) %, times 2 a year.
        #expect(isNear(four.downsideDeviation(convention), 0.02))
    }

    @Test func `no returns have no statistics`() throws {
        let none = try series([])
        #expect(none.totalReturn == nil)
        #expect(none.annualReturn() == nil)
        #expect(none.annualVolatility() == nil)
        #expect(none.sharpeRatio() == nil)
        #expect(none.sortinoRatio() == nil)
        #expect(none.downsideDeviation() == nil)
        #expect(none.calmarRatio() == nil)
        #expect(none.winRate == nil)
        #expect(none.profitFactor == nil)
        #expect(none.rollingSharpeRatio(window: 3).isEmpty)
        #expect(try MonthlyReturns(none, dates: []).years.isEmpty)
    }

    @Test func `one return has no dispersion`() throws {
        let one = try series([0.02])
        #expect(isNear(one.totalReturn, 0.02))
        #expect(one.annualVolatility() == nil)
        #expect(one.sharpeRatio() == nil)
        #expect(one.sortinoRatio() == nil)
        #expect(one.calmarRatio() == nil)
        #expect(one.winRate == 1)
        #expect(one.profitFactor == nil)
    }

    @Test(arguments: [0.0, 0.1, -0.1]) func `constant returns have no ratio`(value: Double) throws {
        let constant = try series(Array(repeating: value, count: 7))
        #expect(constant.annualVolatility() == 0)
        #expect(constant.sharpeRatio() == nil)
        #expect(constant.rollingVolatility(window: 3).last == .some(0))
        #expect(constant.winRate == (value == 0 ? nil : value > 0 ? 1 : 0))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what isn't finite is refused`(value: Double) {
        let error = #expect(throws: PerformanceError.self) { try ReturnSeries([0.1, value]) }
        #expect(error?.code == .notFinite)
        #expect(error?.message.contains("return 2") == true)
        let curve = #expect(throws: PerformanceError.self) { try EquityCurve([1, value]) }
        #expect(curve?.code == .notFinite)
    }

    @Test func `a loss of more than everything is refused`() {
        let error = #expect(throws: PerformanceError.self) { try ReturnSeries([-1.01]) }
        #expect(error?.code == .impossibleValue)
        #expect(throws: PerformanceError.self) { try EquityCurve([0, 1]) }
        #expect(throws: PerformanceError.self) { try EquityCurve([1, -1]) }
        #expect(throws: PerformanceError.self) { try EquityCurve([1, 0, 1]) }
    }

    @Test func `a total loss has figures`() throws {
        let lost = try series([0.1, -1, 0])
        #expect(lost.totalReturn == -1)
        #expect(lost.annualReturn() == -1)
        let curve = EquityCurve(compounding: lost)
        #expect(curve.maximumDrawdown?.depth == -1)
        #expect(try curve.returns().returns.last == 0)
    }

    @Test func `rolling figures are those of each window alone`() throws {
        let returns = [0.03, -0.01, 0.01, 0.01, 0.02, -0.03]
        let rolling = try series(returns)
        let sharpes = rolling.rollingSharpeRatio(window: 3)
        let volatilities = rolling.rollingVolatility(window: 3)
        #expect(sharpes.count == 6 && volatilities.count == 6)
        #expect(sharpes[0] == nil && sharpes[1] == nil && volatilities[1] == nil)
        for index in 2..<6 {
            let window = try series(Array(returns[(index - 2)...index]))
            #expect(sharpes[index] == window.sharpeRatio())
            #expect(volatilities[index] == window.annualVolatility())
        }
        #expect(rolling.rollingSharpeRatio(window: 0).allSatisfy { $0 == nil })
        #expect(rolling.rollingSharpeRatio(window: 7).allSatisfy { $0 == nil })
    }
}

struct DrawdownTests {
    @Test func `the peak is the last maximum and recovery the first value not below it`() throws {
        let curve = try EquityCurve([1, 4, 3, 4, 3, 2, 3, 4, 5, 4.5])
        let drawdown = try #require(curve.maximumDrawdown)
        #expect(drawdown.depth == -0.5)
        #expect(drawdown.peak == 3)
        #expect(drawdown.trough == 5)
        #expect(drawdown.recovery == 7)
        #expect(curve.drawdowns.last.map { abs($0 + 0.1) < 1e-15 } == true)
    }

    @Test func `a fall that hasn't ended has no recovery`() throws {
        let drawdown = try #require(try EquityCurve([2, 1, 1.5]).maximumDrawdown)
        #expect(drawdown.recovery == nil)
        let days = (0..<3).map { CalendarDate(dayNumber: $0) }
        let dates = try drawdown.dates(on: days)
        #expect(dates.peak == days[0] && dates.trough == days[1] && dates.recovery == nil)
        let error = #expect(throws: PerformanceError.self) { try drawdown.dates(on: []) }
        #expect(error?.code == .countMismatch)
    }

    @Test(arguments: [[], [1.0], [1, 1, 1], [1, 2, 3]])
    func `a curve that never falls has no drawdown`(values: [Double]) throws {
        let curve = try EquityCurve(values)
        #expect(curve.maximumDrawdown == nil)
        #expect(curve.drawdowns.allSatisfy { $0 == 0 })
    }
}

struct TablesTests {
    @Test func `months and years compound their periods`() throws {
        let dates = try ["2020-11-30", "2020-12-01", "2020-12-31", "2022-01-03"]
            .map { try CalendarDate($0) }
        let table = try MonthlyReturns(series([0.1, 0.1, -0.1, 0.5]), dates: dates)
        #expect(table.years.map(\.year) == [2020, 2022])
        #expect(isNear(table.years[0].months[10], 0.1))
        #expect(isNear(table.years[0].months[11], -0.01))
        #expect(isNear(table.years[0].total, 0.089))
        #expect(table.years[0].months[0] == nil)
        #expect(isNear(table.years[1].months[0], 0.5))
    }

    @Test func `dates that don't fit the returns are refused`() throws {
        let days = [CalendarDate(dayNumber: 1), CalendarDate(dayNumber: 0)]
        let unequal = #expect(throws: PerformanceError.self) {
            try MonthlyReturns(series([0.1]), dates: days)
        }
        #expect(unequal?.code == .countMismatch)
        let unsorted = #expect(throws: PerformanceError.self) {
            try MonthlyReturns(series([0.1, 0.1]), dates: days)
        }
        #expect(unsorted?.code == .impossibleValue)
    }

    @Test func `turnover is measured against the drifted weights`() throws {
        // Half in cash, half doubled: 1 of 1.5 is 2/3; back to a half trades 1/6.
        let held = try Turnover.drifted([0.5], by: [1])
        #expect(isNear(held[0], 2.0 / 3))
        #expect(isNear(try Turnover.twoSided(from: held, to: [0.5]), 1.0 / 6))
        #expect(throws: PerformanceError.self) { try Turnover.twoSided(from: [1], to: []) }
        #expect(throws: PerformanceError.self) { try Turnover.drifted([1], by: [.nan]) }
        #expect(throws: PerformanceError.self) { try Turnover.drifted([1], by: [-1]) }
    }
}
