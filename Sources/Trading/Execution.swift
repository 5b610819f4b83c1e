package import Market
package import Persistence

/// An order on its way, with what the gate reserved for it.
package struct WorkingOrder: Sendable, Hashable {
    /// What was sent to the venue.
    package let order: Order
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// Money it may cost at the price it was decided at; nothing for a sale.
    package let reserved: Money
    /// Bars of its instrument at which it could not trade.
    package internal(set) var waited = 0
}

/// What became of an order.
package enum ExecutionEvent: Sendable, Hashable {
    /// It traded.
    case filled(Fill, instrument: Int)
    /// It, or the rest of it, will not trade any more.
    case ended(Order, VenueRejection)
}

/// Sends orders to the venue and follows them until they end.
package struct Execution: Sendable {
    /// Bars after which an order that cannot trade expires: its signal is old by then.
    package static let waitMaximum = 5

    private var venue: any Venue
    private let worker: String
    private let generation: Int64
    /// Orders sent so far.
    package private(set) var sent: Int64 = 0
    /// Orders that have not ended, oldest first.
    package private(set) var working: [WorkingOrder] = []

    /// Sends to a venue on behalf of a worker.
    package init(venue: any Venue, worker: String, generation: Int64) {
        self.venue = venue
        self.worker = worker
        self.generation = generation
    }

    /// Sends an order; it trades at a later bar.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package mutating func submit(
        _ proposal: OrderProposal,
        quantity: Quantity,
        price: Price,
        instrument: InstrumentID,
        at moment: Timestamp
    ) throws(TradingError) -> Order {
        let order = Order(
            id: OrderID(worker: worker, generation: generation, number: sent + 1),
            instrument: instrument,
            side: proposal.side,
            quantity: quantity,
            reference: price,
            decidedAt: moment
        )
        let reserved =
            proposal.side == .buy
            ? try trading("\(order.id)") { () throws(MarketError) in
                try price.notional(of: quantity)
            } : .zero
        sent += 1
        working.append(
            WorkingOrder(order: order, instrument: proposal.instrument, reserved: reserved)
        )
        return order
    }

    /// Offers all working orders to the venue at the bars of a step, oldest first.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package mutating func match(
        _ step: MarketStep,
        instruments: [Instrument]
    ) throws(TradingError) -> [ExecutionEvent] {
        guard !working.isEmpty else { return [] }
        var events: [ExecutionEvent] = []
        var remaining: [WorkingOrder] = []
        for entry in working {
            guard let bar = step.bars[entry.instrument], bar.knownAt > entry.order.decidedAt else {
                remaining.append(entry)
                continue
            }
            let instrument = instruments[entry.instrument]
            switch try venue.match(entry.order, instrument: instrument, bar: bar) {
            case .waiting:
                var waiting = entry
                waiting.waited += 1
                guard waiting.waited >= Self.waitMaximum else {
                    remaining.append(waiting)
                    continue
                }
                let words = "no trade was possible at \(waiting.waited) bars"
                events.append(
                    .ended(entry.order, VenueRejection(code: "expired", words: words))
                )
            case .rejected(let reason): events.append(.ended(entry.order, reason))
            case .filled(let fill):
                events.append(.filled(fill, instrument: entry.instrument))
                if fill.quantity < entry.order.quantity {
                    let words = "\(fill.quantity) of \(entry.order.quantity) traded"
                    let reason = VenueRejection(code: "rest_expired", words: words)
                    events.append(.ended(entry.order, reason))
                }
            }
        }
        working = remaining
        return events
    }

    /// Takes back the working orders that would open or enlarge a position.
    ///
    /// - Parameters:
    ///   - held: Units held per instrument of the universe.
    ///   - words: Why, for the record.
    /// - Returns: What was taken back, oldest first.
    package mutating func cancelOpening(held: [Quantity], words: String) -> [ExecutionEvent] {
        var events: [ExecutionEvent] = []
        working.removeAll { entry in
            let position = held[entry.instrument].micros
            let isClosing = position.signum() == -entry.order.side.sign
            guard !isClosing || entry.order.quantity.micros > abs(position) else { return false }
            let reason = VenueRejection(code: "cancelled", words: words)
            events.append(.ended(entry.order, reason))
            return true
        }
        return events
    }

    /// Units in working orders per instrument of the universe, signed.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func pending(instruments: Int) throws(TradingError) -> [Quantity] {
        var pending = [Quantity](repeating: .zero, count: instruments)
        for entry in working {
            let signed = Quantity(micros: entry.order.side.sign * entry.order.quantity.micros)
            pending[entry.instrument] = try trading("pending") { () throws(MarketError) in
                try pending[entry.instrument] + signed
            }
        }
        return pending
    }

    /// Money reserved by working orders.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func reserved() throws(TradingError) -> Money {
        try trading("reserved") { () throws(MarketError) in
            var sum = Money.zero
            for entry in working { sum = try sum + entry.reserved }
            return sum
        }
    }
}

extension Execution: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&sent)
        try coder.exchange(&working)
        try venue.exchange(with: &coder)
    }
}

extension WorkingOrder: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        order = try coder.value(known?.order)
        instrument = try coder.value(known?.instrument)
        reserved = try coder.value(known?.reserved)
        waited = try coder.value(known?.waited)
    }
}
