extension JournalReader {
    /// Returns the order with an id, or `nil`.
    package func order(_ id: String) throws(JournalError) -> OrderRow? {
        var conditions = Conditions()
        conditions.equal("id", id)
        return try last(conditions)
    }

    /// Returns orders, of one instrument or all, decided within virtual times in nanoseconds.
    package func orders(
        instrument: String? = nil,
        decidedAt: ClosedRange<Int64>? = nil,
        cycles: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<OrderRow> {
        var conditions = Conditions()
        conditions.equal("instrument", instrument)
        conditions.within("decided_at", decidedAt)
        conditions.within("cycle", cycles)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns what happened to an order.
    package func orderEvents(
        of orderID: String,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<OrderEventRow> {
        var conditions = Conditions()
        conditions.equal("order_id", orderID)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns fills: of one order, of one instrument, or all.
    package func fills(
        of orderID: String? = nil,
        instrument: String? = nil,
        at times: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<FillRow> {
        var conditions = Conditions()
        conditions.equal("order_id", orderID)
        conditions.equal("instrument", instrument)
        conditions.within("at_time", times)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns the decision record of the bar at a virtual time, or `nil`.
    package func decision(at time: Int64) throws(JournalError) -> DecisionRow? {
        var conditions = Conditions()
        conditions.equal("at_time", time)
        return try last(conditions)
    }

    /// Returns decision records within virtual times in nanoseconds.
    package func decisions(
        at times: ClosedRange<Int64>? = nil,
        cycles: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<DecisionRow> {
        var conditions = Conditions()
        conditions.within("at_time", times)
        conditions.within("cycle", cycles)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns outcomes: of one decision, of one instrument, or all.
    package func outcomes(
        of decisionID: String? = nil,
        instrument: String? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<OutcomeRow> {
        var conditions = Conditions()
        conditions.equal("decision_id", decisionID)
        conditions.equal("instrument", instrument)
        return try page(conditions, after: cursor, limit: limit)
    }
}
