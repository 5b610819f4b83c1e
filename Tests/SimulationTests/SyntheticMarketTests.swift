import Digest
import LinearAlgebra
import Market
import Simulation
import Testing

struct SyntheticMarketTests {
    @Test func `one seed gives the same bytes for ever`() throws {
        var parameters = SyntheticParameters()
        parameters.days = 500
        let market = try SyntheticMarket(seed: 7, parameters: parameters)
        let again = try SyntheticMarket(seed: 7, parameters: parameters)
        let bars = market.bars(segment: "energy", symbol: "OIL")
        #expect(bars == again.bars(segment: "energy", symbol: "OIL"))
        // Pinned: a change of this digest changes every recorded run over a synthetic market.
        let digest = digest(of: bars).description
        #expect(digest == "d19ca72a7c2872db93fc5b6b73b635887b79983f5a7f212b1a3f2328d6fbb7e9")
    }

    @Test func `seeds, segments and symbols each give other paths`() throws {
        let market = try SyntheticMarket(seed: 7, parameters: short())
        let other = try SyntheticMarket(seed: 8, parameters: short())
        let bars = market.bars(segment: "energy", symbol: "OIL")
        #expect(bars != other.bars(segment: "energy", symbol: "OIL"))
        #expect(bars != market.bars(segment: "mining", symbol: "OIL"))
        #expect(bars != market.bars(segment: "energy", symbol: "GAS"))
        #expect(
            market.bars(segment: "a", symbol: "bc") != market.bars(segment: "ab", symbol: "c")
        )
        #expect(market.regimes != other.regimes)
    }

    @Test func `more days leave the earlier ones as they were`() throws {
        var parameters = short()
        let shorter = try SyntheticMarket(seed: 3, parameters: parameters)
        parameters.days *= 2
        let longer = try SyntheticMarket(seed: 3, parameters: parameters)
        let bars = shorter.bars(segment: "energy", symbol: "OIL")
        #expect(longer.bars(segment: "energy", symbol: "OIL").prefix(bars.count) == bars[...])
    }

    @Test func `a segment's series are its instruments' bars`() throws {
        let market = try SyntheticMarket(seed: 5, parameters: short())
        let instruments = ["OIL", "GAS"].map { Instrument(id: InstrumentID($0)) }
        let series = try market.series(segment: "energy", instruments: instruments)
        #expect(series.map(\.instrument.id.symbol) == ["OIL", "GAS"])
        for one in series {
            #expect(one.bars == market.bars(segment: "energy", symbol: one.instrument.id.symbol))
        }
    }

    @Test func `bars fall on weekdays from the first day, at the stated time`() throws {
        var parameters = short()
        parameters.from = try CalendarDate("2020-02-29")
        parameters.knownAtSecondOfDay = 3_600
        let bars = try SyntheticMarket(seed: 1, parameters: parameters)
            .bars(segment: "tech", symbol: "A")
        #expect(bars.count == parameters.days)
        #expect(bars.first?.knownAt == (try Timestamp("2020-03-02T01:00:00Z")))
        #expect(bars.allSatisfy { $0.knownAt.date.weekday < 5 })
        for (bar, next) in zip(bars, bars.dropFirst()) {
            let gap = next.knownAt.date.dayNumber - bar.knownAt.date.dayNumber
            #expect(gap == (bar.knownAt.date.weekday == 4 ? 3 : 1))
        }
    }

    @Test(arguments: [0.0, 0.2, 3])
    func `prices keep their order and stay above zero`(volatility: Double) throws {
        for seed in UInt64(1)...5 {
            var parameters = short()
            parameters.idiosyncraticVolatility = volatility
            parameters.marketVolatility = volatility
            let market = try SyntheticMarket(seed: seed, parameters: parameters)
            for bar in market.bars(segment: "tech", symbol: "A") {
                let open = try #require(bar.open)
                let high = try #require(bar.high)
                let low = try #require(bar.low)
                let volume = try #require(bar.volume)
                #expect(high >= max(open, bar.close), "seed \(seed)")
                #expect(low <= min(open, bar.close), "seed \(seed)")
                #expect(low.isPositive && volume.isPositive, "seed \(seed)")
            }
        }
    }

    private func digest(of bars: [Bar]) -> Digest {
        var hash = SHA256()
        for bar in bars {
            let prices = [bar.open, bar.high, bar.low, bar.close].map { $0?.decimalString ?? "" }
            let volume = bar.volume?.decimalString ?? ""
            hash.update("\(bar.knownAt),\(prices.joined(separator: ",")),\(volume)\n")
        }
        return hash.finish()
    }

    private func short() -> SyntheticParameters {
        var parameters = SyntheticParameters()
        parameters.days = 300
        return parameters
    }
}

struct SyntheticStatisticsTests {
    /// 20,000 days hold some 400 draws of a regime, after which the standard error of the volatility
    /// is about 3 % of it; the intervals are three of these.
    @Test(arguments: [UInt64(1), 2, 3])
    func `the market factor has the stated volatility and regime shares`(seed: UInt64) throws {
        let market = try SyntheticMarket(seed: seed, parameters: long())
        let volatility = try #require(annualVolatility(market.marketReturns))
        #expect(abs(volatility / 0.16 - 1) < 0.1, "seed \(seed): \(volatility)")
        for (regime, share) in [
            (SyntheticRegime.rising, 0.6), (.quiet, 0.28), (.falling, 0.12),
        ] {
            let found = Double(market.regimes.count { $0 == regime }) / 20_000
            #expect(abs(found - share) < 0.1, "seed \(seed): \(regime) \(found)")
        }
        let changes = zip(market.regimes, market.regimes.dropFirst()).count { $0 != $1 }
        // 2 % of days draw, and a draw changes the regime with chance 1 − Σ share² = 0.547.
        #expect(abs(Double(changes) / 20_000 - 0.01094) < 0.003, "seed \(seed)")
    }

    /// Exposures of 0.7…1.3 and own volatility of 0.8…1.2 times give between 21 % and 36 %, and 10 %
    /// of sampling either way.
    @Test(arguments: [UInt64(1), 2, 3])
    func `instruments have volatility and volume of the stated size`(seed: UInt64) throws {
        let market = try SyntheticMarket(seed: seed, parameters: long())
        for symbol in ["A", "B", "C", "D"] {
            let bars = market.bars(segment: "tech", symbol: symbol)
            let volatility = try #require(annualVolatility(returns(bars)))
            #expect((0.19...0.4).contains(volatility), "seed \(seed): \(volatility)")
            let sum = bars.reduce(0) { $0 + ($1.volume?.value ?? 0) }
            #expect((0.45e6...1.65e6).contains(sum / 20_000), "seed \(seed): \(sum / 20_000)")
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `instruments move together more within a segment than across`(seed: UInt64) throws {
        let market = try SyntheticMarket(seed: seed, parameters: long())
        let tech = ["A", "B", "C"].map { returns(market.bars(segment: "tech", symbol: $0)) }
        let energy = ["D", "E", "F"].map { returns(market.bars(segment: "energy", symbol: $0)) }
        let within = [(0, 1), (0, 2), (1, 2)].flatMap { pair in
            [correlation(tech[pair.0], tech[pair.1]), correlation(energy[pair.0], energy[pair.1])]
        }
        let across = tech.flatMap { left in energy.map { correlation(left, $0) } }
        let withinMean = within.reduce(0, +) / Double(within.count)
        let acrossMean = across.reduce(0, +) / Double(across.count)
        // With exposures of 1: (0.16² + 0.12²) / 0.08 = 0.5 against 0.16² / 0.08 = 0.32.
        #expect(withinMean > acrossMean + 0.1, "seed \(seed): \(withinMean), \(acrossMean)")
        #expect(across.allSatisfy { $0 > 0.1 }, "seed \(seed)")
    }

    @Test func `parameters out of their range are refused by name`() {
        func message(_ change: (inout SyntheticParameters) -> Void) -> String? {
            var parameters = SyntheticParameters()
            change(&parameters)
            return #expect(throws: SyntheticMarketError.self) {
                try SyntheticMarket(seed: 1, parameters: parameters)
            }?.message
        }
        #expect(
            message { $0.marketVolatility = -0.1 }?.contains("marketVolatility is -0.1") == true
        )
        #expect(message { $0.marketDrift = .nan } != nil)
        #expect(message { $0.idiosyncraticVolatility = .infinity } != nil)
        #expect(message { $0.segmentVolatility = 4 } != nil)
        #expect(message { $0.regimePersistence = 1 } != nil)
        #expect(message { $0.volumeMean = 0 } != nil)
        #expect(message { $0.days = 0 } != nil)
        #expect(message { $0.from = CalendarDate(dayNumber: 60_000) } != nil)
        #expect(message { $0.knownAtSecondOfDay = 86_400 } != nil)
    }

    private func long() -> SyntheticParameters {
        var parameters = SyntheticParameters()
        parameters.days = 20_000
        return parameters
    }

    private func returns(_ bars: [Bar]) -> [Double] {
        zip(bars, bars.dropFirst()).map { $1.close.value / $0.close.value - 1 }
    }

    private func annualVolatility(_ returns: [Double]) -> Double? {
        SampleStatistics.standardDeviation(returns.span).map { $0 * 252.0.squareRoot() }
    }

    private func correlation(_ left: [Double], _ right: [Double]) -> Double {
        SampleStatistics.correlation(left.span, right.span) ?? 0
    }
}
