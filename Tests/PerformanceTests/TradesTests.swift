import Market
import Performance
import Testing

struct TradesTests {
    /// Two wins of 4 and 2, a loss of 3, and one of nothing, held 1, 2, 3 and 6 days.
    private func four() throws -> TradeLots {
        TradeLots([
            try TradeLot(profit: 4, holdingDays: 1), try TradeLot(profit: -3, holdingDays: 2),
            try TradeLot(profit: 2, holdingDays: 3), try TradeLot(profit: 0, holdingDays: 6),
        ])
    }

    @Test func `figures of lots agree with those computed by hand`() throws {
        let lots = try four()
        #expect(lots.winRate == 0.5)
        #expect(lots.profitFactor == 2)
        #expect(lots.payoffRatio == 1)
        #expect(lots.expectancy == 0.75)
        // ½ × 3 + ½ × −3: the lot of nothing counts as a mean loss.
        #expect(lots.expectancyByRates == 0)
        #expect(lots.meanHoldingDays == 3)
        #expect(lots.netProfit == 3)
        #expect(lots.wins.median == 3 && lots.losses.median == -3)
    }

    @Test func `no lots have no figures`() {
        let none = TradeLots([])
        #expect(none.winRate == nil)
        #expect(none.profitFactor == nil)
        #expect(none.payoffRatio == nil)
        #expect(none.expectancy == nil)
        #expect(none.expectancyByRates == nil)
        #expect(none.meanHoldingDays == nil)
        #expect(none.wins.mean == nil && none.losses.median == nil)
        #expect(none.netProfit == 0)
    }

    @Test func `lots that only won have no profit factor`() throws {
        let won = TradeLots([try TradeLot(profit: 1, holdingDays: 0)])
        #expect(won.winRate == 1)
        #expect(won.profitFactor == nil)
        #expect(won.payoffRatio == nil)
        #expect(won.expectancyByRates == 1)
    }

    @Test func `a lot that ends before it began is refused`() throws {
        let day = try CalendarDate("2020-01-02")
        let before = try CalendarDate("2020-01-01")
        #expect(try TradeLot(profit: 1, entry: before, exit: day).holdingDays == 1)
        let error = #expect(throws: PerformanceError.self) {
            try TradeLot(profit: 1, entry: day, exit: before)
        }
        #expect(error?.code == .impossibleValue)
        for value in [Double.nan, .infinity] {
            let unknown = #expect(throws: PerformanceError.self) {
                try TradeLot(profit: value, holdingDays: 1)
            }
            #expect(unknown?.code == .notFinite)
        }
    }

    @Test func `profits beyond the largest double have no mean`() throws {
        let huge = TradeLots(
            try [Double.greatestFiniteMagnitude, .greatestFiniteMagnitude, -1e-300].map {
                try TradeLot(profit: $0, holdingDays: .greatestFiniteMagnitude)
            }
        )
        #expect(huge.netProfit == nil && huge.expectancy == nil && huge.profitFactor == nil)
        #expect(huge.meanHoldingDays == nil && huge.expectancyByRates == nil)
        #expect(huge.wins.median == .greatestFiniteMagnitude)
    }

    @Test func `a share of signals becomes trades`() throws {
        #expect(try SignalConversion.rate(signals: 8, trades: 2) == 0.25)
        #expect(try SignalConversion.rate(signals: 0, trades: 0) == nil)
        for (signals, trades) in [(1, 2), (1, -1), (-1, -1)] {
            let error = #expect(throws: PerformanceError.self) {
                try SignalConversion.rate(signals: signals, trades: trades)
            }
            #expect(error?.code == .impossibleValue)
        }
    }

    @Test(.enabled(if: ReferenceFiles.has("microcap_fifo_lots"), "no ../shared/reference here"))
    func `figures of published lots are the peers'`() throws {
        let right = try ReferenceCase("microcap_fifo_lots")
        let rows = right.parameters["lots"] as? [[Any]] ?? []
        let lots = TradeLots(
            try rows.map { row in
                let profit = try #require(row[6] as? Double)
                let entry = try CalendarDate(try #require(row[1] as? String))
                let exit = try CalendarDate(try #require(row[2] as? String))
                let lot = try TradeLot(profit: profit, entry: entry, exit: exit)
                #expect(lot.holdingDays == row[7] as? Double)
                return lot
            }
        )
        #expect(right.agrees(Double(lots.count), "count"))
        #expect(right.agrees(lots.winRate, "win_rate"))
        #expect(right.agrees(lots.wins.mean, "avg_win"))
        #expect(right.agrees(lots.losses.mean, "avg_loss"))
        #expect(right.agrees(lots.wins.median, "median_win"))
        #expect(right.agrees(lots.losses.median, "median_loss"))
        #expect(right.agrees(lots.profitFactor, "profit_factor"))
        #expect(right.agrees(lots.expectancy, "expectancy"))
        #expect(right.agrees(lots.expectancyByRates, "expectancy_published"))
        #expect(right.agrees(lots.meanHoldingDays, "avg_holding_days"))
        #expect(right.agrees(lots.netProfit, "net_pnl"))
    }
}
