import Accounting
import Digest
import Market
import Testing

private func entry(_ lines: [LedgerLine], reference: String = "T-1") -> LedgerEntry {
    LedgerEntry(kind: .contribution, at: .epoch, cycle: 1, reference: reference, lines: lines)
}

struct LedgerTests {
    @Test func `a balanced entry moves both accounts`() throws {
        var ledger = Ledger(currency: .usd)
        let amount = try Money.units(10)
        try ledger.post(
            entry([
                LedgerLine(.treasury, amount), LedgerLine(.contributedCapital, -amount),
            ])
        )
        #expect(ledger.balance(.treasury) == amount)
        #expect(ledger.balance(.contributedCapital) == (try -amount))
        #expect(ledger.count == 1)
    }

    @Test func `an entry out of balance changes nothing and says by how much`() throws {
        var ledger = Ledger(currency: .usd)
        let before = ledger.digest
        let error = #expect(throws: AccountingError.self) {
            try ledger.post(
                entry([
                    LedgerLine(.treasury, Money(micros: 3)),
                    LedgerLine(.contributedCapital, Money(micros: -2)),
                ])
            )
        }
        #expect(error?.code == .unbalanced)
        #expect(error?.message.contains("1 millionths") == true)
        #expect(ledger.digest == before)
        #expect(ledger.balance(.treasury).isZero)
    }

    @Test func `an entry that would overflow a balance changes nothing`() throws {
        var ledger = Ledger(currency: .usd)
        let most = Money(micros: .max)
        let all = [LedgerLine(.treasury, most), LedgerLine(.contributedCapital, try -most)]
        try ledger.post(entry(all))
        let error = #expect(throws: AccountingError.self) { try ledger.post(entry(all)) }
        #expect(error?.code == .overflow)
        #expect(ledger.balance(.treasury) == most)
        #expect(ledger.count == 1)
    }

    @Test func `two lines on one account add up`() throws {
        var ledger = Ledger(currency: .usd)
        let one = Money(micros: 1)
        try ledger.post(
            entry([
                LedgerLine(.cash, one), LedgerLine(.cash, one),
                LedgerLine(.transit, Money(micros: -2)),
            ])
        )
        #expect(ledger.balance(.cash).micros == 2)
    }

    @Test func `any change of any entry changes the digest`() throws {
        func digest(_ amount: Int64, _ reference: String) throws -> String {
            var ledger = Ledger(currency: .usd)
            let money = Money(micros: amount)
            try ledger.post(
                entry(
                    [LedgerLine(.cash, money), LedgerLine(.transit, -money)],
                    reference: reference
                )
            )
            return ledger.digest.description
        }
        let base = try digest(1, "T-1")
        #expect(try digest(1, "T-1") == base)
        #expect(try digest(2, "T-1") != base)
        #expect(try digest(1, "T-2") != base)
    }
}
