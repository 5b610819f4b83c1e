/// Which side of a trade.
package enum TradeSide: String, Sendable, Codable, CaseIterable {
    /// Adds to a position, or covers a short one.
    case buy
    /// Reduces a position, or opens a short one.
    case sell
}

/// An order as it was decided; what became of it is told by its events and fills.
package struct OrderRow: Sendable, Equatable {
    /// Deterministic id, such as "O-energy-1-000412".
    package var id: String
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Virtual time of the decision, nanoseconds since 1970-01-01 UTC.
    package var decidedAt: Int64
    /// Symbol of the instrument.
    package var instrument: String
    /// Which side is traded.
    package var side: TradeSide
    /// Quantity in micro-units, positive.
    package var quantity: Int64
    /// Kind of order, such as "market" or "limit".
    package var kind: String
    /// Limit in micro-units; `nil` when the order has none.
    package var limitPrice: Int64?
    /// Id of the message that caused it.
    package var causation: String
    /// Id of the decision record that explains it.
    package var decisionID: String

    /// Creates a row; nothing is checked until it is committed.
    package init(
        id: String,
        position: Int64,
        cycle: Int64,
        decidedAt: Int64,
        instrument: String,
        side: TradeSide,
        quantity: Int64,
        kind: String,
        limitPrice: Int64?,
        causation: String,
        decisionID: String
    ) {
        self.id = id
        self.position = position
        self.cycle = cycle
        self.decidedAt = decidedAt
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.kind = kind
        self.limitPrice = limitPrice
        self.causation = causation
        self.decisionID = decisionID
    }
}

extension OrderRow: StoredRow {
    static let layout = TableLayout(
        "orders",
        [
            "id", "position", "cycle", "decided_at", "instrument", "side", "quantity", "kind",
            "limit_price", "causation", "decision_id",
        ]
    )

    var name: String { "order \(id)" }

    func bind(to binder: inout RowBinder) {
        binder.text(id)
        binder.integer(position)
        binder.integer(cycle)
        binder.integer(decidedAt)
        binder.text(instrument)
        binder.text(side.rawValue)
        binder.integer(quantity)
        binder.text(kind)
        binder.optionalInteger(limitPrice)
        binder.text(causation)
        binder.text(decisionID)
    }

    init(from values: inout RowValues) throws(JournalError) {
        id = values.text()
        position = values.integer()
        cycle = values.integer()
        decidedAt = values.integer()
        instrument = values.text()
        side = try values.word()
        quantity = values.integer()
        kind = values.text()
        limitPrice = values.optionalInteger()
        causation = values.text()
        decisionID = values.text()
    }
}
