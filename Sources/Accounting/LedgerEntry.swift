package import Market

/// Why an entry was made.
package enum EntryKind: String, Sendable, Hashable, CaseIterable {
    /// Owners put money in.
    case contribution
    /// Capital left this process.
    case transferSent = "transfer_sent"
    /// Capital arrived in this process.
    case transferReceived = "transfer_received"
    /// An order traded.
    case fill
    /// Open positions were valued at new prices.
    case mark
}

/// One amount on one account; debits are positive.
package struct LedgerLine: Sendable, Hashable {
    /// Where it is booked.
    package let account: Account
    /// The amount, debit above zero.
    package let amount: Money

    /// Takes an amount and its account.
    package init(_ account: Account, _ amount: Money) {
        self.account = account
        self.amount = amount
    }
}

/// One event in the books: lines that sum to nothing.
package struct LedgerEntry: Sendable, Hashable {
    /// Its place in this ledger, from 1; 0 before it was posted.
    package internal(set) var number: Int64 = 0
    /// Why it was made.
    package let kind: EntryKind
    /// The market time it belongs to.
    package let at: Timestamp
    /// The cycle it was made in.
    package let cycle: Int64
    /// The order fill or transfer behind it; empty for a mark.
    package let reference: String
    /// The amounts.
    package let lines: [LedgerLine]

    /// Takes an event and its amounts.
    package init(
        kind: EntryKind,
        at: Timestamp,
        cycle: Int64,
        reference: String,
        lines: [LedgerLine]
    ) {
        self.kind = kind
        self.at = at
        self.cycle = cycle
        self.reference = reference
        self.lines = lines
    }

    /// The bytes that enter the ledger's digest: fixed order, big-endian, texts with their length.
    package func canonicalBytes(currency: Currency) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + lines.count * 40)
        appendInteger(number, to: &bytes)
        appendText(kind.rawValue, to: &bytes)
        appendInteger(at.nanoseconds, to: &bytes)
        appendInteger(cycle, to: &bytes)
        appendText(reference, to: &bytes)
        appendText(currency.code, to: &bytes)
        appendInteger(Int64(lines.count), to: &bytes)
        for line in lines {
            appendText(line.account.heading, to: &bytes)
            appendText(line.account.instrument, to: &bytes)
            appendInteger(line.amount.micros, to: &bytes)
        }
        return bytes
    }
}

private func appendInteger(_ value: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
    }
}

private func appendText(_ text: String, to bytes: inout [UInt8]) {
    appendInteger(Int64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
}
