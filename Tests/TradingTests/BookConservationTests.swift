import Accounting
import Digest
import LinearAlgebra
import Market
import Testing

@testable import Trading

/// Whatever happens to a book: what it holds is capital and profit, to the last unit.
struct BookConservationTests {
    private static let names = 3

    /// A book under random events, with sums of its own to hold it against.
    private struct Life {
        var generator: Xoshiro256
        var book: Book
        let universe: [Instrument]
        var prices: [Int64]
        var received: Int64 = 0
        var sent: Int64 = 0
        var commissions: Int64 = 0
        var transfers = 0
        var steps = 0

        init(seed: UInt64) throws {
            generator = Xoshiro256(seed: seed)
            universe = try instruments(names, lot: "0.000001")
            book = Book(instruments: universe, currency: .usd)
            prices = (0..<names).map { _ in 50_123_457 }
        }

        mutating func event() throws {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: try grant()
            case 1: try recall()
            case 2: try remit()
            case 3...6: try trade()
            default: try mark()
            }
        }

        mutating func grant() throws {
            transfers += 1
            let amount = Int64.random(in: 1...90_000_000_000, using: &generator)
            received += amount
            try book.receive(
                transfer: "T-\(transfers)",
                amount: Money(micros: amount),
                at: day(steps),
                cycle: 1
            )
        }

        mutating func recall() throws {
            transfers += 1
            let amount = Int64.random(in: 1...30_000_000_000, using: &generator)
            book.recall(transfer: "T-\(transfers)", amount: Money(micros: amount))
        }

        mutating func remit() throws {
            let owed = book.recalls.map(\.amount.micros)
            let ids = book.recalls.map(\.transfer)
            let cash = try book.account().cash.micros
            let parts = try book.remit(at: day(steps), cycle: 1)
            sent += parts.reduce(0) { $0 + $1.amount.micros }
            #expect(parts.map(\.transfer) == Array(ids.prefix(parts.count)))
            #expect(parts.dropLast().allSatisfy { $0.outstanding.isZero })
            let expected = min(max(0, cash), owed.reduce(0, +))
            #expect(parts.reduce(0) { $0 + $1.amount.micros } == expected)
        }

        mutating func trade() throws {
            let index = Int.random(in: 0..<names, using: &generator)
            let side: Side = Bool.random(using: &generator) ? .buy : .sell
            // One trade in three closes exactly.
            let held = book.positions[index].quantity.micros
            let isClosing = held != 0 && Int.random(in: 0..<3, using: &generator) == 0
            let units =
                isClosing ? abs(held) : Int64.random(in: 1...200_000_000, using: &generator)
            let commission = Int64.random(in: 0...3_000_000, using: &generator)
            commissions += commission
            let price = prices[index] + Int64.random(in: -40_000...40_000, using: &generator)
            let fill = Fill(
                orderID: OrderID(worker: "w", generation: 1, number: Int64(steps)),
                number: 1,
                instrument: universe[index].id,
                side: isClosing ? (held > 0 ? .sell : .buy) : side,
                quantity: Quantity(micros: units),
                price: Price(micros: max(1, price)),
                reference: Price(micros: prices[index]),
                commission: Money(micros: commission),
                at: day(steps)
            )
            try book.apply(fill, instrument: index, cycle: 1)
        }

        mutating func mark() throws {
            steps += 1
            var bars: [Bar?] = []
            for index in 0..<names {
                let move = 1 + 0.03 * generator.normal()
                prices[index] = max(1_000, Int64(Double(prices[index]) * move))
                let isMissing = Int.random(in: 0..<4, using: &generator) == 0
                let close = Price(micros: prices[index])
                bars.append(isMissing ? nil : Bar(knownAt: day(steps), close: close))
            }
            try book.mark(MarketStep(at: day(steps), index: steps, bars: bars), cycle: 1)
            // Right after a mark the valuation is that of the positions at the marks.
            let values = try book.positionValues().reduce(0) { $0 + $1.micros }
            let account = try book.account()
            #expect(account.nav.micros == account.cash.micros + values)
        }
    }

    @Test(arguments: UInt64(1)...30)
    func `net asset value is capital, profit and commission after every event`(
        seed: UInt64
    ) throws {
        var life = try Life(seed: seed)
        for event in 0..<600 {
            try life.event()
            let account = try life.book.account()
            let profits = try life.book.profits()
            let words = Comment(rawValue: "seed \(seed), event \(event)")
            #expect(life.book.capital.micros == life.received - life.sent, words)
            #expect(profits.commission.micros == life.commissions, words)
            let profit =
                profits.realised.micros + profits.unrealised.micros - profits.commission.micros
            #expect(account.nav.micros == life.book.capital.micros + profit, words)
            let owed = life.book.recalls.reduce(0) { $0 + $1.amount.micros }
            #expect(account.owed.micros == owed, words)
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `every entry balances, and so do the accounts and the positions`(seed: UInt64) throws {
        var life = try Life(seed: seed)
        var totals: [Account: Int64] = [:]
        for _ in 0..<600 {
            try life.event()
            for entry in life.book.takeFreshEntries() {
                #expect(entry.lines.reduce(0) { $0 + $1.amount.micros } == 0, "seed \(seed)")
                for line in entry.lines { totals[line.account, default: 0] += line.amount.micros }
            }
            for position in life.book.positions {
                let booked = life.book.ledger.balance(.position(position.instrument))
                #expect(booked == position.cost, "seed \(seed)")
                #expect(!position.quantity.isZero || position.cost.isZero, "seed \(seed)")
            }
        }
        #expect(totals.values.reduce(0, +) == 0)
        for (account, total) in totals {
            #expect(life.book.ledger.balance(account).micros == total, "\(account)")
        }
        #expect(life.book.ledger.balance(.transit).micros == life.sent - life.received)
    }

    @Test func `the same events give the same digest`() throws {
        func digest() throws -> Digest {
            var life = try Life(seed: 99)
            for _ in 0..<300 { try life.event() }
            return life.book.ledger.digest
        }
        #expect(try digest() == digest())
    }
}
