import Market
import Testing

@testable import Trading

struct MarketViewTests {
    private func series(_ symbol: String, _ bars: [Bar]) throws -> BarSeries {
        try BarSeries(instrument: Instrument(id: InstrumentID(symbol)), bars: bars)
    }

    @Test func `instruments stand in order of symbol whatever the order given`() throws {
        let view = MarketView(
            series: [
                try series("XOM", [try bar(0, "3")]), try series("AAPL", [try bar(0, "1")]),
                try series("JNJ", [try bar(0, "2")]),
            ]
        )
        #expect(view.instruments.map(\.id.symbol) == ["AAPL", "JNJ", "XOM"])
        #expect(try view.index(of: InstrumentID("XOM")) == 2)
        let error = #expect(throws: TradingError.self) {
            try view.index(of: InstrumentID("TSLA"))
        }
        #expect(error?.code == .unknownInstrument)
    }

    @Test func `nothing is known before the first step`() throws {
        let view = MarketView(series: [try series("A", [try bar(0, "1")])])
        #expect(view.latest == [nil])
        #expect(view.previousClose == [nil])
    }

    @Test func `a step holds the bars of one moment, calendars may differ`() throws {
        var view = MarketView(
            series: [
                try series("A", [try bar(0, "10"), try bar(2, "12")]),
                try series("B", [try bar(1, "20"), try bar(2, "22")]),
            ]
        )
        var steps: [MarketStep] = []
        while let step = view.advance(through: day(9)) { steps.append(step) }
        #expect(steps.map(\.index) == [0, 1, 2])
        #expect(steps.map(\.at) == [day(0), day(1), day(2)])
        let closes = steps.map { $0.bars.map { $0?.close.decimalString } }
        #expect(closes == [["10.00", nil], [nil, "20.00"], ["12.00", "22.00"]])
        #expect(view.latest.map { $0?.close.decimalString } == ["12.00", "22.00"])
        #expect(view.previousClose.map { $0?.decimalString } == ["10.00", "20.00"])
    }

    @Test func `a bar after the limit stays unknown`() throws {
        var view = MarketView(
            series: [try series("A", [try bar(0, "10"), try bar(1, "11"), try bar(2, "12")])]
        )
        #expect(view.advance(through: day(0))?.at == day(0))
        #expect(view.advance(through: day(0)) == nil)
        #expect(view.advance(through: day(1).advanced(byNanoseconds: -1)) == nil)
        #expect(view.latest[0]?.close.decimalString == "10.00")
        #expect(view.advance(through: day(1))?.index == 1)
        #expect(view.previousClose[0]?.decimalString == "10.00")
    }

    @Test func `the end of time is a limit like any other`() throws {
        var view = MarketView(series: [try series("A", [try bar(0, "10")])])
        #expect(view.advance(through: Timestamp(nanoseconds: .max))?.at == day(0))
        #expect(view.advance(through: Timestamp(nanoseconds: .max)) == nil)
    }

    @Test func `a market without instruments or bars has no steps`() throws {
        var none = MarketView(series: [])
        #expect(none.advance(through: day(9)) == nil)
        var empty = MarketView(series: [try series("A", [])])
        #expect(empty.advance(through: day(9)) == nil)
    }
}
