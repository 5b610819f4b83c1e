/// What a decision's forecast came to when its horizon ended.
package struct OutcomeRow: Sendable, Equatable {
    /// Decision that made the forecast.
    package var decisionID: String
    /// Symbol of the instrument.
    package var instrument: String
    /// Strategy whose forecast it was.
    package var strategy: String
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Virtual time at which the horizon ended, nanoseconds since 1970-01-01 UTC.
    package var horizonEndsAt: Int64
    /// Forecast return over the horizon, as a fraction.
    package var expectedReturn: Double
    /// Return that came, as a fraction.
    package var realisedReturn: Double
    /// Version of the rule that was in force.
    package var ruleVersion: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        decisionID: String,
        instrument: String,
        strategy: String,
        cycle: Int64,
        horizonEndsAt: Int64,
        expectedReturn: Double,
        realisedReturn: Double,
        ruleVersion: Int64
    ) {
        self.decisionID = decisionID
        self.instrument = instrument
        self.strategy = strategy
        self.cycle = cycle
        self.horizonEndsAt = horizonEndsAt
        self.expectedReturn = expectedReturn
        self.realisedReturn = realisedReturn
        self.ruleVersion = ruleVersion
    }
}

extension OutcomeRow: StoredRow {
    static let layout = TableLayout(
        "outcomes",
        [
            "decision_id", "instrument", "strategy", "cycle", "horizon_ends_at", "expected_return",
            "realised_return", "rule_version",
        ]
    )

    var name: String { "outcome of \(decisionID) for \(instrument) by \(strategy)" }

    func bind(to binder: inout RowBinder) {
        binder.text(decisionID)
        binder.text(instrument)
        binder.text(strategy)
        binder.integer(cycle)
        binder.integer(horizonEndsAt)
        binder.real(expectedReturn)
        binder.real(realisedReturn)
        binder.integer(ruleVersion)
    }

    init(from values: inout RowValues) throws(JournalError) {
        decisionID = values.text()
        instrument = values.text()
        strategy = values.text()
        cycle = values.integer()
        horizonEndsAt = values.integer()
        expectedReturn = values.real()
        realisedReturn = values.real()
        ruleVersion = values.integer()
    }
}
