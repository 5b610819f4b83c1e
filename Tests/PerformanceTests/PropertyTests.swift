import Foundation
import LinearAlgebra
import Market
import Performance
import Testing

/// What holds for any returns, on drawn ones, on the package's own prices and on hostile ones.
struct PropertyTests {
    @Test(arguments: 1...20) func `figures follow scale, order and sign`(seed: UInt64) throws {
        var random = Xoshiro256(seed: seed)
        let values = (0..<(10 + Int(random.next() % 200))).map { _ in 0.02 * random.normal() }
        let series = try ReturnSeries(values)
        let doubled = try ReturnSeries(values.map { 2 * $0 })
        let reversed = try ReturnSeries(values.reversed())
        #expect(agree(doubled.sharpeRatio()?.value, series.sharpeRatio()?.value), "seed \(seed)")
        #expect(agree(doubled.sortinoRatio(), series.sortinoRatio()), "seed \(seed)")
        #expect(agree(doubled.omegaRatio(), series.omegaRatio()), "seed \(seed)")
        #expect(agree(doubled.payoffRatio, series.payoffRatio), "seed \(seed)")
        #expect(agree(doubled.skewness, series.skewness), "seed \(seed)")
        #expect(agree(reversed.kurtosis, series.kurtosis), "seed \(seed)")
        #expect(agree(reversed.totalReturn, series.totalReturn), "seed \(seed)")
        #expect(agree(series.omegaRatio(), series.profitFactor), "seed \(seed)")
        let odds = (series.winRate ?? 0) / (1 - (series.winRate ?? 0))
        #expect(agree(series.payoffRatio.map { $0 * odds }, series.profitFactor), "seed \(seed)")
        let kurtosis = series.kurtosis ?? 0
        let skewness = series.skewness ?? 0
        #expect(kurtosis >= 1 + skewness * skewness - 1e-12, "seed \(seed)")
        let itself = try BenchmarkComparison(series, to: series)
        #expect(agree(itself.beta, 1) && itself.trackingError() == 0, "seed \(seed)")
        let twice = try BenchmarkComparison(doubled, to: series)
        #expect(agree(twice.beta, 2), "seed \(seed)")
        #expect(agree(twice.trackingError(), series.annualVolatility()), "seed \(seed)")
    }

    @Test(arguments: 1...20) func `episodes cover every value under water once`(
        seed: UInt64
    ) throws {
        var random = Xoshiro256(seed: seed)
        let values = (0..<200).map { _ in Double(1 + random.next() % 9) }
        let curve = try EquityCurve(values)
        let episodes = curve.drawdownEpisodes
        let falls = curve.drawdowns
        let covered = episodes.flatMap { Array($0.peak + 1..<($0.recovery ?? values.count)) }
        #expect(covered == falls.indices.filter { falls[$0] < 0 }, "seed \(seed)")
        for episode in episodes {
            let range = episode.peak..<(episode.recovery ?? values.count)
            #expect(falls[range].min() == episode.depth, "seed \(seed)")
        }
        let deepest = episodes.map(\.depth).min()
        #expect(curve.maximumDrawdown?.depth == deepest, "seed \(seed)")
        #expect(episodes.first { $0.depth == deepest } == curve.maximumDrawdown, "seed \(seed)")
    }

    @Test func `betas and alphas of the repository's shares average to those of all`() throws {
        let (dates, prices) = try shares()
        let returns = try prices.map { try EquityCurve($0).returns() }
        let all = try ReturnSeries(
            (1..<dates.count).map { day in
                returns.reduce(0) { $0 + $1.returns[day - 1] } / Double(returns.count)
            }
        )
        let comparisons = try returns.map { try BenchmarkComparison($0, to: all) }
        let betas = comparisons.compactMap(\.beta)
        let alphas = comparisons.compactMap { $0.alpha() }
        #expect(betas.count == 20 && alphas.count == 20)
        // An equally weighted portfolio has a beta of 1 and no alpha against itself.
        #expect(abs(betas.reduce(0, +) / 20 - 1) < 1e-12)
        #expect(abs(alphas.reduce(0, +)) < 1e-12)
        let monthly = try MonthlyRebalance(
            targets: Array(repeating: 0.05, count: 20),
            returns: (1..<dates.count).map { day in returns.map { $0.returns[day - 1] } },
            dates: Array(dates.dropFirst())
        )
        let months = Set(dates.dropFirst().map { "\($0.description.prefix(7))" })
        #expect(monthly.trades.count == months.count - 1)
        // It holds the same shares with weights that drifted for less than a month.
        let beside = try BenchmarkComparison(monthly.series, to: all)
        #expect(abs((beside.beta ?? 0) - 1) < 0.02)
        #expect((beside.correlation ?? 0) > 0.99)
    }

    @Test func `daily profits and weekly returns of the repository's shares add up`() throws {
        let (dates, prices) = try shares()
        let curve = try EquityCurve(prices[0])
        let profits = try curve.dailyProfits(dates: dates)
        let sum = profits.reduce(0) { $0 + $1.profit }
        let (first, last) = (try #require(curve.values.first), try #require(curve.values.last))
        #expect(abs(sum - (last - first)) < 1e-9)
        let weeks = try curve.weeklyReturns(dates: dates)
        #expect(weeks.allSatisfy { $0.monday.weekday == 0 })
        let firstWeek = try #require(dates.firstIndex { $0 >= weeks[0].monday })
        let compounded = weeks.reduce(1) { $0 * (1 + $1.value) }
        #expect(abs(compounded / (last / curve.values[firstWeek - 1]) - 1) < 1e-10)
    }

    @Test(arguments: 1...60) func `hostile returns have finite figures or none`(
        seed: UInt64
    ) throws {
        var random = Xoshiro256(seed: seed)
        let palette = [
            0, -0.0, -1, 1e308, 1e-308, -1e-308, Double.leastNonzeroMagnitude,
            .greatestFiniteMagnitude, 0.01, -0.01, 1,
            1e154, -0.999_999_999_999_999_9,
        ]
        let count = Int(random.next() % 7)
        func draw() -> [Double] {
            (0..<count).map { _ in palette[Int(random.next() % UInt64(palette.count))] }
        }
        let (series, benchmark) = (try ReturnSeries(draw()), try ReturnSeries(draw()))
        let curve = EquityCurve(compounding: series)
        let comparison = try BenchmarkComparison(series, to: benchmark)
        let convention = PerformanceConvention(periodsPerYear: 252, riskFreePerPeriod: 1e-4)
        let evidence = series.sharpeEvidence()
        let sharpe = series.sharpeRatio(convention)
        let figures: [Double?] = [
            series.totalReturn, series.annualReturn(), series.annualVolatility(), sharpe?.value,
            sharpe?.standardError, series.sortinoRatio(convention), series.downsideDeviation(),
            series.calmarRatio(), series.winRate, series.profitFactor, series.payoffRatio,
            series.omegaRatio(threshold: 0.001), series.skewness, series.kurtosis,
            curve.maximumDrawdown?.depth, curve.currentDrawdown, curve.ulcerIndex,
            comparison.beta, comparison.alpha(convention), comparison.correlation,
            comparison.trackingError(), comparison.informationRatio(),
            comparison.treynorRatio(convention), evidence?.sharpe, evidence?.probability(),
            evidence?.minimumTrackRecord(), evidence?.deflated(byTrials: series.returns),
            series.rollingVolatility(window: 2).last ?? nil,
        ]
        for (index, figure) in figures.enumerated() {
            #expect(figure?.isFinite ?? true, "figure \(index), seed \(seed)")
        }
        let dates = curve.values.indices.map { CalendarDate(dayNumber: 20 * $0) }
        let months = try MonthlyReturns(series, dates: Array(dates.dropFirst()))
        #expect(months.years.allSatisfy { $0.total.isFinite }, "seed \(seed)")
        do {
            let weeks = try curve.weeklyReturns(dates: dates)
            #expect(weeks.allSatisfy { $0.value.isFinite }, "seed \(seed)")
            let run = try MonthlyRebalance(
                targets: series.returns,
                returns: [benchmark.returns, benchmark.returns],
                dates: [CalendarDate(dayNumber: 30), CalendarDate(dayNumber: 31)]
            )
            #expect(run.twoSidedTotal.isFinite, "seed \(seed)")
        } catch {
            #expect(!error.message.isEmpty, "seed \(seed)")
        }
    }

    private func agree(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return false }
        return abs(left - right) <= 1e-10 * max(1, abs(right))
    }

    /// The first thousand days of the closes that ship with the package.
    private func shares() throws -> (dates: [CalendarDate], prices: [[Double]]) {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "topology/data/sp500/closes.csv")
        let rows = try String(contentsOf: file, encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().prefix(1_000)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let dates = try rows.map { try CalendarDate(String($0[0])) }
        let prices = try (1...20).map { column in
            try rows.map { try #require(Double($0[column])) }
        }
        return (dates, prices)
    }
}
