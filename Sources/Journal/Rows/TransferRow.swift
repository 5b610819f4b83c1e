/// One step of a transfer of capital between the treasury and a worker.
///
/// The journal holds each step of each transfer once: a second one is refused by its key.
package struct TransferRow: Sendable, Equatable {
    /// The steps of a transfer.
    package enum Event: String, Sendable, Codable, CaseIterable {
        /// The master decided it.
        case decided
        /// It left in a message.
        case sent
        /// The worker took the message.
        case received
        /// The worker booked it.
        case applied
        /// The worker gave the cash back.
        case remitted
        /// The master heard that it was booked.
        case acknowledged
    }

    /// Id of the transfer, such as "T-0000087".
    package var id: String
    /// The step.
    package var event: Event
    /// Which part of a recall that is paid in parts, from 1; 0 for what happens once.
    package var part: Int64
    /// Cycle it belongs to.
    package var cycle: Int64
    /// Worker that gives or takes the capital.
    package var worker: String
    /// Amount in micro-units of currency, positive.
    package var amount: Int64
    /// Currency, three letters.
    package var currency: String
    /// Proposal that asked for it; empty when none did.
    package var proposalID: String
    /// Position of the message whose handling produced the row.
    package var position: Int64
    /// Wall time of the step, nanoseconds since 1970-01-01 UTC.
    package var wallTime: Int64

    /// Creates a row; nothing is checked until it is committed.
    package init(
        id: String,
        event: Event,
        part: Int64 = 0,
        cycle: Int64,
        worker: String,
        amount: Int64,
        currency: String,
        proposalID: String,
        position: Int64,
        wallTime: Int64
    ) {
        self.id = id
        self.event = event
        self.part = part
        self.cycle = cycle
        self.worker = worker
        self.amount = amount
        self.currency = currency
        self.proposalID = proposalID
        self.position = position
        self.wallTime = wallTime
    }
}

extension TransferRow: StoredRow {
    static let layout = TableLayout(
        "transfers",
        [
            "id", "event", "part", "cycle", "worker", "amount", "currency", "proposal_id",
            "position",
            "wall_time",
        ]
    )

    var name: String {
        part == 0
            ? "transfer \(id) \(event.rawValue)" : "transfer \(id) \(event.rawValue), part \(part)"
    }

    func bind(to binder: inout RowBinder) {
        binder.text(id)
        binder.text(event.rawValue)
        binder.integer(part)
        binder.integer(cycle)
        binder.text(worker)
        binder.integer(amount)
        binder.text(currency)
        binder.text(proposalID)
        binder.integer(position)
        binder.integer(wallTime)
    }

    init(from values: inout RowValues) throws(JournalError) {
        id = values.text()
        event = try values.word()
        part = values.integer()
        cycle = values.integer()
        worker = values.text()
        amount = values.integer()
        currency = values.text()
        proposalID = values.text()
        position = values.integer()
        wallTime = values.integer()
    }
}
