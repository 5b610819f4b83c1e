package import Accounting
package import Market
package import Persistence

/// What a worker owns, at the last marks.
package struct AccountView: Sendable, Hashable {
    /// Cash and positions together.
    package let nav: Money
    /// Money not in positions; below zero when fills cost more than was reserved.
    package let cash: Money
    /// Capital recalled and not yet sent back.
    package let owed: Money
    /// Units held per instrument of the universe.
    package let quantities: [Quantity]
    /// Average cost of one unit per instrument; 0 where nothing is held.
    package let averageCosts: [Double]
}

/// A recall that is not paid in full.
package struct OutstandingRecall: Sendable, Hashable {
    /// Id of the recall.
    package let transfer: String
    /// Still owed, above zero.
    package internal(set) var amount: Money
    /// Parts paid so far.
    package internal(set) var parts: Int64 = 0
}

/// Part of a recall paid back.
package struct RemittancePaid: Sendable, Hashable {
    /// Id of the recall.
    package let transfer: String
    /// Which part it is, from 1.
    package let part: Int64
    /// Paid now, above zero.
    package let amount: Money
    /// Still owed after it.
    package let outstanding: Money
}

/// The books of one worker: cash, positions, profit, and capital that came and went.
package struct Book: Sendable {
    /// The ledger every movement is posted to.
    package private(set) var ledger: Ledger
    private let instruments: [Instrument]
    /// Open positions per instrument of the universe.
    package private(set) var positions: [Position]
    /// The last price of each instrument.
    package private(set) var marks: [Price?]
    /// Recalls not paid in full, oldest first.
    package private(set) var recalls: [OutstandingRecall] = []
    /// Capital received less capital sent back.
    package private(set) var capital: Money = .zero

    /// Opens empty books.
    package init(instruments: [Instrument], currency: Currency) {
        self.instruments = instruments
        ledger = Ledger(currency: currency)
        positions = instruments.map { Position(instrument: $0.id) }
        marks = [Price?](repeating: nil, count: instruments.count)
    }

    /// Takes capital that arrived.
    ///
    /// - Throws: ``TradingError`` with `books` or `arithmetic`.
    package mutating func receive(
        transfer: String,
        amount: Money,
        at moment: Timestamp,
        cycle: Int64
    ) throws(TradingError) {
        let credit = try trading(transfer) { () throws(MarketError) in try -amount }
        try post(
            LedgerEntry(
                kind: .transferReceived,
                at: moment,
                cycle: cycle,
                reference: transfer,
                lines: [LedgerLine(.cash, amount), LedgerLine(.transit, credit)]
            )
        )
        capital = try trading(transfer) { () throws(MarketError) in try capital + amount }
    }

    /// Notes capital that is wanted back.
    package mutating func recall(transfer: String, amount: Money) {
        recalls.append(OutstandingRecall(transfer: transfer, amount: amount))
    }

    /// Pays recalls from the cash there is, oldest first.
    ///
    /// - Throws: ``TradingError`` with `books` or `arithmetic`.
    package mutating func remit(
        at moment: Timestamp,
        cycle: Int64
    ) throws(TradingError) -> [RemittancePaid] {
        var paid: [RemittancePaid] = []
        for index in recalls.indices {
            let amount = min(recalls[index].amount, ledger.balance(.cash))
            guard amount.isPositive else { break }
            let transfer = recalls[index].transfer
            let (credit, rest, capitalLeft) = try trading(transfer) { () throws(MarketError) in
                (try -amount, try recalls[index].amount - amount, try capital - amount)
            }
            try post(
                LedgerEntry(
                    kind: .transferSent,
                    at: moment,
                    cycle: cycle,
                    reference: transfer,
                    lines: [LedgerLine(.transit, amount), LedgerLine(.cash, credit)]
                )
            )
            capital = capitalLeft
            recalls[index].amount = rest
            recalls[index].parts += 1
            let part = recalls[index].parts
            paid.append(
                RemittancePaid(transfer: transfer, part: part, amount: amount, outstanding: rest)
            )
        }
        recalls.removeAll { $0.amount.isZero }
        return paid
    }

    /// Books a trade.
    ///
    /// - Throws: ``TradingError`` with `books` or `arithmetic`.
    package mutating func apply(
        _ fill: Fill,
        instrument: Int,
        cycle: Int64
    ) throws(TradingError) {
        let change = try booked { () throws(AccountingError) in
            try positions[instrument].apply(fill)
        }
        let lines = try trading(fill.name) { () throws(MarketError) in
            let cash = try (try change.realised - change.cost) - fill.commission
            var lines = [
                LedgerLine(.cash, cash),
                LedgerLine(.position(fill.instrument), change.cost),
            ]
            if !change.realised.isZero {
                lines.append(LedgerLine(.realisedProfit, try -change.realised))
            }
            if !fill.commission.isZero { lines.append(LedgerLine(.commission, fill.commission)) }
            return lines
        }
        try post(
            LedgerEntry(
                kind: .fill,
                at: fill.at,
                cycle: cycle,
                reference: fill.name,
                lines: lines
            )
        )
    }

    /// Values the open positions at new prices and books the change.
    ///
    /// - Throws: ``TradingError`` with `books` or `arithmetic`.
    package mutating func mark(_ step: MarketStep, cycle: Int64) throws(TradingError) {
        for (index, bar) in step.bars.enumerated() {
            if let bar { marks[index] = bar.close }
        }
        var unrealised = Money.zero
        for index in positions.indices where !positions[index].quantity.isZero {
            let mark = marks[index] ?? .zero
            let value = try booked { () throws(AccountingError) in
                try positions[index].value(at: mark)
            }
            unrealised = try trading("valuation") { () throws(MarketError) in
                try unrealised + (try value - positions[index].cost)
            }
        }
        let (change, credit) = try trading("valuation") { () throws(MarketError) in
            let change = try unrealised - ledger.balance(.valuation)
            return (change, try -change)
        }
        guard !change.isZero else { return }
        try post(
            LedgerEntry(
                kind: .mark,
                at: step.at,
                cycle: cycle,
                reference: "",
                lines: [LedgerLine(.valuation, change), LedgerLine(.unrealisedProfit, credit)]
            )
        )
    }

    private mutating func post(_ entry: LedgerEntry) throws(TradingError) {
        try booked { () throws(AccountingError) in try ledger.post(entry) }
    }

    /// Hands over the entries posted since the last call, for the journal.
    package mutating func takeFreshEntries() -> [LedgerEntry] { ledger.takeFreshEntries() }
}

extension Book: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try ledger.exchange(with: &coder)
        try coder.exchange(each: &positions, of: "instruments")
        try coder.exchange(sameCount: &marks, of: "instruments")
        try coder.exchange(&recalls)
        try coder.exchange(&capital)
    }
}

extension OutstandingRecall: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        transfer = try coder.value(known?.transfer)
        amount = try coder.value(known?.amount)
        parts = try coder.value(known?.parts)
    }
}
