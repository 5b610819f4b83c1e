/// What happened to one instrument's price in one period.
///
/// Sources that hold closes only leave the other prices and the volume `nil`; nothing is made up.
package struct Bar: Sendable, Hashable {
    /// When the bar became known: the end of its period, never before it.
    package let knownAt: Timestamp
    /// First price of the period.
    package let open: Price?
    /// Highest price of the period.
    package let high: Price?
    /// Lowest price of the period.
    package let low: Price?
    /// Last price of the period, above zero.
    package let close: Price
    /// Units traded in the period.
    package let volume: Quantity?

    /// Takes a bar as the source has it; the loader has checked the order of its prices.
    package init(
        knownAt: Timestamp,
        open: Price? = nil,
        high: Price? = nil,
        low: Price? = nil,
        close: Price,
        volume: Quantity? = nil
    ) {
        self.knownAt = knownAt
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// All bars of one instrument, oldest first, each known later than the one before.
package struct BarSeries: Sendable {
    /// What the bars are of.
    package let instrument: Instrument
    /// The bars in order of the time they became known.
    package let bars: [Bar]

    /// Takes bars in order.
    ///
    /// - Throws: ``MarketError`` with `malformedSeries` when a bar is not later than the one before
    ///   or a close is not above zero.
    package init(instrument: Instrument, bars: [Bar]) throws(MarketError) {
        var last = Timestamp.distantPast
        for bar in bars {
            guard bar.knownAt > last else {
                throw MarketError(
                    .malformedSeries,
                    "\(instrument.id) has a bar at \(bar.knownAt) after one at \(last); sort them"
                )
            }
            guard bar.close.isPositive else {
                throw MarketError(
                    .malformedSeries,
                    "\(instrument.id) closes at \(bar.close) on \(bar.knownAt.date); not above zero"
                )
            }
            last = bar.knownAt
        }
        self.instrument = instrument
        self.bars = bars
    }

    /// The index of the first bar known after a moment; the count when there is none.
    package func firstIndex(after moment: Timestamp) -> Int {
        var (low, high) = (0, bars.count)
        while low < high {
            let middle = (low + high) / 2
            if bars[middle].knownAt > moment { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
