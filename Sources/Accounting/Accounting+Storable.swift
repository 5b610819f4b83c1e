import Market
package import Persistence

extension Account: Storable {
    package init(_ known: Account?, in coder: inout StateCoder) throws(PersistenceError) {
        let heading = try coder.value(known?.heading)
        let instrument = try coder.value(known?.instrument)
        guard let account = Account(heading: heading, instrument: instrument) else {
            throw PersistenceError(.malformed, "\"\(heading)\" \(instrument) is no account")
        }
        self = account
    }
}

extension EntryKind: Storable {}

extension LedgerLine: Storable {
    package init(_ known: LedgerLine?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(try coder.value(known?.account), try coder.value(known?.amount))
    }
}

extension LedgerEntry: Storable {
    package init(_ known: LedgerEntry?, in coder: inout StateCoder) throws(PersistenceError) {
        let number = try coder.value(known?.number)
        self.init(
            kind: try coder.value(known?.kind),
            at: try coder.value(known?.at),
            cycle: try coder.value(known?.cycle),
            reference: try coder.value(known?.reference),
            lines: try coder.value(known?.lines)
        )
        self.number = number
    }
}
