package import Digest
package import Market
package import Persistence

/// The books of one process: double entry, whole millionths, one currency.
///
/// Every prefix has a digest, so two runs can be compared entry by entry and a stored digest can be
/// continued after a restart.
package struct Ledger: Sendable {
    /// The currency of every amount.
    package let currency: Currency
    /// Entries posted so far.
    package private(set) var count: Int64 = 0
    private var balances: [Account: Money] = [:]
    private var chain = DigestChain()
    private var fresh: [LedgerEntry] = []

    /// Opens empty books.
    package init(currency: Currency) {
        self.currency = currency
    }

    /// The digest over all entries in order.
    package var digest: Digest { chain.digest }

    /// The balance of an account, debit above zero; nothing for an account never used.
    package func balance(_ account: Account) -> Money {
        balances[account] ?? .zero
    }

    /// Books an entry whole or not at all.
    ///
    /// - Throws: ``AccountingError`` with `unbalanced` when its lines do not sum to nothing, `empty`
    ///   when it has fewer than two, `overflow` when a balance would not fit.
    package mutating func post(_ entry: LedgerEntry) throws(AccountingError) {
        guard entry.lines.count >= 2 else {
            throw AccountingError(.empty, "entry \(entry.reference) has fewer than two lines")
        }
        var sum: Int128 = 0
        for line in entry.lines { sum += Int128(line.amount.micros) }
        guard sum == 0 else {
            throw AccountingError(
                .unbalanced,
                "\(entry.kind.rawValue) \(entry.reference) is out of balance by \(sum) millionths"
            )
        }
        var updated: [(Account, Money)] = []
        updated.reserveCapacity(entry.lines.count)
        for line in entry.lines {
            let before = updated.last { $0.0 == line.account }?.1 ?? balance(line.account)
            let after = try booking("account \(line.account.heading)") { () throws(MarketError) in
                try before + line.amount
            }
            updated.append((line.account, after))
        }
        for (account, amount) in updated { balances[account] = amount }
        count += 1
        var numbered = entry
        numbered.number = count
        chain.append(numbered.canonicalBytes(currency: currency))
        fresh.append(numbered)
    }

    /// Hands over the entries posted since the last call, in order, for the journal.
    package mutating func takeFreshEntries() -> [LedgerEntry] {
        defer { fresh.removeAll(keepingCapacity: true) }
        return fresh
    }
}

extension Ledger: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&count)
        try coder.exchange(&balances)
        guard let digest = Digest(bytes: try coder.bytes(chain.digest.bytes)) else {
            throw PersistenceError(.malformed, "a ledger's digest has 32 bytes")
        }
        chain = DigestChain(from: digest)
        try coder.exchange(&fresh)
    }
}
