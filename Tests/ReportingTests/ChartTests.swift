import Market
import Testing

@testable import Reporting

struct ChartTests {
    @Test(arguments: [
        ([0.0, 100.0], [0.0, 20, 40, 60, 80, 100]), ([-0.31, 0.0], [-0.4, -0.3, -0.2, -0.1, 0]),
    ])
    func `linear ticks are round and cover the values`(values: [Double], ticks: [Double]) {
        let scale = ValueScale.linear(values)
        #expect(scale.ticks.count == ticks.count)
        for (tick, expected) in zip(scale.ticks, ticks) { #expect(abs(tick - expected) < 1e-12) }
        #expect(scale.low <= values[0] && scale.high >= values[1])
    }

    @Test func `a range of more than five times is shown by ratio`() {
        let scale = ValueScale.automatic([9.2, 107])
        #expect(scale.isLogarithmic)
        #expect(scale.ticks == [10, 20, 50, 100])
        #expect(
            abs(
                scale.fraction(20) - scale.fraction(10) - scale.fraction(100)
                    + scale.fraction(50)
            ) < 1e-12
        )
        #expect(!ValueScale.automatic([10, 49]).isLogarithmic)
        #expect(!ValueScale.automatic([0, 49]).isLogarithmic)
    }

    @Test(arguments: [[7.0], [0, 0], [1e15, 1e15], [1e-9, 2e-9], [-5, -5], [1e-300, 2e-300]])
    func `flat, tiny and huge values have a scale`(values: [Double]) {
        let scale = ValueScale.automatic(values)
        #expect(scale.low < scale.high)
        #expect((2...12).contains(scale.ticks.count))
        for value in values { #expect((0...1).contains(scale.fraction(value))) }
    }

    @Test(arguments: [0, 1, 9, 40, 100, 500, 3_000, 12_000, 60_000])
    func `date ticks are few, ascending and inside`(days: Int) {
        let first = CalendarDate(dayNumber: 7_306)
        let scale = DateScale(first: first, last: CalendarDate(dayNumber: 7_306 + days))
        for maximum in [4, 12] {
            let ticks = scale.ticks(atMost: maximum)
            #expect((1...maximum + 1).contains(ticks.count), "\(days) days: \(ticks.count)")
            #expect(ticks.map(\.date) == ticks.map(\.date).sorted())
            for tick in ticks { #expect((0...1).contains(scale.fraction(tick.date))) }
        }
    }

    @Test func `thinning keeps both ends and every bucket's extremes`() {
        let dates = (0..<8_312).map { CalendarDate(dayNumber: $0) }
        var values = dates.indices.map { Double($0 % 97) }
        values[4_321] = -50
        values[6_543] = 500
        let scale = DateScale(first: dates[0], last: dates[8_311])
        let kept = Thinning.extremes(values, at: dates, on: scale, buckets: 100)
        #expect(kept.count <= 202)
        #expect(kept == kept.sorted() && Set(kept).count == kept.count)
        #expect(kept.first == 0 && kept.last == 8_311)
        #expect(kept.contains(4_321) && kept.contains(6_543))
        let lasts = Thinning.lasts(at: dates, on: scale, buckets: 100)
        #expect(lasts.first == 0 && lasts.last == 8_311 && lasts.count <= 101)
    }

    @Test func `names at the ends of lines don't cover one another`() {
        let places = [10.0, 11, 12, 100, 101, 299, 299]
        let spread = EndLabels.spread(places, top: 10, bottom: 300)
        for index in spread.indices.dropFirst() {
            #expect(spread[index] - spread[index - 1] >= EndLabels.gap - 1e-9)
        }
        #expect(spread.allSatisfy { (10...300).contains($0) })
    }

    @Test func `thirty-two layers look different from one another`() {
        let looks = (0..<32).map { "\(Inks.colour($0)) \(Inks.pattern($0))" }
        #expect(Set(looks).count == 32)
    }

    @Test func `long names lose their middle`() {
        #expect(ChartSize.shortened("industrial_4", to: 11) == "industr…l_4")
        #expect(ChartSize.shortened("tech", to: 11) == "tech")
    }

    @Test func `numbers have separators, signs and units`() {
        let numbers = NumberText(currency: "USD")
        #expect(numbers.money(1_234_567.891) == "1,234,567.89\u{A0}USD")
        #expect(numbers.money(-0.5, isSigned: true) == "−0.50\u{A0}USD")
        #expect(numbers.amount(1_234_567.891) == "1,234,568\u{A0}USD")
        #expect(numbers.amount(-99_999.999) == "−100,000.00\u{A0}USD")
        #expect(NumberText.percent(0.12345, isSigned: true) == "+12.34\u{A0}%")
        #expect(NumberText.percent(-0.00001) == "0.00\u{A0}%")
        #expect(NumberText.percent(nil) == "—")
        #expect(NumberText.whole(999.5) == "1,000")
        #expect(NumberText.count(-1_000) == "−1,000")
        #expect(NumberText.count(.min) == "−9,223,372,036,854,775,808")
        #expect(NumberText.ratio(0.006) == "0.01")
    }

    @Test func `coordinates have one decimal at most`() {
        #expect(coordinate(-0.26) == "-0.3")
        #expect(coordinate(12.96) == "13")
        #expect(coordinate(0) == "0")
    }

    @Test func `shares add up to one, and to nothing where nothing is held`() throws {
        var input = Samples.input(cycles: 3, workers: 2)
        input.portfolio.cycles[1] = .init(date: input.portfolio.cycles[1].date, nav: 0)
        input.workers[0].nav[1] = 0
        input.workers[1].nav[1] = -5
        input.portfolio.cycles[2].nav = 0
        let chart = AllocationChart(evaluation: try Evaluation(input))
        #expect(abs(chart.shares(0).reduce(0, +) - 1) < 1e-12)
        #expect(chart.shares(1) == [0, 0, 0, 0])
        #expect(chart.summary.contains("below zero"))
    }
}
