import Foundation
import LinearAlgebra
import Market
import Performance
import Testing

private func isNear(_ value: Double?, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
    guard let value else { return false }
    return abs(value - right) <= tolerance
}

struct BenchmarkTests {
    /// The portfolio earns 1 % and twice its benchmark of −1, 1, 3 %.
    private func doubled() throws -> BenchmarkComparison {
        try BenchmarkComparison(
            ReturnSeries([-0.01, 0.03, 0.07]),
            to: ReturnSeries([-0.01, 0.01, 0.03])
        )
    }

    @Test func `a portfolio of twice its benchmark and one percent has a beta of two`() throws {
        let comparison = try doubled()
        let quarterly = PerformanceConvention(periodsPerYear: 4)
        #expect(isNear(comparison.beta, 2))
        #expect(isNear(comparison.alphaPerPeriod(quarterly), 0.01))
        #expect(isNear(comparison.alpha(quarterly), 0.04))
        #expect(isNear(comparison.correlation, 1))
        // Active returns 0, 2, 4 %: mean 2 %, deviation 2 %, both doubled or quadrupled a year.
        #expect(isNear(comparison.trackingError(quarterly), 0.04))
        #expect(isNear(comparison.informationRatio(quarterly), 2))
        // The mean of 3 % times 4 over 2.
        #expect(isNear(comparison.treynorRatio(quarterly), 0.06))
    }

    @Test func `a riskless return moves alpha by what beta leaves of it`() throws {
        let comparison = try doubled()
        let convention = PerformanceConvention(periodsPerYear: 1, riskFreePerPeriod: 0.01)
        // (3 − 1) % − 2 × (1 − 1) %.
        #expect(isNear(comparison.alphaPerPeriod(convention), 0.02))
        #expect(isNear(comparison.treynorRatio(convention), 0.01))
    }

    @Test func `a constant lead is no tracking error`() throws {
        let benchmark = [0.013, -0.027, 0.0091, 0.0004]
        let comparison = try BenchmarkComparison(
            ReturnSeries(benchmark.map { $0 + 0.001 }),
            to: ReturnSeries(benchmark)
        )
        #expect(comparison.trackingError() == 0)
        #expect(comparison.informationRatio() == nil)
    }

    @Test func `a constant benchmark has no beta`() throws {
        let flat = try BenchmarkComparison(ReturnSeries([0.1, 0.2]), to: ReturnSeries([0.1, 0.1]))
        #expect(flat.beta == nil && flat.alpha() == nil && flat.treynorRatio() == nil)
        #expect(flat.correlation == nil)
        let none = try BenchmarkComparison(ReturnSeries([]), to: ReturnSeries([]))
        #expect(none.beta == nil && none.trackingError() == nil && none.informationRatio() == nil)
        let error = #expect(throws: PerformanceError.self) {
            try BenchmarkComparison(ReturnSeries([0.1]), to: ReturnSeries([]))
        }
        #expect(error?.code == .countMismatch)
    }
}

struct SignificanceTests {
    @Test func `moments of a skewed sample agree with those computed by hand`() throws {
        // 0, 0, 0, 4: mean 1, m₂ = 3, m₃ = (27 − 3)/4 = 6, m₄ = (81 + 3)/4 = 21.
        let series = try ReturnSeries([0, 0, 0, 4])
        #expect(isNear(series.skewness, 6 / (3 * 3.0.squareRoot())))
        #expect(isNear(series.kurtosis, 21.0 / 9))
    }

    @Test func `probability and track record agree with one another`() throws {
        var random = Xoshiro256(seed: 7)
        let series = try ReturnSeries((0..<400).map { _ in 0.001 + 0.01 * random.normal() })
        let evidence = try #require(series.sharpeEvidence())
        for benchmark in [-0.05, 0, 0.02] where evidence.sharpe > benchmark {
            // With exactly as many returns as there are, the confidence is the probability.
            let confidence = try #require(evidence.probability(above: benchmark))
            let needed = evidence.minimumTrackRecord(above: benchmark, confidence: confidence)
            #expect(isNear(needed, 400, within: 1e-6))
        }
        #expect(evidence.probability(above: evidence.sharpe) == 0.5)
        #expect(evidence.minimumTrackRecord(above: evidence.sharpe) == nil)
        #expect(evidence.minimumTrackRecord(confidence: 0.5) == nil)
        #expect(evidence.probability(above: .nan) == nil)
    }

    @Test func `more trials deflate more`() throws {
        let evidence = try #require(ReturnSeries([0.01, 0.02, -0.01, 0.03, 0.01]).sharpeEvidence())
        let sharpes = [0.1, 0.2, 0.3, evidence.sharpe]
        let maxima = [2, 4, 10, 1_000].map {
            SharpeEvidence.expectedMaximum(ofTrials: sharpes, trialCount: $0) ?? 0
        }
        #expect(maxima == maxima.sorted() && Set(maxima).count == 4)
        #expect(SharpeEvidence.expectedMaximum(ofTrials: [0.1]) == nil)
        #expect(SharpeEvidence.expectedMaximum(ofTrials: [0.1, 0.1]) == 0)
        #expect(evidence.deflated(byTrials: []) == nil)
    }

    @Test func `returns of two values have evidence and constant ones have none`() throws {
        let evidence = try #require(ReturnSeries([0.01, 0.02, 0.01, 0.02]).sharpeEvidence())
        #expect(isNear(evidence.kurtosis, 1) && isNear(evidence.skewness, 0))
        // Without skewness or excess over the least kurtosis the variance is 1: Φ(s √3).
        let right = 0.999_999_653_6
        #expect(isNear(evidence.probability(), right, within: 1e-3))
        #expect(try ReturnSeries([0.01, 0.01]).sharpeEvidence() == nil)
    }
}

struct CurveFiguresTests {
    private let week = (0..<5).map { CalendarDate(dayNumber: 4 + $0) }

    @Test func `every fall is an episode with its own peak, trough and recovery`() throws {
        let curve = try EquityCurve([1, 4, 3, 4, 2, 3, 5, 4, 4.5])
        let episodes = curve.drawdownEpisodes
        #expect(episodes.map(\.peak) == [1, 3, 6])
        #expect(episodes.map(\.trough) == [2, 4, 7])
        #expect(episodes.map(\.recovery) == [3, 6, nil])
        #expect(isNear(curve.currentDrawdown, -0.1))
        #expect(episodes.contains { $0 == curve.maximumDrawdown })
    }

    @Test func `the ulcer index is the root mean square of falls`() throws {
        // Falls of 0, 20 and 40 % after the start.
        #expect(isNear(try EquityCurve([1, 10, 8, 6]).ulcerIndex, (0.2 / 3).squareRoot()))
        #expect(try EquityCurve([1]).ulcerIndex == nil)
    }

    @Test func `days and weeks take their last values`() throws {
        // 1970-01-05 was a Monday; two values on Tuesday, the next Monday after a weekend.
        let dates = [5, 6, 6, 9, 12].map { CalendarDate(dayNumber: $0 - 1) }
        let curve = try EquityCurve([100, 90, 110, 121, 60.5])
        let profits = try curve.dailyProfits(dates: dates)
        #expect(profits.map(\.profit) == [10, 11, -60.5])
        #expect(profits.map(\.date) == [dates[2], dates[3], dates[4]])
        let weeks = try curve.weeklyReturns(dates: dates)
        #expect(weeks.map(\.monday) == [CalendarDate(dayNumber: 11)])
        #expect(isNear(weeks[0].value, -0.5))
        let short = #expect(throws: PerformanceError.self) { try curve.dailyProfits(dates: []) }
        #expect(short?.code == .countMismatch)
        let unsorted = #expect(throws: PerformanceError.self) {
            try curve.weeklyReturns(dates: dates.reversed())
        }
        #expect(unsorted?.code == .impossibleValue)
        #expect(try EquityCurve([]).weeklyReturns(dates: []).isEmpty)
    }

    @Test func `capital is used by the exposure it carries`() throws {
        let mean = try CapitalUtilisation.mean(exposures: [50, 0, 30], capital: [100, 0, 30])
        #expect(isNear(mean, 0.75))
        #expect(try CapitalUtilisation.mean(exposures: [], capital: []) == nil)
        #expect(try CapitalUtilisation.mean(exposures: [1], capital: [0]) == nil)
        for (exposures, capital, code) in [
            ([1.0], [], PerformanceError.Code.countMismatch), ([-1], [1], .impossibleValue),
            ([1], [.nan], .notFinite),
        ] {
            let error = #expect(throws: PerformanceError.self) {
                try CapitalUtilisation.mean(exposures: exposures, capital: capital)
            }
            #expect(error?.code == code)
        }
    }

    @Test func `omega and payoff agree with those computed by hand`() throws {
        let series = try ReturnSeries([0.03, -0.01, 0.01, 0, -0.03])
        #expect(isNear(series.omegaRatio(), 1))
        // Above 1 %: 2; below it: 2 + 1 + 4.
        #expect(isNear(series.omegaRatio(threshold: 0.01), 2.0 / 7))
        #expect(isNear(series.payoffRatio, 1))
        #expect(try ReturnSeries([0.1]).omegaRatio() == nil)
        #expect(try ReturnSeries([0.1]).payoffRatio == nil)
        #expect(isNear(PerformanceConvention.daily.perPeriod(annual: 0), 0))
        #expect(PerformanceConvention.daily.perPeriod(annual: -1.5) == nil)
        #expect(PerformanceConvention.daily.perPeriod(annual: .nan) == nil)
    }

    @Test func `a portfolio returns to its targets at each month's end but the last`() throws {
        let dates = try ["2020-01-30", "2020-01-31", "2020-02-28", "2020-03-02"]
            .map { try CalendarDate($0) }
        let run = try MonthlyRebalance(
            targets: [0.5],
            returns: [[0], [1], [0], [-0.5]],
            dates: dates
        )
        // Doubled, a half is 2/3; the next month's end has nothing to trade.
        #expect(run.trades.map(\.date) == [dates[1], dates[2]])
        #expect(isNear(run.twoSidedTotal, 1.0 / 6) && isNear(run.oneWayTotal, 1.0 / 12))
        #expect(isNear(run.series.totalReturn, 1.5 * 0.75 - 1))
        #expect(throws: PerformanceError.self) {
            try MonthlyRebalance(targets: [1], returns: [[0.1, 0.1]], dates: [dates[0]])
        }
        #expect(try MonthlyRebalance(targets: [1], returns: [], dates: []).twoSidedMaximum == nil)
    }
}
