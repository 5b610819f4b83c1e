import LinearAlgebra
package import Market

/// A market made from a seed: regimes, a market factor, segment factors and instruments.
///
/// The simple return of an instrument on a day is `β m + γ s + e`: the market factor, whose drift and
/// volatility follow the hidden regime, the factor of its segment, and its own noise. An instrument's
/// bars depend only on seed, parameters, segment name and symbol, so any worker can make its own
/// alone and all see one market; more days leave the earlier ones as they were.
package struct SyntheticMarket: Sendable {
    /// What everything is made from.
    package let seed: UInt64
    /// What is set.
    package let parameters: SyntheticParameters
    /// When each day's bar becomes known, ascending.
    package let moments: [Timestamp]
    /// The hidden state of each day.
    package let regimes: [SyntheticRegime]
    /// The market factor's simple return on each day.
    package let marketReturns: [Double]

    /// Makes the part that all instruments share.
    ///
    /// - Throws: ``SyntheticMarketError`` with `parameterOutOfRange`.
    package init(
        seed: UInt64,
        parameters: SyntheticParameters = SyntheticParameters()
    ) throws(SyntheticMarketError) {
        try parameters.validate()
        self.seed = seed
        self.parameters = parameters
        moments = Self.moments(parameters)
        regimes = Self.regimes(seed, parameters)
        marketReturns = Self.marketReturns(seed, parameters, regimes)
    }

    /// Makes the bars of one instrument, one a day, oldest first.
    package func bars(segment: String, symbol: String) -> [Bar] {
        SyntheticInstrument(market: self, segment: segment, symbol: symbol)
            .bars(segmentReturns: segmentReturns(segment))
    }

    /// Makes the series of a segment's instruments, in their order.
    ///
    /// - Throws: ``MarketError`` as ``BarSeries`` does; the bars made here always fit.
    package func series(
        segment: String,
        instruments: [Instrument]
    ) throws(MarketError) -> [BarSeries] {
        let factor = segmentReturns(segment)
        var series: [BarSeries] = []
        for instrument in instruments {
            let bars = SyntheticInstrument(
                market: self,
                segment: segment,
                symbol: instrument.id.symbol
            ).bars(segmentReturns: factor)
            series.append(try BarSeries(instrument: instrument, bars: bars))
        }
        return series
    }

    /// The return that each day adds to all instruments of a segment.
    package func segmentReturns(_ segment: String) -> [Double] {
        var stream = syntheticStream(seed: seed, "segment", segment)
        let deviation = daily(parameters.segmentVolatility)
        return moments.map { _ in deviation * stream.normal() }
    }

    private static func moments(_ parameters: SyntheticParameters) -> [Timestamp] {
        var day = parameters.from.dayNumber
        var moments: [Timestamp] = []
        moments.reserveCapacity(parameters.days)
        while moments.count < parameters.days {
            let date = CalendarDate(dayNumber: day)
            if date.weekday < 5 {
                moments.append(Timestamp(date: date, secondOfDay: parameters.knownAtSecondOfDay))
            }
            day += 1
        }
        return moments
    }

    private static func regimes(
        _ seed: UInt64,
        _ parameters: SyntheticParameters
    ) -> [SyntheticRegime] {
        var stream = syntheticStream(seed: seed, "regime")
        var regime = SyntheticRegime.drawn(at: stream.uniform())
        return (0..<parameters.days).map { _ in
            let point = stream.uniform()
            if point >= parameters.regimePersistence {
                let rest = 1 - parameters.regimePersistence
                regime = .drawn(at: (point - parameters.regimePersistence) / rest)
            }
            return regime
        }
    }

    private static func marketReturns(
        _ seed: UInt64,
        _ parameters: SyntheticParameters,
        _ regimes: [SyntheticRegime]
    ) -> [Double] {
        var stream = syntheticStream(seed: seed, "market")
        let scale = daily(parameters.marketVolatility) / SyntheticRegime.volatilityScale
        return regimes.map { regime in
            let drift = (parameters.marketDrift + regime.drift) / daysPerYear
            return drift + scale * regime.relativeVolatility * stream.normal()
        }
    }
}

/// Trading days in a year, by which annual parameters are scaled.
private let daysPerYear = 252.0

/// The deviation of one day that an annual volatility means.
func daily(_ annual: Double) -> Double { annual / daysPerYear.squareRoot() }
