package import Accounting
package import Journal
import Market

extension JournalBatch {
    /// Adds a row for each line of ledger entries.
    package mutating func append(_ entries: [LedgerEntry], currency: String) {
        for entry in entries {
            for (line, amount) in entry.lines.enumerated() {
                ledger.append(
                    LedgerRow(
                        entry: entry.number,
                        line: Int64(line + 1),
                        at: entry.at.nanoseconds,
                        cycle: entry.cycle,
                        account: amount.account.heading,
                        instrument: amount.account.instrument,
                        amount: amount.amount.micros,
                        currency: currency,
                        kind: entry.kind.rawValue,
                        reference: entry.reference
                    )
                )
            }
        }
    }
}
