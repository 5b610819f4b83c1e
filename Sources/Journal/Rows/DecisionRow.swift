/// The packed record of one bar: signals, selection, sizes and checks.
package struct DecisionRow: Sendable, Equatable {
    /// Virtual time of the bar, nanoseconds since 1970-01-01 UTC; unique.
    package var at: Int64
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// How many orders the bar led to.
    package var orders: Int64
    /// How many orders were denied.
    package var denied: Int64
    /// The record itself, encoded by the worker.
    package var payload: [UInt8]

    /// Creates a row; nothing is checked until it is committed.
    package init(
        at: Int64,
        cycle: Int64,
        position: Int64,
        orders: Int64,
        denied: Int64,
        payload: [UInt8]
    ) {
        self.at = at
        self.cycle = cycle
        self.position = position
        self.orders = orders
        self.denied = denied
        self.payload = payload
    }
}

extension DecisionRow: StoredRow {
    static let layout = TableLayout(
        "decisions",
        [
            "at_time", "cycle", "position", "orders", "denied", "payload",
        ]
    )

    var name: String { "decision record at \(at)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(at)
        binder.integer(cycle)
        binder.integer(position)
        binder.integer(orders)
        binder.integer(denied)
        binder.blob(payload)
    }

    init(from values: inout RowValues) throws(JournalError) {
        at = values.integer()
        cycle = values.integer()
        position = values.integer()
        orders = values.integer()
        denied = values.integer()
        payload = values.blob()
    }
}
