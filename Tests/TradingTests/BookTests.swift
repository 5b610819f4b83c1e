import Accounting
import Market
import Testing

@testable import Trading

/// A book of A and B that has received 10,000.
func book(_ capital: String = "10000") throws -> Book {
    var book = Book(instruments: try instruments(2), currency: .usd)
    try book.receive(transfer: "T-0000001", amount: money(capital), at: day(0), cycle: 1)
    return book
}

func fill(
    _ side: Side,
    _ units: String,
    at text: String,
    commission: String = "0",
    instrument: Int = 0
) throws -> Fill {
    Fill(
        orderID: OrderID(worker: "w", generation: 1, number: 1),
        number: 1,
        instrument: try instruments(2)[instrument].id,
        side: side,
        quantity: try quantity(units),
        price: try price(text),
        reference: try price(text),
        commission: try money(commission),
        at: day(1)
    )
}

struct BookTests {
    private func texts(_ book: Book) throws -> [String] {
        let (account, profits) = (try book.account(), try book.profits())
        return [
            account.nav, account.cash, profits.realised, profits.unrealised, profits.commission,
        ].map(\.decimalString)
    }

    @Test func `capital that arrives is cash`() throws {
        var book = try book()
        try book.receive(transfer: "T-0000002", amount: money("0.000001"), at: day(0), cycle: 1)
        #expect(try texts(book) == ["10000.000001", "10000.000001", "0.00", "0.00", "0.00"])
        #expect(book.capital.decimalString == "10000.000001")
        #expect(book.ledger.balance(.transit).decimalString == "-10000.000001")
        #expect(book.takeFreshEntries().map(\.reference) == ["T-0000001", "T-0000002"])
        #expect(book.takeFreshEntries().isEmpty)
    }

    @Test func `a purchase turns cash into a position, its commission is gone`() throws {
        var book = try book()
        try book.apply(fill(.buy, "10", at: "100", commission: "1.5"), instrument: 0, cycle: 1)
        try book.mark(step(1, ["100", nil]), cycle: 1)
        #expect(try texts(book) == ["9998.50", "8998.50", "0.00", "0.00", "1.50"])
        let account = try book.account()
        #expect(account.quantities.map(\.decimalString) == ["10.00", "0.00"])
        #expect(account.averageCosts == [100, 0])
    }

    @Test func `marks move net asset value without touching cash`() throws {
        var book = try book()
        try book.apply(fill(.buy, "10", at: "100"), instrument: 0, cycle: 1)
        try book.mark(step(1, ["107", nil]), cycle: 1)
        #expect(try texts(book) == ["10070.00", "9000.00", "0.00", "70.00", "0.00"])
        try book.mark(step(2, ["93", nil]), cycle: 1)
        #expect(try texts(book) == ["9930.00", "9000.00", "0.00", "-70.00", "0.00"])
        #expect(try book.positionValues().map(\.decimalString) == ["930.00", "0.00"])
    }

    @Test func `a step without a price keeps the mark and posts nothing`() throws {
        var book = try book()
        try book.apply(fill(.buy, "10", at: "100"), instrument: 0, cycle: 1)
        try book.mark(step(1, ["107", nil]), cycle: 1)
        let entries = book.ledger.count
        try book.mark(step(2, [nil, "50"]), cycle: 1)
        #expect(book.ledger.count == entries)
        #expect(book.marks.map { $0?.decimalString } == ["107.00", "50.00"])
        #expect(try texts(book)[0] == "10070.00")
    }

    @Test func `selling takes profit at average cost`() throws {
        var book = try book()
        try book.apply(fill(.buy, "10", at: "100"), instrument: 0, cycle: 1)
        try book.apply(fill(.buy, "10", at: "120"), instrument: 0, cycle: 1)
        #expect(try book.account().averageCosts[0] == 110)
        let sale = try fill(.sell, "15", at: "130", commission: "2")
        try book.apply(sale, instrument: 0, cycle: 1)
        try book.mark(step(1, ["130", nil]), cycle: 1)
        // 15 × 20 realised, 5 × 20 open, 2 paid.
        #expect(try texts(book) == ["10398.00", "9748.00", "300.00", "100.00", "2.00"])
    }

    @Test func `a short earns when the price falls and its average cost stays above zero`() throws {
        var book = try book()
        try book.apply(fill(.sell, "10", at: "100"), instrument: 0, cycle: 1)
        try book.mark(step(1, ["90", nil]), cycle: 1)
        #expect(try texts(book) == ["10100.00", "11000.00", "0.00", "100.00", "0.00"])
        let account = try book.account()
        #expect(account.quantities[0].decimalString == "-10.00")
        #expect(account.averageCosts[0] == 100)
        #expect(try book.positionValues()[0].decimalString == "-900.00")
        try book.apply(fill(.buy, "10", at: "95"), instrument: 0, cycle: 1)
        try book.mark(step(2, ["95", nil]), cycle: 1)
        #expect(try texts(book) == ["10050.00", "10050.00", "50.00", "0.00", "0.00"])
    }

    @Test func `a trade in another instrument is refused`() throws {
        var book = try book()
        let trade = try fill(.buy, "1", at: "1", instrument: 1)
        let error = #expect(throws: TradingError.self) {
            try book.apply(trade, instrument: 0, cycle: 1)
        }
        #expect(error?.code == .books)
        #expect(try texts(book)[0] == "10000.00")
    }

    @Test func `amounts beyond the range stop trading instead of trapping`() throws {
        var book = try book("9000000000000")
        let error = #expect(throws: TradingError.self) {
            try book.receive(
                transfer: "T-0000002",
                amount: money("9000000000000"),
                at: day(0),
                cycle: 1
            )
        }
        #expect(error?.code == .books)
        #expect(try texts(book)[0] == "9000000000000.00")
        #expect(throws: TradingError.self) {
            try book.apply(fill(.buy, "9000000", at: "9000000"), instrument: 0, cycle: 1)
        }
    }
}

struct RecallTests {
    private func paid(_ parts: [RemittancePaid]) -> [String] {
        parts.map { "\($0.transfer)/\($0.part) \($0.amount) of \($0.outstanding) left" }
    }

    @Test func `a recall is owed until it is paid and then gone`() throws {
        var book = try book()
        book.recall(transfer: "T-0000002", amount: try money("4000"))
        #expect(try book.account().owed.decimalString == "4000.00")
        #expect(try book.account().nav.decimalString == "10000.00")
        let parts = try book.remit(at: day(1), cycle: 1)
        #expect(paid(parts) == ["T-0000002/1 4000.00 of 0.00 left"])
        #expect(book.recalls.isEmpty)
        #expect(book.capital.decimalString == "6000.00")
        #expect(try book.account().nav.decimalString == "6000.00")
        #expect(book.ledger.balance(.transit).decimalString == "-6000.00")
        #expect(try book.remit(at: day(2), cycle: 2).isEmpty)
    }

    @Test func `a recall larger than cash pays what there is, the rest in later parts`() throws {
        var book = try book()
        try book.apply(fill(.buy, "80", at: "100"), instrument: 0, cycle: 1)
        book.recall(transfer: "T-0000002", amount: try money("5000"))
        #expect(
            paid(try book.remit(at: day(1), cycle: 1)) == ["T-0000002/1 2000.00 of 3000.00 left"]
        )
        #expect(try book.account().owed.decimalString == "3000.00")
        #expect(try book.remit(at: day(2), cycle: 2).isEmpty)
        try book.apply(fill(.sell, "10", at: "100"), instrument: 0, cycle: 3)
        #expect(
            paid(try book.remit(at: day(3), cycle: 3)) == ["T-0000002/2 1000.00 of 2000.00 left"]
        )
        try book.apply(fill(.sell, "70", at: "100"), instrument: 0, cycle: 4)
        #expect(
            paid(try book.remit(at: day(4), cycle: 4)) == ["T-0000002/3 2000.00 of 0.00 left"]
        )
        #expect(try book.account().nav.decimalString == "5000.00")
    }

    @Test func `the oldest recall is paid first`() throws {
        var book = try book()
        try book.apply(fill(.buy, "90", at: "100"), instrument: 0, cycle: 1)
        for (id, amount) in [("T-2", "600"), ("T-3", "700"), ("T-4", "50")] {
            book.recall(transfer: id, amount: try money(amount))
        }
        #expect(
            paid(try book.remit(at: day(1), cycle: 1)) == [
                "T-2/1 600.00 of 0.00 left", "T-3/1 400.00 of 300.00 left",
            ]
        )
        // The small one behind waits its turn.
        #expect(book.recalls.map(\.transfer) == ["T-3", "T-4"])
        try book.apply(fill(.sell, "4", at: "100"), instrument: 0, cycle: 2)
        #expect(
            paid(try book.remit(at: day(2), cycle: 2)) == [
                "T-3/2 300.00 of 0.00 left", "T-4/1 50.00 of 0.00 left",
            ]
        )
        #expect(book.recalls.isEmpty)
    }

    @Test func `cash below zero pays nothing`() throws {
        var book = try book()
        try book.apply(fill(.buy, "101", at: "100"), instrument: 0, cycle: 1)
        book.recall(transfer: "T-2", amount: try money("10"))
        #expect(try book.remit(at: day(1), cycle: 1).isEmpty)
        #expect(book.recalls.map(\.amount.decimalString) == ["10.00"])
        #expect(book.recalls.map(\.parts) == [0])
    }

    @Test func `profit can be recalled and leaves capital below zero`() throws {
        var book = try book("100")
        try book.apply(fill(.buy, "1", at: "100"), instrument: 0, cycle: 1)
        try book.apply(fill(.sell, "1", at: "300"), instrument: 0, cycle: 1)
        try book.mark(step(1, ["300", nil]), cycle: 1)
        book.recall(transfer: "T-2", amount: try money("300"))
        _ = try book.remit(at: day(1), cycle: 1)
        #expect(try book.account().nav.isZero)
        #expect(book.capital.decimalString == "-200.00")
        #expect(try book.profits().realised.decimalString == "200.00")
    }
}
