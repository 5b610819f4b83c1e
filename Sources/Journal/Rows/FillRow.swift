/// One trade that filled an order, wholly or in part.
package struct FillRow: Sendable, Equatable {
    /// Id of the fill, unique.
    package var id: String
    /// Order that was filled.
    package var orderID: String
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// Virtual time in nanoseconds since 1970-01-01 UTC.
    package var at: Int64
    /// Symbol of the instrument.
    package var instrument: String
    /// Which side was traded.
    package var side: TradeSide
    /// Quantity in micro-units, positive.
    package var quantity: Int64
    /// Price in micro-units.
    package var price: Int64
    /// Commission paid, in micro-units of currency.
    package var commission: Int64
    /// Cost against the reference price, in micro-units of currency; negative is a gain.
    package var slippageCost: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        id: String,
        orderID: String,
        position: Int64,
        at: Int64,
        instrument: String,
        side: TradeSide,
        quantity: Int64,
        price: Int64,
        commission: Int64,
        slippageCost: Int64
    ) {
        self.id = id
        self.orderID = orderID
        self.position = position
        self.at = at
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.price = price
        self.commission = commission
        self.slippageCost = slippageCost
    }
}

extension FillRow: StoredRow {
    static let layout = TableLayout(
        "fills",
        [
            "id", "order_id", "position", "at_time", "instrument", "side", "quantity", "price",
            "commission", "slippage_cost",
        ]
    )

    var name: String { "fill \(id)" }

    func bind(to binder: inout RowBinder) {
        binder.text(id)
        binder.text(orderID)
        binder.integer(position)
        binder.integer(at)
        binder.text(instrument)
        binder.text(side.rawValue)
        binder.integer(quantity)
        binder.integer(price)
        binder.integer(commission)
        binder.integer(slippageCost)
    }

    init(from values: inout RowValues) throws(JournalError) {
        id = values.text()
        orderID = values.text()
        position = values.integer()
        at = values.integer()
        instrument = values.text()
        side = try values.word()
        quantity = values.integer()
        price = values.integer()
        commission = values.integer()
        slippageCost = values.integer()
    }
}
