/// The direction of a trade.
package enum Side: String, Sendable, Hashable, CaseIterable {
    case buy
    case sell

    /// +1 for a buy, −1 for a sell.
    package var sign: Int64 { self == .buy ? 1 : -1 }
}

/// The name of an order that is unique for ever, such as `O-energy-1-000412`.
package struct OrderID: Sendable, Hashable, CustomStringConvertible {
    /// The worker that decided it.
    package let worker: String
    /// Which admission of that name to the run, from 1; a restart keeps it, so ids are the same
    /// with or without crashes.
    package let generation: Int64
    /// Its number within that generation, from 1.
    package let number: Int64

    /// Takes the parts of the name.
    package init(worker: String, generation: Int64, number: Int64) {
        self.worker = worker
        self.generation = generation
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "O-\(worker)-\(generation)-\(zeros)\(digits)"
    }
}

/// An instruction to the venue to trade at the market.
package struct Order: Sendable, Hashable {
    /// Its name.
    package let id: OrderID
    /// What to trade.
    package let instrument: InstrumentID
    /// Which way.
    package let side: Side
    /// How many units, above zero.
    package let quantity: Quantity
    /// The price it was decided at, above zero.
    package let reference: Price
    /// When it was decided; it fills at a later bar.
    package let decidedAt: Timestamp

    /// Takes an order; its quantity and its reference price are above zero.
    package init(
        id: OrderID,
        instrument: InstrumentID,
        side: Side,
        quantity: Quantity,
        reference: Price,
        decidedAt: Timestamp
    ) {
        precondition(quantity.isPositive, "order \(id) is for \(quantity) units, not above zero")
        precondition(reference.isPositive, "order \(id) was decided at a price of \(reference)")
        self.id = id
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.reference = reference
        self.decidedAt = decidedAt
    }
}

/// A trade that happened for an order.
package struct Fill: Sendable, Hashable {
    /// The order it belongs to.
    package let orderID: OrderID
    /// Its number among the order's fills, from 1.
    package let number: Int64
    /// What was traded.
    package let instrument: InstrumentID
    /// Which way.
    package let side: Side
    /// How many units, above zero.
    package let quantity: Quantity
    /// The price paid or received, half-spread and impact included.
    package let price: Price
    /// The price of the bar before costs.
    package let reference: Price
    /// Commission, not below zero.
    package let commission: Money
    /// The bar at which it happened.
    package let at: Timestamp

    /// Takes a trade as the venue reports it.
    package init(
        orderID: OrderID,
        number: Int64,
        instrument: InstrumentID,
        side: Side,
        quantity: Quantity,
        price: Price,
        reference: Price,
        commission: Money,
        at: Timestamp
    ) {
        self.orderID = orderID
        self.number = number
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.price = price
        self.reference = reference
        self.commission = commission
        self.at = at
    }

    /// The name of the fill, `F-energy-1-000412-1`.
    package var name: String { "F\(orderID.description.dropFirst())-\(number)" }

    /// Money paid for half-spread and impact, not below zero for an honest venue.
    ///
    /// - Throws: ``MarketError`` with `overflow`.
    package func slippage() throws(MarketError) -> Money {
        let difference = side == .buy ? try price - reference : try reference - price
        return try difference.notional(of: quantity)
    }
}
