package import Market
package import Persistence

/// What a worker holds of one instrument, at average cost.
///
/// Closing part of a position takes out its cost in proportion, rounded half to even at the sixth
/// decimal; the last unit takes out all that is left, so nothing is lost to rounding.
package struct Position: Sendable, Hashable {
    /// What is held.
    package let instrument: InstrumentID
    /// Units held; short is negative.
    package private(set) var quantity: Quantity = .zero
    /// What the open units cost; below zero for a short.
    package private(set) var cost: Money = .zero

    /// Holds nothing yet.
    package init(instrument: InstrumentID) { self.instrument = instrument }

    /// What a trade did to a position.
    package struct Change: Sendable, Hashable {
        /// Change of the cost of what is open.
        package let cost: Money
        /// Profit taken by what was closed; a loss is negative. Commission is not in it.
        package let realised: Money
    }

    /// Applies a trade.
    ///
    /// - Throws: ``AccountingError`` with `wrongInstrument` or `overflow`; the position is unchanged.
    package mutating func apply(_ fill: Fill) throws(AccountingError) -> Change {
        guard fill.instrument == instrument else {
            throw AccountingError(
                .wrongInstrument,
                "\(fill.name) is a trade in \(fill.instrument), not in \(instrument)"
            )
        }
        let (after, change) = try booking(fill.name) { () throws(MarketError) in
            try applied(fill)
        }
        self = after
        return change
    }

    private func applied(_ fill: Fill) throws(MarketError) -> (Position, Change) {
        let traded = Quantity(micros: fill.side.sign * fill.quantity.micros)
        let isReducing = quantity.isPositive != traded.isPositive && !quantity.isZero
        let closing = isReducing ? min(try quantity.magnitude(), fill.quantity) : .zero
        var after = self
        var realised = Money.zero
        if !closing.isZero {
            let held = try quantity.magnitude()
            let released = Money(
                micros: try scaled(cost.micros, by: closing.micros, over: held.micros)
            )
            let signed = Quantity(micros: fill.side.sign * closing.micros)
            let paid = try fill.price.notional(of: signed)
            realised = try -(try paid + released)
            after.cost = try after.cost - released
        }
        let opening = try fill.quantity - closing
        if !opening.isZero {
            let signed = Quantity(micros: fill.side.sign * opening.micros)
            after.cost = try after.cost + (try fill.price.notional(of: signed))
        }
        after.quantity = try quantity + traded
        return (after, Change(cost: try after.cost - cost, realised: realised))
    }

    /// Returns the value of what is open at a price; below zero for a short.
    ///
    /// - Throws: ``AccountingError`` with `overflow`.
    package func value(at price: Price) throws(AccountingError) -> Money {
        try booking("value of \(instrument)") { () throws(MarketError) in
            try price.notional(of: quantity)
        }
    }
}

extension Position: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&quantity)
        try coder.exchange(&cost)
    }
}
