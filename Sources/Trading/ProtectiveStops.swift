import Market
package import Persistence

/// Closes positions that have lost more than their stop allows.
///
/// The stop is a fraction of the average cost, taken from the strongest signal when the position was
/// opened or turned round. A stopped instrument is left alone for ``pause`` bars, so that the same signal does not
/// buy it back the next day.
package struct ProtectiveStops: Sendable {
    /// Bars for which a stopped instrument is not traded again.
    package static let pause = 10

    /// Stop distance of the open position, per instrument.
    private var distances: [Double]
    /// Stop distance of the last view, per instrument.
    private var wanted: [Double]
    /// Whether each position was long (1), short (−1) or none (0) at the last step.
    private var sides: [Int64]
    private var pausedUntil: [Int]

    /// Guards nothing yet.
    package init(instruments: Int) {
        distances = [Double](repeating: 0, count: instruments)
        wanted = distances
        sides = [Int64](repeating: 0, count: instruments)
        pausedUntil = [Int](repeating: 0, count: instruments)
    }

    /// Returns, per instrument of the universe, whether its position has to be closed or stay closed.
    package mutating func stopped(_ step: MarketStep, account: AccountView) -> [Bool] {
        var stopped = [Bool](repeating: false, count: distances.count)
        for index in distances.indices {
            let held = account.quantities[index]
            if held.micros.signum() != sides[index] {
                sides[index] = held.micros.signum()
                distances[index] = wanted[index]
            }
            if let bar = step.bars[index], !held.isZero, distances[index] > 0 {
                let cost = account.averageCosts[index]
                let loss = 1 - bar.close.value / cost
                if (held.isPositive ? loss : -loss) >= distances[index] {
                    pausedUntil[index] = step.index + Self.pause
                }
            }
            stopped[index] = step.index < pausedUntil[index]
        }
        return stopped
    }

    /// Notes the stop distances of this step's views, for positions that they open.
    package mutating func arm(_ views: [InstrumentView]) {
        for view in views { wanted[view.instrument] = view.stopDistance }
    }
}

extension ProtectiveStops: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(sameCount: &distances, of: "stops")
        try coder.exchange(sameCount: &wanted, of: "stops")
        try coder.exchange(sameCount: &sides, of: "stops")
        try coder.exchange(sameCount: &pausedUntil, of: "stops")
    }
}
