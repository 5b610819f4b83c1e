import Market
import Performance
import Testing

@testable import Reporting

/// Each figure on the page is the one that `Performance` computes, to the last digit written.
struct FiguresTests {
    private let input = Samples.input(cycles: 1_300, workers: 3)

    @Test func `the head shows the portfolio's and the benchmark's statistics`() throws {
        let text = TagReader(try ReportPage(input).html()).text
        let own = [input.portfolio.contributed] + input.portfolio.cycles.map(\.nav)
        let benchmark = try #require(input.benchmark)
        let other = [input.portfolio.contributed] + benchmark.nav
        for (values, prefix) in [(own, ""), (other, "benchmark ")] {
            let curve = try EquityCurve(values)
            let series = try curve.returns()
            let sharpe = try #require(series.sharpeRatio())
            let fall = try #require(curve.maximumDrawdown)
            let error = NumberText.ratio(sharpe.standardError)
            let total = NumberText.percent(series.totalReturn, isSigned: true)
            let annual = NumberText.percent(series.annualReturn(), isSigned: true)
            let figures = [
                total, annual, NumberText.percent(series.annualVolatility()),
                "\(NumberText.ratio(sharpe.value))\u{A0}±\u{A0}\(error)",
                NumberText.percent(fall.depth),
                NumberText(currency: "USD").amount(values[values.count - 1]),
            ]
            for figure in figures { #expect(text.contains(prefix + figure), "\(figure)") }
        }
    }

    @Test func `the drawdown carries the dates of peak, trough and recovery`() throws {
        let text = TagReader(try ReportPage(input).html()).text
        let dates = [input.portfolio.start] + input.portfolio.cycles.map(\.date)
        let values = [input.portfolio.contributed] + input.portfolio.cycles.map(\.nav)
        let fall = try #require(try EquityCurve(values).maximumDrawdown)
        let named = try fall.dates(on: dates)
        let words = text.split(separator: " ").joined(separator: " ")
        #expect(words.contains("from \(named.peak) to \(named.trough) ,"))
        if let recovery = named.recovery {
            #expect(words.contains("recovered on \(recovery) ."))
        } else {
            #expect(words.contains("not recovered yet"))
        }
    }

    @Test func `the monthly table holds every month and year of Performance`() throws {
        let page = try ReportPage(input).html()
        let values = [input.portfolio.contributed] + input.portfolio.cycles.map(\.nav)
        let series = try EquityCurve(values).returns()
        let months = try MonthlyReturns(series, dates: input.portfolio.cycles.map(\.date))
        let rows = page.split(separator: "</tr>").compactMap { $0.split(separator: "<tr>").last }
        for year in months.years {
            let row = try #require(
                rows.first { row in
                    row.hasPrefix("<th scope=\"row\">\(year.year)</th>") && !row.contains(",")
                        && row.split(separator: "<td").count == 14
                }
            )
            for figure in year.months.compactMap({ $0 }) + [year.total] {
                let text = NumberText.decimal(figure * 100, decimals: 2, isSigned: true)
                #expect(row.contains(">\(text)</td>"), "\(year.year): \(text)")
            }
        }
    }

    @Test func `a worker's row holds its own statistics and counts`() throws {
        let page = try ReportPage(input).html()
        for (index, worker) in input.workers.enumerated() {
            let series = try ReturnSeries(worker.returns.compactMap { $0 })
            let sharpe = try #require(series.sharpeRatio())
            let fall = try #require(EquityCurve(compounding: series).maximumDrawdown)
            let start = "<a href=\"#worker-\(index + 1)\">\(worker.name)</a><small>"
            let row = try #require(page.split(separator: start).last?.prefix { $0 != "\n" })
            let cells = row.prefix(upTo: try #require(row.firstRange(of: "</tr>")).lowerBound)
            let nav = try #require(worker.nav.last)
            for figure in [
                NumberText.whole(nav), NumberText.percent(series.totalReturn, isSigned: true),
                NumberText.percent(series.annualVolatility()),
                NumberText.ratio(sharpe.value), NumberText.ratio(sharpe.standardError),
                NumberText.percent(fall.depth), NumberText.count(worker.orders), "1,200", "17",
                "56",
            ] {
                #expect(cells.contains(figure), "\(worker.name): \(figure)")
            }
        }
    }

    @Test func `a worker that joins late is measured from then on`() throws {
        var input = Samples.input(cycles: 400, workers: 2)
        let whole = input.workers[1].returns
        for index in 0..<100 {
            input.workers[1].returns[index] = nil
            input.workers[1].nav[index] = 0
        }
        let series = try ReturnSeries(whole[100...].compactMap { $0 })
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains(NumberText.percent(series.totalReturn, isSigned: true)))
        #expect(text.contains(NumberText.percent(series.annualVolatility())))
    }

    @Test func `figures use the run's own periods of a year`() throws {
        var input = input
        input.run.convention = PerformanceConvention(periodsPerYear: 52)
        let values = [input.portfolio.contributed] + input.portfolio.cycles.map(\.nav)
        let series = try EquityCurve(values).returns()
        let volatility = series.annualVolatility(input.run.convention)
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains(NumberText.percent(volatility)))
        #expect(text.contains("A year has 52 cycles"))
    }

    @Test func `less than a year has no annual return`() throws {
        let series = try ReturnSeries([0.01, -0.02, 0.03])
        let figures = PerformanceFigures(
            curve: EquityCurve(compounding: series),
            series: series,
            convention: .daily
        )
        #expect(figures.annualReturn == nil)
        #expect(figures.calmar == nil)
        #expect(figures.volatility == series.annualVolatility())
        #expect(figures.sharpe == series.sharpeRatio())
    }
}
