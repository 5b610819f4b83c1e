import Market
import Testing

@testable import Trading

struct TradingStateCheckTests {
    private func result(
        _ side: Side,
        _ units: String,
        _ context: CheckContext
    ) throws -> CheckResult {
        try TradingStateCheck().verdict(on: try proposal(side, units), in: context)
    }

    @Test func `an active worker with a lease may trade`() throws {
        let result = try result(.buy, "5", try context())
        #expect(result.code == "trading_state")
        #expect(result.verdict == .pass)
        #expect(result.value == 0)
        #expect(result.limit == 0)
    }

    /// What only reduces passes, what crosses zero is cut to the position, what adds is denied.
    static let reductions: [(String, String, Side, String, String)] = [
        ("10", "0", .sell, "4", "pass"), ("10", "0", .sell, "10", "pass"),
        ("10", "0", .sell, "11", "resized 10.00"), ("10", "0", .buy, "1", "denied"),
        ("-10", "0", .buy, "10", "pass"), ("-10", "0", .buy, "25", "resized 10.00"),
        ("-10", "0", .sell, "1", "denied"), ("0", "0", .buy, "1", "denied"),
        ("0", "0", .sell, "1", "denied"),
        // A sale on its way has used the position up.
        ("10", "-10", .sell, "1", "denied"), ("10", "-4", .sell, "10", "resized 6.00"),
        ("-10", "4", .buy, "10", "resized 6.00"),
    ]

    @Test(arguments: reductions)
    func `a reducing worker may only reduce`(
        held: String,
        pending: String,
        side: Side,
        units: String,
        words: String
    ) throws {
        let context = try context(holding: [held], pending: [pending], state: .reducing)
        let result = try result(side, units, context)
        #expect(result.verdict.words == words)
        #expect(result.value == 1)
    }

    @Test(arguments: reductions)
    func `without a lease a worker may only reduce`(
        held: String,
        pending: String,
        side: Side,
        units: String,
        words: String
    ) throws {
        let context = try context(holding: [held], pending: [pending], holdsLease: false)
        let result = try result(side, units, context)
        #expect(result.verdict.words == words)
        #expect(result.value == 1)
    }

    @Test(arguments: [true, false])
    func `a strategy of a halted worker may not even reduce, with or without a lease`(
        holdsLease: Bool
    ) throws {
        let context = try context(holding: ["10"], state: .halted, holdsLease: holdsLease)
        for (side, units) in [(Side.sell, "4"), (.sell, "20"), (.buy, "1")] {
            let result = try result(side, units, context)
            #expect(result.verdict == .denied)
            #expect(result.value == 2)
        }
    }

    @Test(arguments: reductions)
    func `a stop, a recall or a person reduces a halted worker too`(
        held: String,
        pending: String,
        side: Side,
        units: String,
        words: String
    ) throws {
        let context = try context(holding: [held], pending: [pending], state: .halted)
        let order = OrderProposal(
            instrument: 0,
            side: side,
            quantity: try quantity(units),
            isProtective: true
        )
        let result = try TradingStateCheck().verdict(on: order, in: context)
        #expect(result.verdict.words == words)
        #expect(result.value == 2)
    }
}
