package import Market
package import Persistence
package import Trading

/// What trading costs on the simulated venue.
package struct VenueCosts: Sendable, Hashable {
    /// Half of the bid–ask spread, paid on every trade.
    package var halfSpread: BasisPoints
    /// Impact of trading a whole bar's volume; a part of it costs the square root of that part.
    package var impact: BasisPoints
    /// Commission on the traded amount.
    package var commission: BasisPoints
    /// Least commission of a trade.
    package var commissionMinimum: Money
    /// Greatest part of a bar's volume that one order trades, as a fraction.
    package var participationMaximum: Double
    /// Greatest move of the price from the decision's bar at which an order still trades, as a
    /// fraction of the earlier price; beyond it the venue rejects, as exchanges with price limits do.
    package var priceLimit: Double

    /// States costs.
    package init(
        halfSpread: BasisPoints,
        impact: BasisPoints,
        commission: BasisPoints,
        commissionMinimum: Money,
        participationMaximum: Double,
        priceLimit: Double = 0.5
    ) {
        self.halfSpread = halfSpread
        self.impact = impact
        self.commission = commission
        self.commissionMinimum = commissionMinimum
        self.participationMaximum = participationMaximum
        self.priceLimit = priceLimit
    }
}

/// A venue that trades market orders at the next bar of real or synthetic data.
///
/// An order trades at the bar's open, or at its close where the data holds closes only, plus (buy)
/// or minus (sell) half-spread and square-root impact. It trades at most a part of the bar's volume;
/// the rest expires with the bar. A bar without volume, where the data has volumes, trades nothing:
/// the order waits. Impact without volumes is taken at the participation cap, the worst it can be.
/// - SeeAlso: Almgren, Thum, Hauptmann and Li (2005), "Direct estimation of equity market impact".
package struct SimulatedVenue: Venue {
    private let costs: VenueCosts

    /// Opens a venue with the given costs.
    package init(costs: VenueCosts) {
        self.costs = costs
    }

    package mutating func match(
        _ order: Order,
        instrument: Instrument,
        bar: Bar
    ) throws(TradingError) -> VenueAnswer {
        guard order.quantity.roundedDown(toLot: instrument.lot) == order.quantity else {
            return .rejected(
                VenueRejection(
                    code: "odd_lot",
                    words: "\(order.quantity) is no multiple of the lot of \(instrument.lot)"
                )
            )
        }
        guard let (quantity, participation) = try tradable(order, instrument, bar) else {
            return .waiting
        }
        let reference = bar.open ?? bar.close
        let move = abs(reference.value / order.reference.value - 1)
        guard move <= costs.priceLimit else {
            return .rejected(
                VenueRejection(
                    code: "price_limit",
                    words: "\(order.instrument) trades at \(reference) after \(order.reference)"
                )
            )
        }
        return try priced(order) { () throws(MarketError) in
            try trade(order, quantity, participation, at: reference, bar.knownAt)
        }
    }

    /// The units a bar lets an order trade, and their part of its volume; `nil` for none.
    private func tradable(
        _ order: Order,
        _ instrument: Instrument,
        _ bar: Bar
    ) throws(TradingError) -> (quantity: Quantity, participation: Double)? {
        guard let volume = bar.volume else { return (order.quantity, costs.participationMaximum) }
        guard volume.isPositive else { return nil }
        let most = volume.value * costs.participationMaximum
        let cap = try priced(order) { () throws(MarketError) in
            try Quantity(rounding: min(most, 9e12)).roundedDown(toLot: instrument.lot)
        }
        guard cap.isPositive else { return nil }
        let quantity = min(order.quantity, cap)
        return (quantity, quantity.value / volume.value)
    }

    private func trade(
        _ order: Order,
        _ quantity: Quantity,
        _ participation: Double,
        at reference: Price,
        _ moment: Timestamp
    ) throws(MarketError) -> VenueAnswer {
        let price = try executionPrice(reference, order.side, participation)
        guard price.isPositive else {
            return .rejected(
                VenueRejection(code: "no_price", words: "costs leave a price of \(price)")
            )
        }
        let notional = try price.notional(of: quantity)
        let commission = max(try notional.basisPoints(costs.commission), costs.commissionMinimum)
        return .filled(
            Fill(
                orderID: order.id,
                number: 1,
                instrument: order.instrument,
                side: order.side,
                quantity: quantity,
                price: price,
                reference: reference,
                commission: commission,
                at: moment
            )
        )
    }

    /// The reference price moved against the order by half-spread and impact, half to even.
    private func executionPrice(
        _ reference: Price,
        _ side: Side,
        _ participation: Double
    ) throws(MarketError) -> Price {
        let impact = costs.impact.value * participation.squareRoot()
        let basisPoints = costs.halfSpread.value + impact
        let factor = 1 + Double(side.sign) * basisPoints / 10_000
        return try Price(rounding: reference.value * factor)
    }

    private func priced<Value>(
        _ order: Order,
        _ body: () throws(MarketError) -> Value
    ) throws(TradingError) -> Value {
        do {
            return try body()
        } catch {
            throw TradingError(.arithmetic, "\(order.id): \(error.message)", cause: error)
        }
    }
}

extension SimulatedVenue: Persistable {
    /// It keeps nothing: every answer follows from the order, the bar and the costs.
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {}
}
