/// The name by which an instrument is traded, such as `XOM`.
package struct InstrumentID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Letters and digits by which data and orders name it.
    package let symbol: String

    /// Takes a symbol as the data names it.
    package init(_ symbol: String) { self.symbol = symbol }

    package static func < (left: InstrumentID, right: InstrumentID) -> Bool {
        left.symbol < right.symbol
    }

    package var description: String { symbol }
}

/// What is traded and in which steps.
package struct Instrument: Sendable, Hashable {
    /// The symbol.
    package let id: InstrumentID
    /// The currency its price is in.
    package let currency: Currency
    /// The smallest quantity that trades, above zero.
    package let lot: Quantity

    /// Describes an instrument; whole units unless a lot is given.
    package init(
        id: InstrumentID,
        currency: Currency = .usd,
        lot: Quantity = Quantity(micros: microsPerUnit)
    ) {
        precondition(lot.isPositive, "a lot is above zero, found \(lot)")
        self.id = id
        self.currency = currency
        self.lot = lot
    }
}
