/// The state of the whole portfolio at the end of a cycle; only the master writes it.
package struct CycleRow: Sendable, Equatable {
    /// Number of the cycle.
    package var cycle: Int64
    /// Virtual time after which the cycle begins, nanoseconds since 1970-01-01 UTC.
    package var from: Int64
    /// Virtual time at which it ends, inclusive.
    package var to: Int64
    /// Net asset value in micro-units of currency.
    package var nav: Int64
    /// Cash held by the master, in micro-units.
    package var treasury: Int64
    /// Capital on its way, in micro-units.
    package var inTransit: Int64
    /// Highest net asset value so far, in micro-units.
    package var peakNav: Int64
    /// Fall from the peak as a fraction, 0 or more.
    package var drawdown: Double
    /// Posture of the portfolio, such as "balanced".
    package var stance: String
    /// State of the market, such as "bull"; empty when unknown.
    package var regime: String
    /// Confidence in the regime, 0 to 1.
    package var regimeConfidence: Double
    /// Digest of the ledger after the cycle; `nil` when it was not taken.
    package var ledgerDigest: [UInt8]?

    /// Creates a row; nothing is checked until it is committed.
    package init(
        cycle: Int64,
        from: Int64,
        to: Int64,
        nav: Int64,
        treasury: Int64,
        inTransit: Int64,
        peakNav: Int64,
        drawdown: Double,
        stance: String,
        regime: String,
        regimeConfidence: Double,
        ledgerDigest: [UInt8]?
    ) {
        self.cycle = cycle
        self.from = from
        self.to = to
        self.nav = nav
        self.treasury = treasury
        self.inTransit = inTransit
        self.peakNav = peakNav
        self.drawdown = drawdown
        self.stance = stance
        self.regime = regime
        self.regimeConfidence = regimeConfidence
        self.ledgerDigest = ledgerDigest
    }
}

extension CycleRow: StoredRow {
    static let layout = TableLayout(
        "cycles",
        [
            "cycle", "from_time", "to_time", "nav", "treasury", "in_transit", "peak_nav",
            "drawdown", "stance", "regime", "regime_confidence", "ledger_digest",
        ]
    )

    var name: String { "cycle \(cycle)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(cycle)
        binder.integer(from)
        binder.integer(to)
        binder.integer(nav)
        binder.integer(treasury)
        binder.integer(inTransit)
        binder.integer(peakNav)
        binder.real(drawdown)
        binder.text(stance)
        binder.text(regime)
        binder.real(regimeConfidence)
        binder.optionalBlob(ledgerDigest)
    }

    init(from values: inout RowValues) throws(JournalError) {
        cycle = values.integer()
        from = values.integer()
        to = values.integer()
        nav = values.integer()
        treasury = values.integer()
        inTransit = values.integer()
        peakNav = values.integer()
        drawdown = values.real()
        stance = values.text()
        regime = values.text()
        regimeConfidence = values.real()
        ledgerDigest = values.optionalBlob()
    }
}
