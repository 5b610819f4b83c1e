import Market
import Performance
import Testing

/// Benchmark-relative figures against values that independent packages agree on.
struct BenchmarkReferenceTests {
    @Test(.enabled(if: ReferenceFiles.has("benchmark_relative"), "no ../shared/reference here"))
    func `a share against its index has the peers' figures`() throws {
        let right = try ReferenceCase("benchmark_relative")
        let share = try closes("JNJ")
        let index = try closes("SP500")
        let dates = Set(index.map(\.date)).intersection(share.map(\.date))
        let convention = PerformanceConvention(periodsPerYear: 252, riskFreePerPeriod: 4e-5)
        let comparison = try BenchmarkComparison(
            EquityCurve(share.filter { dates.contains($0.date) }.map(\.value)).returns(),
            to: EquityCurve(index.filter { dates.contains($0.date) }.map(\.value)).returns()
        )
        #expect(right.agrees(comparison.beta, "beta"))
        #expect(right.agrees(comparison.alphaPerPeriod(convention), "alpha_daily"))
        #expect(right.agrees(comparison.alpha(convention), "alpha_annual"))
        #expect(right.agrees(comparison.trackingError(convention), "tracking_error"))
        #expect(right.agrees(comparison.informationRatio(convention), "information_ratio"))
        #expect(right.agrees(comparison.treynorRatio(convention), "treynor"))
        #expect(right.agrees(comparison.correlation, "correlation"))
    }

    @Test(.enabled(if: ReferenceFiles.has("managers_vs_benchmark"), "no ../shared/reference here"))
    func `managers against their index have the peers' figures`() throws {
        let right = try ReferenceCase("managers_vs_benchmark")
        let columns = try ["HAM1", "HAM3", "SP500 TR"].map { try manager($0) }
        let dates = columns.dropFirst().reduce(Set(columns[0].map(\.date))) {
            $0.intersection($1.map(\.date))
        }
        let series = try columns.map { column in
            try ReturnSeries(column.filter { dates.contains($0.date) }.map(\.value))
        }
        let monthly = PerformanceConvention(periodsPerYear: 12)
        for (index, name) in ["HAM1", "HAM3"].enumerated() {
            let comparison = try BenchmarkComparison(series[index], to: series[2])
            #expect(right.agrees(Double(series[index].count), "\(name).n"))
            #expect(right.agrees(comparison.beta, "\(name).beta"))
            #expect(right.agrees(comparison.alphaPerPeriod(monthly), "\(name).alpha_monthly"))
            #expect(right.agrees(comparison.trackingError(monthly), "\(name).tracking_error"))
            #expect(right.agrees(comparison.informationRatio(monthly), "\(name).information_ratio"))
            #expect(right.agrees(series[index].sharpeRatio(monthly)?.value, "\(name).sharpe_rf0"))
        }
    }

    @Test(.enabled(if: ReferenceFiles.has("deflated_sharpe"), "no ../shared/reference here"))
    func `the deflated ratio of the best of ten shares is the peers'`() throws {
        let right = try ReferenceCase("deflated_sharpe")
        let trials = right.parameters["trials"] as? [String] ?? []
        let evidence = try trials.map { symbol in
            let rows = try ReferenceFiles.column(
                "close",
                of: "us_long/\(symbol).csv",
                from: "1995-01-03",
                to: "1999-12-31"
            )
            return try #require(EquityCurve(rows.map(\.value)).returns().sharpeEvidence())
        }
        let sharpes = evidence.map(\.sharpe)
        let chosen = try #require(trials.firstIndex(of: "MSFT"))
        let best = evidence[chosen]
        #expect(right.agrees(Double(best.count), "T"))
        #expect(right.agrees(sharpes, "sharpe_trials"))
        #expect(right.agrees(best.sharpe, "sharpe"))
        #expect(right.agrees(best.skewness, "skewness"))
        #expect(right.agrees(best.kurtosis, "kurtosis"))
        #expect(right.agrees(SharpeEvidence.expectedMaximum(ofTrials: sharpes), "sr0"))
        #expect(right.agrees(best.probability(), "psr_zero"))
        #expect(right.agrees(best.deflated(byTrials: sharpes), "deflated_sharpe"))
        let benchmark = try #require(right.parameters["minTRL_reference"] as? Double)
        #expect(right.agrees(best.minimumTrackRecord(above: benchmark), "min_track_record"))
    }

    private func closes(_ symbol: String) throws -> [(date: CalendarDate, value: Double)] {
        try ReferenceFiles.column(
            "close",
            of: "us_long/\(symbol).csv",
            from: "2000-01-03",
            to: "2009-12-31"
        )
    }

    private func manager(_ name: String) throws -> [(date: CalendarDate, value: Double)] {
        try ReferenceFiles.column(
            name,
            of: "hedge_fund/managers_monthly.csv",
            from: "1996-01-31",
            to: "2000-12-31"
        )
    }
}
