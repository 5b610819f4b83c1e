import Market
import Performance
import Reporting
import Testing

/// Inputs with almost nothing in them, and those that can't be shown.
struct EdgeTests {
    @Test(arguments: [1, 2, 3, 20], [0, 1, 40])
    func `short runs and any number of workers give a page`(cycles: Int, workers: Int) throws {
        for hasBenchmark in [false, true] {
            let input = Samples.input(cycles: cycles, workers: workers, hasBenchmark: hasBenchmark)
            let tags = TagReader(try ReportPage(input).html())
            #expect(tags.fault == nil)
            #expect(tags.text.contains("less than a year of cycles"))
            #expect(tags.text.contains("No capital moved"))
            #expect(!tags.text.contains("nan") && !tags.text.contains("inf"))
        }
    }

    @Test func `a run that never moves has no Sharpe ratio and no fall`() throws {
        var input = Samples.input(cycles: 300, workers: 0, hasBenchmark: false)
        for index in input.portfolio.cycles.indices {
            input.portfolio.cycles[index].nav = input.portfolio.contributed
        }
        let tags = TagReader(try ReportPage(input).html())
        #expect(tags.fault == nil)
        #expect(tags.text.contains("never fell"))
        #expect(tags.text.contains("never stood below"))
    }

    @Test func `a run that loses everything is shown`() throws {
        var input = Samples.input(cycles: 300, workers: 1)
        for index in 200..<300 {
            input.portfolio.cycles[index].nav = 0
            input.portfolio.cycles[index].treasury = 0
            input.portfolio.cycles[index].inTransit = 0
            input.workers[0].nav[index] = 0
            input.workers[0].returns[index] = index == 200 ? -1 : 0
        }
        let tags = TagReader(try ReportPage(input).html())
        #expect(tags.fault == nil)
        #expect(tags.text.contains("−100.00\u{A0}%"))
    }

    @Test func `only the latest transfers are shown and the rest are counted`() throws {
        var input = Samples.input(cycles: 5, workers: 1)
        input.transfers = (1...1_240).map { number in
            ReportInput.Transfer(
                id: "T-\(number)",
                cycle: number,
                date: input.portfolio.start,
                worker: "worker_0",
                direction: .recall,
                amount: 1_234.5,
                proposal: "P-1",
                reason: "towards the target"
            )
        }
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains("T-1240") && text.contains("T-1226"))
        #expect(!text.contains("T-1225"))
        #expect(text.contains("1,225 older transfers are left out"))
        #expect(text.contains("1,234.50"))
    }

    @Test func `checks are listed by what they denied, with the stages beside them`() throws {
        var input = Samples.input(cycles: 5, workers: 1)
        input.denials = [
            .init(code: "stale_data", denied: 1, resized: 0),
            .init(code: "position_weight", denied: 3, resized: 9),
        ]
        input.funnel.signals = 200
        input.funnel.sized = 50
        let text = TagReader(try ReportPage(input).html()).text
        let first = try #require(text.firstRange(of: "position_weight"))
        let second = try #require(text.firstRange(of: "stale_data"))
        #expect(first.lowerBound < second.lowerBound)
        #expect(text.contains("75.00\u{A0}%"))
        #expect(text.contains("sized 50, 25.00\u{A0}% of signals"))
    }

    @Test func `parts that miss the net asset value are told`() throws {
        var input = Samples.input(cycles: 5, workers: 1)
        input.portfolio.cycles[3].treasury -= 12.5
        let text = TagReader(try ReportPage(input).html()).text
        #expect(text.contains("by 12.50\u{A0}USD at most"))
    }

    @Test func `what can't be shown is refused by name`() throws {
        var uneven = Samples.input(cycles: 5, workers: 2)
        uneven.workers[1].nav.removeLast()
        var mute = Samples.input(cycles: 5, workers: 2)
        mute.portfolio.cycles[2].treasury = .nan
        var backwards = Samples.input(cycles: 5, workers: 2)
        backwards.portfolio.cycles.swapAt(1, 4)
        var negative = Samples.input(cycles: 5, workers: 2)
        negative.portfolio.cycles[2].nav = -1
        var explosive = Samples.input(cycles: 5, workers: 2)
        explosive.workers[0].returns = [1e300, 1e300, 1e300, 0, 0]
        let cases: [(ReportInput, ReportingError.Code, String)] = [
            (Samples.input(cycles: 0, workers: 0), .nothingToReport, "no finished cycle"),
            (uneven, .countMismatch, "worker_1: 4 for 5 cycles"),
            (mute, .amountOutOfRange, "nan"),
            (backwards, .datesOutOfOrder, "oldest first"),
            (negative, .impossibleFigures, "the portfolio"),
            (explosive, .impossibleFigures, "worker worker_0"),
        ]
        for (input, code, words) in cases {
            let error = try #require(throws: ReportingError.self) {
                try ReportPage(input).html()
            }
            #expect(error.code == code)
            #expect(error.message.contains(words), "\(error.message)")
            #expect((error.cause != nil) == (code == .impossibleFigures))
        }
    }
}
