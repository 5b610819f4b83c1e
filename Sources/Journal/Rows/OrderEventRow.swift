/// One thing that happened to an order after it was decided.
package struct OrderEventRow: Sendable, Equatable {
    /// What can happen to an order.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The venue took it.
        case accepted
        /// A part of the quantity was traded.
        case partiallyFilled = "partially_filled"
        /// The whole quantity was traded.
        case filled
        /// The venue refused it.
        case rejected
        /// Its time ran out.
        case expired
        /// We withdrew it.
        case cancelled
    }

    /// Order it happened to.
    package var orderID: String
    /// Virtual time in nanoseconds since 1970-01-01 UTC.
    package var at: Int64
    /// What happened.
    package var kind: Kind
    /// Why, in words; empty when the kind says it all.
    package var reason: String
    /// Position of the message whose handling produced the row.
    package var position: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        orderID: String,
        at: Int64,
        kind: Kind,
        reason: String,
        position: Int64
    ) {
        self.orderID = orderID
        self.at = at
        self.kind = kind
        self.reason = reason
        self.position = position
    }
}

extension OrderEventRow: StoredRow {
    static let layout = TableLayout(
        "order_events",
        [
            "order_id", "at_time", "kind", "reason", "position",
        ]
    )

    var name: String { "event \(kind.rawValue) of order \(orderID)" }

    func bind(to binder: inout RowBinder) {
        binder.text(orderID)
        binder.integer(at)
        binder.text(kind.rawValue)
        binder.text(reason)
        binder.integer(position)
    }

    init(from values: inout RowValues) throws(JournalError) {
        orderID = values.text()
        at = values.integer()
        kind = try values.word()
        reason = values.text()
        position = values.integer()
    }
}
