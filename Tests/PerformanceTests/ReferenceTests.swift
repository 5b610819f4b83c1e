import Market
import Performance
import Testing

/// Against values that independent packages agree on; skipped where they don't lie beside the
/// package.
struct ReferenceTests {
    @Test(.enabled(if: ReferenceFiles.has("max_drawdown"), "no ../shared/reference here"))
    func `the deepest drawdown of a decade of prices is the peers'`() throws {
        let right = try ReferenceCase("max_drawdown")
        let rows = try johnson()
        let curve = try EquityCurve(rows.map(\.value))
        let drawdown = try #require(curve.maximumDrawdown)
        let dates = try drawdown.dates(on: rows.map(\.date))
        #expect(right.agrees(drawdown.depth, "max_drawdown"))
        #expect(dates.peak.description == right.text("peak"))
        #expect(dates.trough.description == right.text("trough"))
        #expect(dates.recovery?.description == right.text("recovery"))
        #expect(right.agrees(curve.currentDrawdown, "current_drawdown"))
        #expect(curve.drawdownEpisodes.contains(drawdown))
        let sessions = Double(drawdown.trough - drawdown.peak)
        #expect(right.agrees(sessions, "days_peak_to_trough_sessions"))
    }

    @Test(.enabled(if: ReferenceFiles.has("sharpe_sortino_calmar"), "no ../shared/reference here"))
    func `ratios of a decade of daily returns are the peers'`() throws {
        let right = try ReferenceCase("sharpe_sortino_calmar")
        let series = try EquityCurve(johnson().map(\.value)).returns()
        let convention = PerformanceConvention(periodsPerYear: 252, riskFreePerPeriod: 4e-5)
        #expect(right.agrees(series.sharpeRatio(convention)?.value, "sharpe"))
        #expect(right.agrees(series.sortinoRatio(convention), "sortino"))
        #expect(right.agrees(series.annualReturn(convention), "annual_return"))
        #expect(right.agrees(series.annualVolatility(convention), "annual_volatility"))
        #expect(right.agrees(series.calmarRatio(convention), "calmar"))
        let downside = series.downsideDeviation(convention)
        #expect(right.agrees(downside, "downside_deviation_annualised"))
    }

    @Test(.enabled(if: ReferenceFiles.has("omega_profit_winrate"), "no ../shared/reference here"))
    func `win rate, profit factor, payoff and omega are the peers'`() throws {
        let right = try ReferenceCase("omega_profit_winrate")
        let series = try EquityCurve(johnson().map(\.value)).returns()
        #expect(right.agrees(series.winRate, "win_rate"))
        #expect(right.agrees(series.profitFactor, "profit_factor"))
        #expect(right.agrees(series.payoffRatio, "payoff"))
        #expect(right.agrees(series.omegaRatio(), "omega_0"))
        let threshold = try #require(PerformanceConvention.daily.perPeriod(annual: 0.05))
        #expect(right.agrees(series.omegaRatio(threshold: threshold), "omega_5pct"))
        #expect(right.agrees(Double(series.returns.count { $0 == 0 }), "zero_days"))
    }

    @Test(.enabled(if: ReferenceFiles.has("monthly_hedge_fund"), "no ../shared/reference here"))
    func `figures of monthly returns are the peers'`() throws {
        let right = try ReferenceCase("monthly_hedge_fund")
        let rows = try ReferenceFiles.column(
            "Convertible Arbitrage",
            of: "hedge_fund/edhec_style_monthly.csv",
            from: "1997-01-31",
            to: "2008-12-31"
        )
        let series = try ReturnSeries(rows.map(\.value))
        let monthly = PerformanceConvention(periodsPerYear: 12)
        #expect(right.agrees(Double(series.count), "n"))
        #expect(right.agrees(series.annualReturn(monthly), "annual_return"))
        #expect(right.agrees(series.annualVolatility(monthly), "volatility"))
        #expect(right.agrees(series.sharpeRatio(monthly)?.value, "sharpe_rf0"))
        #expect(right.agrees(series.sortinoRatio(monthly), "sortino_0"))
        #expect(right.agrees(series.calmarRatio(monthly), "calmar"))
        #expect(right.agrees(series.skewness, "skewness"))
        #expect(right.agrees(series.kurtosis.map { $0 - 3 }, "excess_kurtosis"))
        let curve = EquityCurve(compounding: series)
        #expect(right.agrees(curve.ulcerIndex, "ulcer_index"))
        let drawdown = try #require(curve.maximumDrawdown)
        #expect(right.agrees(drawdown.depth, "max_drawdown"))
        // The curve starts one value before the first return.
        #expect(rows[drawdown.peak - 1].date.description == right.text("peak"))
        #expect(rows[drawdown.trough - 1].date.description == right.text("trough"))
        #expect(drawdown.recovery == nil)
        let table = try MonthlyReturns(series, dates: rows.map(\.date))
        #expect(table.years.count == 12)
        #expect(table.years[0].months[0].map { abs($0 - 0.0119) < 1e-15 } == true)
    }

    @Test(
        .enabled(
            if: ReferenceFiles.has("turnover_monthly_rebalance"),
            "no ../shared/reference here"
        )
    )
    func `turnover of a monthly rebalance is the peers'`() throws {
        let object = try ReferenceFiles.reference("turnover_monthly_rebalance")
        let data = object["data"] as? [String: Any] ?? [:]
        let parameters = object["parameters"] as? [String: Any] ?? [:]
        let symbols = data["symbols"] as? [String] ?? []
        let target = parameters["target_weights"] as? [Double] ?? []
        let prices = try symbols.map { symbol in
            try ReferenceFiles.column(
                "close",
                of: "etf_daily/\(symbol).csv",
                from: "2006-01-03",
                to: "2010-12-31"
            )
        }
        let dates = try #require(prices.first).map(\.date)
        #expect(prices.allSatisfy { $0.map(\.date) == dates })
        let returns = dates.indices.dropFirst().map { day in
            prices.map { $0[day].value / $0[day - 1].value - 1 }
        }
        let run = try MonthlyRebalance(
            targets: target,
            returns: returns,
            dates: Array(dates.dropFirst())
        )
        let right = try ReferenceCase("turnover_monthly_rebalance")
        #expect(right.agrees(Double(run.trades.count), "rebalances"))
        #expect(right.agrees(run.twoSidedTotal, "turnover_two_sided_total"))
        #expect(right.agrees(run.oneWayTotal, "turnover_one_way_total"))
        #expect(right.agrees(run.twoSidedMaximum, "turnover_two_sided_max"))
        #expect(right.agrees(run.series.totalReturn, "portfolio_return_total"))
        for (trade, key) in [(run.trades.first, "first"), (run.trades.last, "last")] {
            let row = right.expected[key] as? [Any] ?? []
            #expect(trade?.date.description == row.first as? String)
            #expect(abs((trade?.twoSided ?? 0) - (row.last as? Double ?? 1)) < 1e-11)
        }
    }

    private func johnson() throws -> [(date: CalendarDate, value: Double)] {
        try ReferenceFiles.column(
            "close",
            of: "us_long/JNJ.csv",
            from: "2000-01-03",
            to: "2009-12-31"
        )
    }
}
