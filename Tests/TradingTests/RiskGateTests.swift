import Market
import Testing

@testable import Trading

/// Says what it was told and remembers nothing.
private struct Said: PreTradeCheck {
    static let code = "said"
    let answer: Verdict

    func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) -> CheckResult {
        CheckResult(code: Self.code, verdict: answer, value: proposal.quantity.value, limit: 1)
    }
}

struct RiskGateTests {
    private let limits = GateLimits(
        positionWeightMaximum: 0.25,
        orderNotionalMaximum: Money(micros: 2_000_000_000),
        priceCollar: 0.2,
        staleAfterDays: 3,
        leverageMaximum: 1,
        cashBuffer: 0.05
    )

    private func gate() -> RiskGate { RiskGate(checks: RiskGate.standardChecks(limits)) }

    private func gate(_ answers: [Verdict]) -> RiskGate {
        RiskGate(checks: answers.map { Said(answer: $0) })
    }

    @Test func `every order is held against the standard checks in their order`() throws {
        var gate = gate()
        let decision = try gate.decide(on: try proposal(.buy, "5"), in: try context())
        #expect(
            decision.results.map(\.code) == [
                "trading_state", "short_sale", "stale_data", "price_collar", "order_notional",
                "position_weight", "buying_power",
            ]
        )
        #expect(decision.results.allSatisfy { $0.verdict == .pass })
        #expect(decision.quantity == (try quantity("5")))
        #expect(gate.takeTallies().isEmpty)
    }

    @Test func `a denial ends the list`() throws {
        var gate = gate()
        let jumped = try context(closes: ["100"], before: ["50"])
        let decision = try gate.decide(on: try proposal(.buy, "5"), in: jumped)
        #expect(decision.quantity == nil)
        #expect(
            decision.results.map(\.code) == [
                "trading_state", "short_sale", "stale_data", "price_collar",
            ]
        )
        #expect(decision.results.last?.verdict == .denied)
    }

    @Test func `each check sees what the one before left`() throws {
        // 60 units are 6,000: 2,000 an order leave 20, 25 % of the position leave 20, power 9,500.
        var gate = gate()
        let decision = try gate.decide(on: try proposal(.buy, "60"), in: try context())
        #expect(decision.quantity == (try quantity("20")))
        #expect(decision.results.map(\.verdict.words)[4] == "resized 20.00")
        #expect(isNear(decision.results[5].value, 0.2, 1e-12))
        #expect(decision.results[5].verdict == .pass)
        #expect(isNear(decision.results[6].value, 2_000, 1e-9))
    }

    @Test func `two checks can make one order smaller, one after the other`() throws {
        var gate = gate()
        let context = try context(cash: "1500", holding: ["10"])
        let decision = try gate.decide(on: try proposal(.buy, "60"), in: context)
        // 20 by the notional, 15 by the weight, (1,500 − 500) / 100 by the cash.
        #expect(
            decision.results.suffix(3).map(\.verdict.words) == [
                "resized 20.00", "resized 15.00", "resized 10.00",
            ]
        )
        #expect(decision.quantity == (try quantity("10")))
        #expect(gate.takeTallies().map(\.resized) == [1, 1, 1])
    }

    @Test(arguments: [("0.999999", nil), ("0", nil), ("-3", nil), ("1", "1"), ("7.9", "7")])
    func `what is left is whole lots, and less than one is a denial`(
        left: String,
        expected: String?
    ) throws {
        var gate = gate([.resized(to: try quantity(left)), .pass])
        let decision = try gate.decide(on: try proposal(.buy, "9"), in: try context())
        #expect(decision.quantity == (try expected.map { try quantity($0) }))
        #expect(decision.results.count == (expected == nil ? 1 : 2))
        let tally = try #require(gate.takeTallies().first)
        #expect(tally.denied == (expected == nil ? 1 : 0))
        #expect(tally.resized == (expected == nil ? 0 : 1))
    }

    @Test func `tallies count per check and start again when handed over`() throws {
        var gate = gate()
        let jumped = try context(closes: ["100"], before: ["50"])
        for _ in 0..<3 { _ = try gate.decide(on: try proposal(.buy, "5"), in: jumped) }
        _ = try gate.decide(on: try proposal(.buy, "21"), in: try context())
        let halted = try context(state: .halted)
        _ = try gate.decide(on: try proposal(.buy, "5"), in: halted)
        let tallies = gate.takeTallies()
        #expect(tallies.map(\.code) == ["trading_state", "price_collar", "order_notional"])
        #expect(tallies.map(\.denied) == [1, 3, 0])
        #expect(tallies.map(\.resized) == [0, 0, 1])
        #expect(gate.takeTallies().isEmpty)
    }

    @Test func `a gate without checks lets everything pass`() throws {
        var gate = gate([])
        let decision = try gate.decide(on: try proposal(.sell, "9"), in: try context())
        #expect(decision.quantity == (try quantity("9")))
        #expect(decision.results.isEmpty)
    }

    @Test func `what only reduces passes however tight the limits, up to one order's notional`()
        throws
    {
        var gate = gate()
        let tight = try context(
            closes: ["100"],
            before: ["300"],
            nav: "500",
            cash: "-9000",
            owed: "5000",
            holding: ["95"],
            state: .reducing,
            holdsLease: false
        )
        let decision = try gate.decide(on: try proposal(.sell, "95"), in: tight)
        #expect(decision.quantity == (try quantity("20")))
        #expect(decision.results.map(\.verdict.words)[4] == "resized 20.00")
    }

    @Test func `a halted worker sends nothing`() throws {
        var gate = gate()
        let halted = try context(holding: ["20"], state: .halted)
        #expect(try gate.decide(on: try proposal(.sell, "20"), in: halted).quantity == nil)
    }

    @Test func `a reducing worker's order across zero closes the position and no more`() throws {
        var gate = gate()
        let reducing = try context(holding: ["12"], state: .reducing)
        let decision = try gate.decide(on: try proposal(.sell, "19"), in: reducing)
        #expect(decision.quantity == (try quantity("12")))
    }

    @Test(arguments: [
        ("sell", "5", "10", "pass"), ("sell", "10", "10", "pass"),
        ("sell", "15", "10", "resized 10.00"),
        ("sell", "5", "0", "denied"), ("buy", "5", "0", "pass"),
    ])
    func `without short sales no more is sold than is held`(
        side: String,
        quantity: String,
        held: String,
        expected: String
    ) throws {
        let wanted = try proposal(side == "buy" ? .buy : .sell, quantity)
        let result = try ShortSaleCheck(isAllowed: false)
            .verdict(on: wanted, in: context(holding: [held]))
        #expect(result.verdict.words == expected)
        let free = try ShortSaleCheck(isAllowed: true)
            .verdict(on: wanted, in: context(holding: [held]))
        #expect(free.verdict == .pass)
    }
}
