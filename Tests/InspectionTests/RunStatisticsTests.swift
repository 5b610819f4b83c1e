import Inspection
import Market
import Performance
import Testing

@Suite struct RunStatisticsTests {
    @Test func `figures of four cycles are those computed by hand`() throws {
        let figures = try RunStatistics(values: [100, 110, 99, 108.9, 108.9], periodsPerYear: 252)
        // Returns 0.1, −0.1, 0.1, 0: mean 0.025, sample deviation √0.0091666…
        #expect(abs(try #require(figures.totalReturn) - 0.089) < 1e-12)
        #expect(abs(try #require(figures.volatility) - 1.519_868_415_357_066) < 1e-9)
        #expect(abs(try #require(figures.sharpe?.value) - 4.145_095_678_246_544) < 1e-9)
        #expect(abs(try #require(figures.drawdown) - 0.1) < 1e-12)
    }

    @Test func `a run without cycles has no figures`() throws {
        let figures = try RunStatistics(returns: [], periodsPerYear: 252)
        #expect(figures.totalReturn == nil)
        #expect(figures.volatility == nil)
        #expect(figures.sharpe == nil)
        #expect(figures.drawdown == nil)
    }

    @Test func `cycles without a change have no Sharpe ratio and no drawdown`() throws {
        let figures = try RunStatistics(returns: [0, 0, 0], periodsPerYear: 12)
        #expect(figures.totalReturn == 0)
        #expect(figures.volatility == 0)
        #expect(figures.sharpe == nil)
        #expect(figures.drawdown == 0)
    }

    @Test func `losing more than everything is refused`() {
        #expect(throws: PerformanceError.self) {
            try RunStatistics(returns: [0.1, -1.2], periodsPerYear: 252)
        }
    }
}

@Suite struct HoldBenchmarkTests {
    private func series(_ symbol: String, from day: Int, _ closes: [Int64]) throws -> BarSeries {
        try BarSeries(
            instrument: Instrument(id: InstrumentID(symbol)),
            bars: closes.enumerated().map { index, close in
                Bar(knownAt: moment(day + index), close: Price(micros: close * microsPerUnit))
            }
        )
    }

    private func moment(_ day: Int) -> Timestamp {
        Timestamp(date: CalendarDate(dayNumber: day))
    }

    @Test func `equal parts are bought at the first close and held`() throws {
        let values = HoldBenchmark.values(
            of: [try series("A", from: 1, [10, 20, 30]), try series("B", from: 1, [10, 10, 5])],
            at: [moment(1), moment(2), moment(3)]
        )
        #expect(values == [1, 1, 1.5, 1.75])
    }

    @Test func `what comes later waits as cash, and what ends keeps its last price`() throws {
        let values = HoldBenchmark.values(
            of: [try series("A", from: 1, [10, 20]), try series("B", from: 2, [8, 16])],
            at: [moment(1), moment(2), moment(3), moment(4)]
        )
        #expect(values == [1, 1, 1.5, 2, 2])
    }

    @Test func `nothing to hold has no value`() {
        #expect(HoldBenchmark.values(of: [], at: [moment(1)]).isEmpty)
    }
}
