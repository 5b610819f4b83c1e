import Testing

@testable import Reporting

/// Costs and forecasts on the page are the sums of what was traded and decided.
struct CostFiguresTests {
    @Test func `costs add up over workers and cycles`() throws {
        let input = Samples.input(cycles: 100, workers: 3)
        let costs = TradingCosts(input.workers, cycles: 0..<100)
        #expect(costs.fills == 60)
        #expect(costs.traded == 300_000 && costs.slippage == 240 && costs.commission == 30)
        #expect(abs((costs.basisPoints ?? 0) - 9) < 1e-12)
        #expect(TradingCosts(input.workers, cycles: 1..<10).basisPoints == nil)
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains("300,000") && text.contains("9.00 basis points"))
    }

    @Test func `a run without known trades says so`() throws {
        var input = Samples.input(cycles: 100, workers: 1)
        input.workers[0].trades = []
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains("Nothing was traded"))
    }

    @Test func `forecasts are right where both returns have one sign`() {
        var forecasts = ReportInput.Forecasts()
        for (expected, realised) in [(0.01, 0.02), (-0.01, -0.5), (0.01, -0.02), (0.01, 0)] {
            forecasts.add(expected: expected, realised: realised)
        }
        #expect(forecasts.count == 4 && forecasts.right == 2)
        #expect(abs(forecasts.realised - -0.5) < 1e-12)
    }

    @Test func `a strategy has a line for each worker that trades it`() throws {
        var input = Samples.input(cycles: 300, workers: 3)
        input.workers[1].strategies.removeLast()
        let page = try ReportPage(input).html()
        let tags = TagReader(page)
        #expect(tags.fault == nil)
        #expect(tags.ids.contains("strategy-2") && !tags.ids.contains("strategy-3"))
        #expect(tags.text.contains("50.00\u{A0}%"))
    }

    @Test func `capital moved is added up by year and worker`() throws {
        var input = Samples.input(cycles: 400, workers: 2)
        let dates = [input.portfolio.cycles[10].date, input.portfolio.cycles[390].date]
        for (index, date) in dates.enumerated() {
            input.transfers.append(
                .init(
                    id: "T-\(index)",
                    cycle: index,
                    date: date,
                    worker: "worker_0",
                    direction: index == 0 ? .grant : .recall,
                    amount: 123_456,
                    proposal: "",
                    reason: ""
                )
            )
        }
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains("2 transfers: 123,456\u{A0}USD granted"))
        #expect(text.contains("and 123,456\u{A0}USD recalled"))
    }

    @Test func `details of a worker that can't be shown are refused by name`() throws {
        var short = Samples.input(cycles: 5, workers: 1)
        short.workers[0].trades.removeLast()
        var mute = Samples.input(cycles: 5, workers: 1)
        mute.workers[0].positions[0].value = .infinity
        var uneven = Samples.input(cycles: 5, workers: 1)
        uneven.workers[0].strategies[0].shares.removeLast()
        let cases: [(ReportInput, ReportingError.Code, String)] = [
            (short, .countMismatch, "traded amounts"), (mute, .amountOutOfRange, "AAPL"),
            (uneven, .countMismatch, "strategy momentum"),
        ]
        for (input, code, words) in cases {
            let error = try #require(throws: ReportingError.self) {
                try ReportPage(input).html()
            }
            #expect(error.code == code && error.message.contains(words), "\(error.message)")
        }
    }
}
