package import Market

/// Where the bars of a cluster come from and when they became known.
package struct DataSpecification: Sendable, Equatable {
    /// Whether prices already account for splits and dividends; standard adjusted.
    package let prices: PriceAdjustment
    /// The files or the generator.
    package let source: DataSource
    /// Seconds after midnight UTC at which a daily bar became known; standard 75,600 (21:00).
    package let knownAtSecondOfDay: Int64

    /// Takes a source; daily bars are known at 21:00 UTC unless said otherwise.
    package init(
        prices: PriceAdjustment = .adjusted,
        source: DataSource,
        knownAtSecondOfDay: Int64 = 21 * 3_600
    ) {
        self.prices = prices
        self.source = source
        self.knownAtSecondOfDay = knownAtSecondOfDay
    }
}

/// What was done to prices before they were written down.
package enum PriceAdjustment: String, Sendable, CaseIterable {
    /// Splits and dividends are worked in.
    case adjusted
    /// Prices as traded. Refused in this version: it needs entries for splits and dividends.
    case raw
}

/// One of the three places bars come from; paths are relative to the topology's file.
package enum DataSource: Sendable, Equatable {
    /// A wide file of closes, `timestamp,NAME,…`.
    case closes(path: String)
    /// A directory with one bar file an instrument, `SYMBOL.csv`.
    case bars(directory: String)
    /// A generated market; ``Topology/seed`` starts its random streams.
    case synthetic(SyntheticSpecification)
}

/// What a generated market looks like; what is `nil` is left to the generator.
package struct SyntheticSpecification: Sendable, Equatable {
    /// The first day, in the years 1840 … 2100; standard 2010-01-04.
    package let from: CalendarDate
    /// How many daily bars each instrument has, 2 … 25,000; standard 2,520.
    package let days: Int
    /// Volatility of the market's return a year, 0 … 3.
    package let marketVolatility: Double?
    /// Mean of the market's return a year, −1 … 1.
    package let marketDrift: Double?
    /// Volatility a year of what an instrument does on its own, 0 … 3.
    package let idiosyncraticVolatility: Double?
    /// Volatility a year of what a segment does on its own, 0 … 3.
    package let segmentVolatility: Double?
    /// Chance that tomorrow's regime is today's, 0 … 0.9999.
    package let regimePersistence: Double?
    /// Mean volume of an instrument a day, in units, 1 … 10⁹.
    package let volumeMean: Double?
    /// Instruments no worker claims yet, for workers that join later; sorted by segment.
    package let unclaimed: [SyntheticSegment]

    /// Describes a market; what is not given is the generator's choice.
    package init(
        from: CalendarDate = CalendarDate(dayNumber: 14_613),
        days: Int = 2_520,
        marketVolatility: Double? = nil,
        marketDrift: Double? = nil,
        idiosyncraticVolatility: Double? = nil,
        segmentVolatility: Double? = nil,
        regimePersistence: Double? = nil,
        volumeMean: Double? = nil,
        unclaimed: [SyntheticSegment] = []
    ) {
        self.from = from
        self.days = days
        self.marketVolatility = marketVolatility
        self.marketDrift = marketDrift
        self.idiosyncraticVolatility = idiosyncraticVolatility
        self.segmentVolatility = segmentVolatility
        self.regimePersistence = regimePersistence
        self.volumeMean = volumeMean
        self.unclaimed = unclaimed.sorted { $0.segment < $1.segment }
    }
}

/// Generated instruments of one segment.
package struct SyntheticSegment: Sendable, Equatable {
    /// The segment's name, as a mandate would say it.
    package let segment: String
    /// Its instruments, sorted.
    package let instruments: [InstrumentID]

    /// Takes a segment and sorts its instruments.
    package init(segment: String, instruments: [InstrumentID]) {
        self.segment = segment
        self.instruments = instruments.sorted()
    }
}
