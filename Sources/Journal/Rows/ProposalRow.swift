/// A wanted change of allocation in one of its states; each state is a row of its own.
package struct ProposalRow: Sendable, Equatable {
    /// Id of the proposal, such as "P-31".
    package var id: String
    /// The state entered, such as "proposed" or "applied".
    package var status: String
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// What made the allocator propose it.
    package var trigger: String
    /// Why, in words.
    package var reason: String
    /// Wanted weights as canonical JSON.
    package var targets: String
    /// Expected gain, as a fraction of net asset value a year.
    package var expectedBenefit: Double
    /// Expected cost, as a fraction of net asset value.
    package var cost: Double
    /// Confidence in the benefit, 0 to 1.
    package var confidence: Double

    /// Creates a row; nothing is checked until it is committed.
    package init(
        id: String,
        status: String,
        cycle: Int64,
        position: Int64,
        trigger: String,
        reason: String,
        targets: String,
        expectedBenefit: Double,
        cost: Double,
        confidence: Double
    ) {
        self.id = id
        self.status = status
        self.cycle = cycle
        self.position = position
        self.trigger = trigger
        self.reason = reason
        self.targets = targets
        self.expectedBenefit = expectedBenefit
        self.cost = cost
        self.confidence = confidence
    }
}

extension ProposalRow: StoredRow {
    static let layout = TableLayout(
        "proposals",
        [
            "id", "status", "cycle", "position", "trigger_name", "reason", "targets",
            "expected_benefit", "cost", "confidence",
        ]
    )

    var name: String { "proposal \(id) \(status)" }

    func bind(to binder: inout RowBinder) {
        binder.text(id)
        binder.text(status)
        binder.integer(cycle)
        binder.integer(position)
        binder.text(trigger)
        binder.text(reason)
        binder.text(targets)
        binder.real(expectedBenefit)
        binder.real(cost)
        binder.real(confidence)
    }

    init(from values: inout RowValues) throws(JournalError) {
        id = values.text()
        status = values.text()
        cycle = values.integer()
        position = values.integer()
        trigger = values.text()
        reason = values.text()
        targets = values.text()
        expectedBenefit = values.real()
        cost = values.real()
        confidence = values.real()
    }
}
