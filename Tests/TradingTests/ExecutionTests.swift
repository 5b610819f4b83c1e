import Market
import Persistence
import Simulation
import Testing

@testable import Trading

/// A venue that answers as scripted, the last answer for ever, and notes what it was asked.
private struct Scripted: Venue {
    var answers: [VenueAnswer]
    /// Parts of an order it fills instead, as numerator of a tenth.
    var tenths: Int64?

    mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {}

    mutating func match(
        _ order: Order,
        instrument: Instrument,
        bar: Bar
    ) throws(TradingError) -> VenueAnswer {
        if let tenths {
            let units = Quantity(micros: order.quantity.micros / 10 * tenths)
            return .filled(
                Fill(
                    orderID: order.id,
                    number: 1,
                    instrument: order.instrument,
                    side: order.side,
                    quantity: units,
                    price: bar.close,
                    reference: bar.close,
                    commission: .zero,
                    at: bar.knownAt
                )
            )
        }
        return answers.count > 1 ? answers.removeFirst() : answers[0]
    }
}

struct ExecutionTests {
    private let universe = (0..<2).map { index in
        Instrument(id: InstrumentID(index == 0 ? "A" : "B"))
    }

    private func execution(_ answers: VenueAnswer..., tenths: Int64? = nil) -> Execution {
        Execution(
            venue: Scripted(answers: answers, tenths: tenths),
            worker: "energy",
            generation: 2
        )
    }

    /// The simulated venue without costs.
    private func simulated() -> Execution {
        let costs = VenueCosts(
            halfSpread: .zero,
            impact: .zero,
            commission: .zero,
            commissionMinimum: .zero,
            participationMaximum: 0.1
        )
        return Execution(venue: SimulatedVenue(costs: costs), worker: "energy", generation: 1)
    }

    private func submit(
        _ execution: inout Execution,
        _ side: Side,
        _ units: String,
        at text: String = "100",
        instrument: Int = 0,
        on number: Int = 0
    ) throws -> Order {
        try execution.submit(
            OrderProposal(instrument: instrument, side: side, quantity: try quantity("999")),
            quantity: quantity(units),
            price: price(text),
            instrument: universe[instrument].id,
            at: day(number)
        )
    }

    private func step(_ count: Int, _ a: Bar?, _ b: Bar? = nil) -> MarketStep {
        MarketStep(at: day(count), index: count, bars: [a, b])
    }

    // MARK: - Sending

    @Test func `orders are numbered in the order they are sent and carry what the gate left`()
        throws
    {
        var execution = execution(.waiting)
        let first = try submit(&execution, .buy, "5", at: "101.5", on: 3)
        let second = try submit(&execution, .sell, "7", instrument: 1)
        #expect(first.id.description == "O-energy-2-000001")
        #expect(second.id.description == "O-energy-2-000002")
        #expect(first.quantity.decimalString == "5.00")
        #expect(first.reference.decimalString == "101.50")
        #expect(first.decidedAt == day(3))
        #expect(execution.sent == 2)
        #expect(execution.working.map(\.order) == [first, second])
    }

    @Test func `purchases reserve what they cost at the price of the decision, sales nothing`()
        throws
    {
        var execution = execution(.waiting)
        #expect(try execution.reserved().isZero)
        #expect(try execution.pending(instruments: 2).map(\.decimalString) == ["0.00", "0.00"])
        _ = try submit(&execution, .buy, "5", at: "101.5")
        _ = try submit(&execution, .sell, "7", at: "50", instrument: 1)
        _ = try submit(&execution, .buy, "2", at: "100")
        _ = try submit(&execution, .sell, "1", at: "100")
        #expect(try execution.reserved().decimalString == "707.50")
        #expect(try execution.pending(instruments: 2).map(\.decimalString) == ["6.00", "-7.00"])
    }

    @Test func `an order too dear to reserve stops trading and is not sent`() throws {
        var execution = execution(.waiting)
        let error = #expect(throws: TradingError.self) {
            try submit(&execution, .buy, "9000000000", at: "9000000000")
        }
        #expect(error?.code == .arithmetic)
        #expect(execution.sent == 0)
        #expect(execution.working.isEmpty)
    }

    // MARK: - Law 4

    @Test func `an order never fills at the bar it was decided on`() throws {
        var execution = simulated()
        let order = try submit(&execution, .buy, "5", on: 4)
        for number in [2, 3, 4] {
            let events = try execution.match(
                step(number, try bar(number, "100", open: "90")),
                instruments: universe
            )
            #expect(events.isEmpty)
        }
        #expect(try execution.pending(instruments: 2)[0].decimalString == "5.00")
        let next = try execution.match(
            step(5, try bar(5, "130", open: "110")),
            instruments: universe
        )
        guard case .filled(let fill, let instrument) = next.first else {
            Issue.record("the order did not fill at the next bar")
            return
        }
        #expect(next.count == 1)
        #expect(instrument == 0)
        #expect(fill.orderID == order.id)
        #expect(fill.price.decimalString == "110.00")
        #expect(fill.at == day(5))
        #expect(try execution.pending(instruments: 2)[0].isZero)
        #expect(try execution.reserved().isZero)
    }

    @Test func `an order waits for a bar of its own instrument`() throws {
        var execution = simulated()
        _ = try submit(&execution, .buy, "5")
        let other = try execution.match(step(1, nil, try bar(1, "50")), instruments: universe)
        #expect(other.isEmpty)
        #expect(execution.working.count == 1)
        let own = try execution.match(step(2, try bar(2, "100")), instruments: universe)
        #expect(own.count == 1)
        #expect(execution.working.isEmpty)
    }

    // MARK: - What the venue answers

    @Test func `a waiting order stays reserved and keeps its place`() throws {
        var execution = execution(.waiting)
        let first = try submit(&execution, .buy, "5")
        let second = try submit(&execution, .buy, "6")
        for number in 1...3 {
            let events = try execution.match(
                step(number, try bar(number, "100")),
                instruments: universe
            )
            #expect(events.isEmpty)
        }
        #expect(execution.working.map(\.order) == [first, second])
        #expect(try execution.reserved().decimalString == "1100.00")
    }

    @Test func `a rejected order ends and frees what it reserved`() throws {
        let reason = VenueRejection(code: "price_limit", words: "too far")
        var execution = execution(.rejected(reason), .waiting)
        let first = try submit(&execution, .buy, "5")
        let second = try submit(&execution, .buy, "6")
        let events = try execution.match(step(1, try bar(1, "100")), instruments: universe)
        #expect(events == [.ended(first, reason)])
        #expect(execution.working.map(\.order) == [second])
        #expect(try execution.reserved().decimalString == "600.00")
    }

    @Test func `what a partial fill leaves ends with the bar`() throws {
        var execution = execution(.waiting, tenths: 3)
        let order = try submit(&execution, .sell, "50")
        let events = try execution.match(step(1, try bar(1, "100")), instruments: universe)
        #expect(events.count == 2)
        guard case .filled(let fill, _) = events[0], case .ended(let ended, let reason) = events[1]
        else {
            Issue.record("expected a fill and an end, found \(events)")
            return
        }
        #expect(fill.quantity.decimalString == "15.00")
        #expect(ended == order)
        #expect(reason.code == "rest_expired")
        #expect(reason.words == "15.00 of 50.00 traded")
        #expect(execution.working.isEmpty)
        #expect(try execution.pending(instruments: 2)[0].isZero)
        let later = try execution.match(step(2, try bar(2, "100")), instruments: universe)
        #expect(later.isEmpty)
    }

    @Test func `a whole fill is not followed by an end`() throws {
        var execution = execution(.waiting, tenths: 10)
        _ = try submit(&execution, .sell, "50")
        let events = try execution.match(step(1, try bar(1, "100")), instruments: universe)
        #expect(events.count == 1)
    }

    @Test func `orders meet the venue oldest first`() throws {
        var execution = simulated()
        let orders = [
            try submit(&execution, .buy, "5"), try submit(&execution, .sell, "2", instrument: 1),
            try submit(&execution, .sell, "1"),
        ]
        let events = try execution.match(
            step(1, try bar(1, "100"), try bar(1, "100")),
            instruments: universe
        )
        let filled = events.compactMap { event -> OrderID? in
            guard case .filled(let fill, _) = event else { return nil }
            return fill.orderID
        }
        #expect(filled == orders.map(\.id))
    }

    @Test func `a participation cap fills a part and the rest expires`() throws {
        var execution = simulated()
        _ = try submit(&execution, .buy, "50")
        let events = try execution.match(
            step(1, try bar(1, "100", volume: "123")),
            instruments: universe
        )
        guard case .filled(let fill, _) = events.first,
            case .ended(_, let reason) = events.last
        else {
            Issue.record("expected a fill and an end, found \(events)")
            return
        }
        #expect(fill.quantity.decimalString == "12.00")
        #expect(reason.code == "rest_expired")
    }

    @Test func `a bar without volume leaves the order working, the next one fills it`() throws {
        var execution = simulated()
        _ = try submit(&execution, .buy, "5")
        let none = try execution.match(
            step(1, try bar(1, "100", volume: "0")),
            instruments: universe
        )
        #expect(none.isEmpty)
        #expect(try execution.reserved().decimalString == "500.00")
        let some = try execution.match(
            step(2, try bar(2, "102", volume: "900")),
            instruments: universe
        )
        #expect(some.count == 1)
        #expect(try execution.reserved().isZero)
    }
}
