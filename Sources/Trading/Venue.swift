package import Market
package import Persistence

/// Why a venue would not trade an order.
package struct VenueRejection: Sendable, Hashable {
    /// A short code, such as `price_limit`.
    package let code: String
    /// What happened, with the figures.
    package let words: String

    /// Gives a reason.
    package init(code: String, words: String) {
        self.code = code
        self.words = words
    }
}

/// What a venue did with an order at a bar.
package enum VenueAnswer: Sendable, Hashable {
    /// It traded `fill`; where that is less than the order, the rest is gone.
    case filled(Fill)
    /// It could not trade at this bar and goes on waiting.
    case waiting
    /// It was refused, or its time ran out.
    case rejected(VenueRejection)
}

/// Where orders trade. Simulation is one; a broker behind the same calls is another.
package protocol Venue: Sendable, Persistable {
    /// Offers a working order to the market at a bar that is later than its decision.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - instrument: What it trades, with its lot.
    ///   - bar: The bar that has just become known.
    /// - Returns: What became of it.
    /// - Throws: ``TradingError`` with `arithmetic`.
    mutating func match(
        _ order: Order,
        instrument: Instrument,
        bar: Bar
    ) throws(TradingError) -> VenueAnswer
}
