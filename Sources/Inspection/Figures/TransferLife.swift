package import Market

/// Every station on the way of a transfer, with its time and with what both ledgers booked.
package struct TransferLife: Sendable {
    /// One station.
    package struct Station: Sendable, Hashable {
        /// What happened: decided, journaled, sent, received, applied, remitted or acknowledged.
        package let event: String
        /// The process in which it happened.
        package let process: String
        /// The cycle it belongs to.
        package let cycle: Int64
        /// When, by that process's clock; `nil` where the journals do not tell.
        package let at: Timestamp?
        /// Whether it happened then or before, which is all that is known.
        package let isLatest: Bool
        /// How much was moved; `nil` where nothing was.
        package let amount: Money?
        /// The message it rode in, or that tells of it; empty where none is on record.
        package let message: String

        /// Takes a station.
        package init(
            _ event: String,
            process: String,
            cycle: Int64,
            at: Timestamp?,
            isLatest: Bool = false,
            amount: Money? = nil,
            message: String
        ) {
            self.event = event
            self.process = process
            self.cycle = cycle
            self.at = at
            self.isLatest = isLatest
            self.amount = amount
            self.message = message
        }
    }

    /// A line of a ledger entry.
    package struct Booking: Sendable, Hashable {
        /// The process whose ledger it is.
        package let process: String
        /// Number of the entry.
        package let entry: Int64
        /// Kind of entry, such as `transfer_sent`.
        package let kind: String
        /// The cycle it belongs to.
        package let cycle: Int64
        /// The heading of the books that the line stands under.
        package let account: String
        /// Debits are above zero.
        package let amount: Money

        /// Takes a line.
        package init(
            process: String,
            entry: Int64,
            kind: String,
            cycle: Int64,
            account: String,
            amount: Money
        ) {
            self.process = process
            self.entry = entry
            self.kind = kind
            self.cycle = cycle
            self.account = account
            self.amount = amount
        }
    }

    /// What it is and how far it came.
    package let transfer: TransferExplanation
    /// The stations, in order.
    package let stations: [Station]
    /// Lines of the master's ledger, then of the worker's.
    package let bookings: [Booking]

    /// Takes a life.
    package init(transfer: TransferExplanation, stations: [Station], bookings: [Booking]) {
        self.transfer = transfer
        self.stations = stations
        self.bookings = bookings
    }

    /// The life as people read it.
    package func lines(width: Int, style: TextStyle) -> [String] {
        var lines = wrapped(transfer.headline, width: width).map { style($0, .strong) }
        lines += table().lines(width: width, style: style)
        if stations.contains(where: \.isLatest) {
            lines += wrapped(
                "≤ at the latest: a commit has no time of its own; a message that acknowledges what "
                    + "it rests on proves that it was durable by then.",
                width: width
            ).map { style($0, .faint) }
        }
        var booked = Table([
            Table.Column("ledger", .left), Table.Column("entry"), Table.Column("cycle", rank: 2),
            Table.Column("kind", .left, rank: 1), Table.Column("account", .left),
            Table.Column("debit", unit: transfer.currency),
            Table.Column("credit", unit: transfer.currency),
        ])
        for booking in bookings {
            let amount = NumberText.money(Money(micros: abs(booking.amount.micros)))
            let isDebit = booking.amount.micros >= 0
            booked.add([
                .init(booking.process), .init(NumberText.integer(booking.entry)),
                .init(NumberText.integer(booking.cycle)), .init(booking.kind),
                .init(booking.account), .init(isDebit ? amount : ""),
                .init(isDebit ? "" : amount),
            ])
        }
        guard !bookings.isEmpty else { return lines + ["", "no ledger has booked it yet"] }
        return lines + [""] + booked.lines(width: width, style: style)
    }

    private func table() -> Table {
        var table = Table([
            Table.Column("station", .left), Table.Column("process", .left),
            Table.Column("cycle", rank: 3), Table.Column("UTC", .left, rank: 2),
            Table.Column("since decided"), Table.Column("amount", rank: 1),
            Table.Column("message", .left),
        ])
        let start = stations.compactMap(\.at).first
        for station in stations {
            let bound = station.isLatest ? "≤ " : ""
            let since = station.at.flatMap { at in
                start.map { at.nanoseconds - $0.nanoseconds }
            }
            table.add([
                .init(station.event, station.isLatest ? .faint : .plain), .init(station.process),
                .init(NumberText.integer(station.cycle)),
                .init(station.at.map { bound + Self.clock($0) } ?? "not told", .faint),
                .init(since.map { bound + NumberText.duration(nanoseconds: $0) } ?? "–"),
                .init(station.amount.map { NumberText.money($0) } ?? ""),
                .init(station.message, .faint),
            ])
        }
        return table
    }

    /// `14:03:07.123456`.
    private static func clock(_ at: Timestamp) -> String {
        let text = at.description
        guard let time = text.split(separator: "T").last else { return text }
        return String(time.prefix { $0 != "Z" })
    }

    /// The life as programs read it.
    package var json: JSONValue {
        guard case .object(var fields) = transfer.json else { return transfer.json }
        fields["stations"] = .array(
            stations.map { station in
                [
                    "event": .string(station.event), "process": .string(station.process),
                    "cycle": .integer(station.cycle),
                    "at": .optional(station.at?.description),
                    "is_latest": .bool(station.isLatest),
                    "amount": .optional(station.amount?.decimalString),
                    "message": .string(station.message),
                ]
            }
        )
        fields["ledger"] = .array(
            bookings.map { booking in
                [
                    "process": .string(booking.process), "entry": .integer(booking.entry),
                    "kind": .string(booking.kind), "cycle": .integer(booking.cycle),
                    "account": .string(booking.account),
                    "amount": .string(booking.amount.decimalString),
                ]
            }
        )
        fields["steps"] = nil
        return .object(fields)
    }
}
