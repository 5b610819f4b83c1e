import Accounting
import Market
import Testing

private let xom = InstrumentID("XOM")

private func fill(_ side: Side, _ quantity: String, at price: String) throws -> Fill {
    Fill(
        orderID: OrderID(worker: "energy", generation: 1, number: 1),
        number: 1,
        instrument: xom,
        side: side,
        quantity: try Quantity(decimal: quantity),
        price: try Price(decimal: price),
        reference: try Price(decimal: price),
        commission: .zero,
        at: .epoch
    )
}

struct PositionTests {
    @Test func `selling part of a long position takes profit at average cost`() throws {
        var position = Position(instrument: xom)
        _ = try position.apply(fill(.buy, "100", at: "10"))
        _ = try position.apply(fill(.buy, "100", at: "20"))
        let change = try position.apply(fill(.sell, "50", at: "18"))
        #expect(change.realised.decimalString == "150.00")
        #expect(change.cost.decimalString == "-750.00")
        #expect(position.cost.decimalString == "2250.00")
        #expect(position.quantity.decimalString == "150.00")
    }

    @Test func `covering a short takes profit when the price fell`() throws {
        var position = Position(instrument: xom)
        _ = try position.apply(fill(.sell, "10", at: "50"))
        #expect(position.cost.decimalString == "-500.00")
        let change = try position.apply(fill(.buy, "10", at: "45"))
        #expect(change.realised.decimalString == "50.00")
        #expect(position.cost.isZero)
        #expect(position.quantity.isZero)
    }

    @Test func `a sale beyond what is held closes and opens a short`() throws {
        var position = Position(instrument: xom)
        _ = try position.apply(fill(.buy, "10", at: "50"))
        let change = try position.apply(fill(.sell, "15", at: "60"))
        #expect(change.realised.decimalString == "100.00")
        #expect(position.quantity.decimalString == "-5.00")
        #expect(position.cost.decimalString == "-300.00")
    }

    @Test func `a trade in another instrument is refused and changes nothing`() throws {
        var position = Position(instrument: InstrumentID("CVX"))
        let trade = try fill(.buy, "1", at: "1")
        #expect(throws: AccountingError.self) { try position.apply(trade) }
        #expect(position.quantity.isZero)
    }

    @Test func `cash and cost together always equal profit`() throws {
        var state: UInt64 = 7
        var position = Position(instrument: xom)
        var cash = Money.zero
        var realised = Money.zero
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let side: Side = state >> 63 == 0 ? .buy : .sell
            let quantity = Quantity(micros: Int64(state >> 20 & 0xfffffff) + 1)
            let price = Price(micros: Int64(state >> 30 & 0x3ffffff) + 1)
            let trade = Fill(
                orderID: OrderID(worker: "w", generation: 1, number: 1),
                number: 1,
                instrument: xom,
                side: side,
                quantity: quantity,
                price: price,
                reference: price,
                commission: .zero,
                at: .epoch
            )
            let change = try position.apply(trade)
            realised = try realised + change.realised
            let paid = try -(try change.cost - change.realised)
            cash = try cash + paid
            let total = try cash + position.cost
            #expect(total == realised)
        }
    }
}
