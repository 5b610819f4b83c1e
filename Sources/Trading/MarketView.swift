package import Market
package import Persistence

/// One moment of the market as a worker sees it: the bars that became known then.
package struct MarketStep: Sendable {
    /// When the bars became known.
    package let at: Timestamp
    /// The step's number in the run, from 0.
    package let index: Int
    /// A bar per instrument of the universe, in its order; `nil` where none became known.
    package let bars: [Bar?]
}

/// What a worker knows of the market so far, and nothing later.
///
/// Instruments are addressed by their index in the universe, which is ordered by symbol.
package struct MarketView: Sendable {
    /// The universe, in order of symbol.
    package let instruments: [Instrument]
    private let series: [BarSeries]
    private var cursors: [Int]
    private var steps = 0
    /// The last bar known of each instrument.
    package private(set) var latest: [Bar?]
    /// The close before the last one known, of each instrument.
    package private(set) var previousClose: [Price?]

    /// Takes the worker's data; nothing of it is known yet.
    package init(series: [BarSeries]) {
        self.series = series.sorted { $0.instrument.id < $1.instrument.id }
        instruments = self.series.map(\.instrument)
        cursors = [Int](repeating: 0, count: series.count)
        latest = [Bar?](repeating: nil, count: series.count)
        previousClose = [Price?](repeating: nil, count: series.count)
    }

    /// The index of an instrument in the universe.
    ///
    /// - Throws: ``TradingError`` with `unknownInstrument`.
    package func index(of instrument: InstrumentID) throws(TradingError) -> Int {
        guard let index = instruments.firstIndex(where: { $0.id == instrument }) else {
            throw TradingError(.unknownInstrument, "\(instrument) is not in the universe")
        }
        return index
    }

    /// Takes the next moment's bars into view; `nil` when none becomes known by `limit`.
    package mutating func advance(through limit: Timestamp) -> MarketStep? {
        var moment: Timestamp?
        for (index, cursor) in cursors.enumerated() where cursor < series[index].bars.count {
            let known = series[index].bars[cursor].knownAt
            if known <= limit { moment = min(moment ?? known, known) }
        }
        guard let moment else { return nil }
        var bars = [Bar?](repeating: nil, count: series.count)
        for (index, cursor) in cursors.enumerated() where cursor < series[index].bars.count {
            let bar = series[index].bars[cursor]
            guard bar.knownAt == moment else { continue }
            bars[index] = bar
            previousClose[index] = latest[index]?.close
            latest[index] = bar
            cursors[index] += 1
        }
        defer { steps += 1 }
        return MarketStep(at: moment, index: steps, bars: bars)
    }
}

extension MarketView: Persistable {
    /// How far each series was read; the bars themselves come from the data.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(sameCount: &cursors, of: "instruments")
        try coder.exchange(&steps)
        for (index, cursor) in cursors.enumerated() {
            let bars = series[index].bars
            guard (0...bars.count).contains(cursor) else {
                throw PersistenceError(
                    .mismatch,
                    "\(cursor) bars of \(instruments[index].id) were known, of \(bars.count)"
                )
            }
            latest[index] = cursor > 0 ? bars[cursor - 1] : nil
            previousClose[index] = cursor > 1 ? bars[cursor - 2].close : nil
        }
    }
}
