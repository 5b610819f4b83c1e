import LinearAlgebra
import Performance
import Risk
import Testing

@testable import Reporting

/// Risk on the page is what `Risk` computes of the run's own returns.
struct RiskFiguresTests {
    private let input = Samples.input(cycles: 1_300, workers: 3)

    @Test func `a forecast of loss rests on the returns before it and on no other`() throws {
        let returns = try Evaluation(input).portfolio.series.returns
        var changed = returns
        for index in 700..<returns.count { changed[index] *= -3 }
        for method in TailForecasts.Method.allCases {
            let first = try TailForecasts(method, returns: returns, window: 252, confidence: 0.95)
            let second = try TailForecasts(method, returns: changed, window: 252, confidence: 0.95)
            #expect(first.values.count == returns.count - 252)
            // The forecast for return 700 is the last that knows nothing of the change.
            #expect(first.values[...448] == second.values[...448])
            #expect(first.values[449...] != second.values[449...])
        }
    }

    @Test func `the back-test shows the tests of Risk for every method`() throws {
        let text = TagReader(try ReportPage(input).html()).text
        let returns = try Evaluation(input).portfolio.series.returns
        for confidence in [0.95, 0.99] {
            var forecasts: [Double] = []
            for index in 252..<returns.count {
                let past = Array(returns[(index - 252)..<index])
                forecasts.append(
                    try HistoricalTail(returns: past, confidence: confidence).valueAtRisk
                )
            }
            let test = try CoverageTest(
                returns: Array(returns[252...]),
                valuesAtRisk: forecasts,
                confidence: confidence
            )
            let words = text.split(separator: " ").joined(separator: " ")
            let share = NumberText.percent(Double(test.breaches) / Double(test.observations))
            let p = NumberText.decimal(test.kupiec.pValue, decimals: 3)
            #expect(words.contains("\(test.breaches) \(share) \(p)"))
        }
    }

    @Test func `an expansion that has left its domain has no expected shortfall`() throws {
        // Nearly normal, with tails a little fatter.
        var returns = (0..<500).map { index in
            let normal = NormalDistribution.quantile((Double(index) + 0.5) / 500)
            return 0.01 * normal * (1 + 0.02 * normal * normal)
        }
        #expect(try TailFigures(.cornishFisher, returns, 0.95).expectedShortfall != nil)
        returns[100] = -0.2
        #expect(try TailFigures(.cornishFisher, returns, 0.99).expectedShortfall == nil)
        #expect(try TailFigures(.historical, returns, 0.99).expectedShortfall != nil)
    }

    @Test func `contributions sum to one and are those of Risk`() throws {
        let evaluation = try Evaluation(input)
        let all = try WorkerRisk(evaluation: evaluation).contributions(window: 252)
        let last = try #require(all.last)
        #expect(all.count > 40)
        for one in all { #expect(abs(one.shares.reduce(0, +) - 1) < 1e-9) }
        var returns = Matrix(rows: 252, columns: 3)
        for (column, worker) in input.workers.enumerated() {
            for (row, value) in worker.returns.suffix(252).enumerated() {
                returns[row, column] = try #require(value)
            }
        }
        let estimate = try CovarianceEstimate.sample(try ReturnPanel(returns))
        let nav = try #require(input.portfolio.cycles.last?.nav)
        let risk = try PortfolioRisk(
            weights: try input.workers.map { try #require($0.nav.last) / nav },
            covariance: estimate.covariance
        )
        for (share, expected) in zip(last.shares, risk.shares) {
            #expect(abs(share - expected) < 1e-12)
        }
        #expect(abs(last.volatility - risk.volatility * 252.0.squareRoot()) < 1e-12)
    }

    @Test func `a worker that never moves is left out of correlations`() throws {
        var input = input
        for index in input.workers[1].returns.indices { input.workers[1].returns[index] = 0 }
        let found = try WorkerRisk(evaluation: Evaluation(input)).correlation()
        #expect(found.workers == [0, 2])
        #expect(found.matrix[0, 0] == 1)
        #expect(TagReader(try ReportPage(input).html()).fault == nil)
    }

    @Test func `a worker that joined in the window has no part in the risk`() throws {
        var input = input
        for index in 0..<1_200 {
            input.workers[2].returns[index] = nil
            input.workers[2].nav[index] = 0
        }
        let risk = WorkerRisk(evaluation: try Evaluation(input))
        let last = try #require(try risk.contributions(window: 252).last)
        #expect(last.shares[2] == 0 && last.weights[2] > 0)
        #expect(abs(last.shares.reduce(0, +) - 1) < 1e-9)
        #expect(try risk.correlation().cycles == 100)
    }

    @Test func `rolling ratios carry their standard errors`() throws {
        let text = TagReader(try ReportPage(input).html()).text
        let series = try Evaluation(input).portfolio.series
        let last = try #require(series.rollingSharpeRatio(window: 252).last ?? nil)
        #expect(text.contains(sharpeText(last)))
        #expect(text.contains("95 % interval"))
    }
}
