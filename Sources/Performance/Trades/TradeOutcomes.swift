/// The typical size of the lots that won, or of those that lost.
package struct TradeOutcomes: Sendable, Hashable {
    /// How many there are.
    package let count: Int
    /// The sum of their profits, below zero for losses; `nil` beyond the largest double.
    package let total: Double?
    /// The mean profit; `nil` for none and where ``total`` is.
    package let mean: Double?
    /// The middle profit, the mean of the middle two for an even count; `nil` for none.
    package let median: Double?

    init(_ profits: [Double]) {
        count = profits.count
        total = finite(profits.reduce(0, +))
        mean = profits.isEmpty ? nil : total.map { $0 / Double(profits.count) }
        let sorted = profits.sorted()
        let upper = sorted.count / 2
        if sorted.isEmpty {
            median = nil
        } else if sorted.count % 2 == 1 {
            median = sorted[upper]
        } else {
            median = sorted[upper - 1] / 2 + sorted[upper] / 2
        }
    }
}

extension TradeLots {
    /// The lots that earned something.
    package var wins: TradeOutcomes { TradeOutcomes(lots.map(\.profit).filter { $0 > 0 }) }

    /// The lots that lost something; their profits are below zero.
    package var losses: TradeOutcomes { TradeOutcomes(lots.map(\.profit).filter { $0 < 0 }) }
}
