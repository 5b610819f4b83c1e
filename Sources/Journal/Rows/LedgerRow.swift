/// One line of a double-entry ledger entry; the lines of an entry sum to zero.
package struct LedgerRow: Sendable, Equatable {
    /// Number of the entry, dense.
    package var entry: Int64
    /// Number of the line in its entry.
    package var line: Int64
    /// Virtual time in nanoseconds since 1970-01-01 UTC.
    package var at: Int64
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Account, such as "cash" or "worker:energy".
    package var account: String
    /// Symbol the line is about; empty for money alone.
    package var instrument: String
    /// Amount in micro-units of currency; debits are positive.
    package var amount: Int64
    /// Currency, three letters.
    package var currency: String
    /// Kind of entry, such as "fill" or "transfer".
    package var kind: String
    /// Id of the order, fill or transfer that caused it.
    package var reference: String

    /// Creates a row; nothing is checked until it is committed.
    package init(
        entry: Int64,
        line: Int64,
        at: Int64,
        cycle: Int64,
        account: String,
        instrument: String,
        amount: Int64,
        currency: String,
        kind: String,
        reference: String
    ) {
        self.entry = entry
        self.line = line
        self.at = at
        self.cycle = cycle
        self.account = account
        self.instrument = instrument
        self.amount = amount
        self.currency = currency
        self.kind = kind
        self.reference = reference
    }
}

extension LedgerRow: StoredRow {
    static let layout = TableLayout(
        "ledger",
        [
            "entry", "line", "at_time", "cycle", "account", "instrument", "amount", "currency",
            "kind", "reference",
        ]
    )

    var name: String { "line \(line) of ledger entry \(entry)" }

    func bind(to binder: inout RowBinder) {
        binder.integer(entry)
        binder.integer(line)
        binder.integer(at)
        binder.integer(cycle)
        binder.text(account)
        binder.text(instrument)
        binder.integer(amount)
        binder.text(currency)
        binder.text(kind)
        binder.text(reference)
    }

    init(from values: inout RowValues) throws(JournalError) {
        entry = values.integer()
        line = values.integer()
        at = values.integer()
        cycle = values.integer()
        account = values.text()
        instrument = values.text()
        amount = values.integer()
        currency = values.text()
        kind = values.text()
        reference = values.text()
    }
}
