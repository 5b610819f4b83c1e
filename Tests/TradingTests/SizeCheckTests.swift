import Market
import Testing

@testable import Trading

struct OrderNotionalCheckTests {
    private func result(
        _ side: Side,
        _ units: String,
        maximum: String,
        in context: CheckContext
    ) throws -> CheckResult {
        try OrderNotionalCheck(maximum: money(maximum))
            .verdict(on: try proposal(side, units), in: context)
    }

    @Test func `an order at the limit passes, one above is cut to it`() throws {
        let context = try context(closes: ["99"])
        let at = try result(.buy, "10", maximum: "990", in: context)
        #expect(at.code == "order_notional")
        #expect(at.verdict == .pass)
        #expect(at.value == 990)
        #expect(at.limit == 990)
        let above = try result(.sell, "11", maximum: "1088.99", in: context)
        #expect(above.verdict.words == "resized 10.00")
        #expect(above.value == 1089)
        #expect(above.limit == 1088.99)
    }

    @Test func `an order is cut to whole lots`() throws {
        let hundreds = try context(closes: ["9"], lot: "100")
        let result = try result(.buy, "1000", maximum: "2699.99", in: hundreds)
        #expect(result.verdict.words == "resized 200.00")
    }

    @Test func `sales out of a position are held to the limit too`() throws {
        let result = try result(.sell, "10", maximum: "300", in: try context(holding: ["10"]))
        #expect(result.verdict.words == "resized 3.00")
    }

    @Test func `without a price there is no notional`() throws {
        let result = try result(.buy, "1", maximum: "300", in: try unpriced())
        #expect(result.verdict == .denied)
        #expect(result.value == .infinity)
    }

    @Test func `an order too large to value stops trading instead of trapping`() throws {
        let context = try context(closes: ["9000000000000"])
        let error = #expect(throws: TradingError.self) {
            try result(.buy, "1000", maximum: "300", in: context)
        }
        #expect(error?.code == .arithmetic)
    }
}

struct PositionWeightCheckTests {
    private let check = PositionWeightCheck(maximum: 0.25)

    private func result(
        _ side: Side,
        _ units: String,
        _ context: CheckContext
    ) throws -> CheckResult {
        try check.verdict(on: try proposal(side, units), in: context)
    }

    @Test(arguments: [
        // held, pending, side, units, verdict, weight after; a unit is 1 % of equity.
        ("0", "0", Side.buy, "25", "pass", 0.25), ("0", "0", .buy, "40", "resized 25.00", 0.4),
        ("0", "0", .sell, "40", "resized 25.00", 0.4),
        ("10", "0", .buy, "16", "resized 15.00", 0.26),
        ("10", "5", .buy, "16", "resized 10.00", 0.31),
        ("30", "-10", .buy, "9", "resized 5.00", 0.29),
        ("-10", "0", .sell, "20", "resized 15.00", 0.3),
        // Across zero: the position closes and 25 open on the other side.
        ("-10", "0", .buy, "40", "resized 35.00", 0.3),
        ("10", "0", .sell, "90", "resized 35.00", 0.8), ("10", "0", .sell, "35", "pass", 0.25),
        // Too large already: it may shrink, never grow.
        ("60", "0", .sell, "5", "pass", 0.55), ("60", "0", .sell, "60", "pass", 0),
        ("60", "0", .buy, "1", "resized 0.00", 0.61), ("-60", "0", .buy, "5", "pass", 0.55),
        ("-60", "0", .sell, "1", "resized 0.00", 0.61),
    ])
    func `no order takes a position past its part of equity`(
        held: String,
        pending: String,
        side: Side,
        units: String,
        words: String,
        weight: Double
    ) throws {
        let result = try result(side, units, try context(holding: [held], pending: [pending]))
        #expect(result.code == "position_weight")
        #expect(result.verdict.words == words)
        #expect(isNear(result.value, weight, 1e-12))
        #expect(result.limit == 0.25)
    }

    @Test func `capital that is recalled is no equity`() throws {
        let result = try result(.buy, "25", try context(owed: "6000"))
        #expect(result.verdict.words == "resized 10.00")
        #expect(isNear(result.value, 0.625, 1e-12))
    }

    @Test(arguments: ["10000", "12000"])
    func `without equity a position may only shrink`(owed: String) throws {
        let context = try context(owed: owed, holding: ["10"])
        #expect(try result(.sell, "4", context).verdict == .pass)
        #expect(try result(.sell, "10", context).verdict == .pass)
        #expect(try result(.sell, "12", context).verdict.words == "resized 10.00")
        let beyond = try result(.buy, "1", context)
        #expect(beyond.verdict == .denied)
        #expect(beyond.value == .infinity)
    }

    @Test func `without a price nothing is opened`() throws {
        #expect(try result(.buy, "1", try unpriced()).verdict == .denied)
        #expect(try result(.sell, "1", try unpriced(holding: "3")).verdict == .pass)
    }
}

struct BuyingPowerCheckTests {
    private func result(
        _ side: Side,
        _ units: String,
        leverage: Double = 1,
        buffer: Double = 0,
        in context: CheckContext
    ) throws -> CheckResult {
        try BuyingPowerCheck(leverageMaximum: leverage, cashBuffer: buffer)
            .verdict(on: try proposal(side, units), in: context)
    }

    @Test func `an order may cost what there is and no more`() throws {
        let all = try result(.buy, "100", in: try context())
        #expect(all.code == "buying_power")
        #expect(all.verdict == .pass)
        #expect(isNear(all.value, 10_000, 1e-9))
        #expect(isNear(all.limit, 10_000, 1e-9))
        let more = try result(.buy, "101", in: try context())
        #expect(more.verdict.words == "resized 100.00")
        #expect(isNear(more.value, 10_100, 1e-9))
    }

    @Test(arguments: [
        // cash, owed, reserved, buffer and what is left of 10,000 to buy with.
        ("10000", "0", "0", 0.05, 9_500.0), ("10000", "4000", "0", 0, 6_000),
        ("10000", "0", "2500", 0, 7_500), ("3000", "0", "0", 0, 3_000),
        ("3000", "1000", "500", 0.05, 1_050), ("1000", "2000", "0", 0, 0),
        ("-5", "0", "0", 0, 0),
    ])
    func `cash owed, reserved or kept back buys nothing`(
        cash: String,
        owed: String,
        reserved: String,
        buffer: Double,
        power: Double
    ) throws {
        let context = try context(cash: cash, owed: owed, reserved: reserved)
        let result = try result(.buy, "200", buffer: buffer, in: context)
        #expect(isNear(result.limit, power, 1e-9))
        #expect(result.verdict == .resized(to: try Quantity(rounding: power / 100)))
    }

    @Test func `an order of exactly what may be added is not made smaller by rounding`() throws {
        for buffer in 1...99 {
            let result = try result(
                .buy,
                "\(100 - buffer)",
                buffer: Double(buffer) / 100,
                in: try context()
            )
            #expect(result.verdict == .pass, "buffer \(buffer) %")
        }
    }

    @Test func `gross exposure counts every position and every order on its way`() throws {
        // 20 short and 10 more on their way at 100, 5 of B at 200: 3,000 + 1,000 of 20,000.
        let context = try context(
            closes: ["100", "200"],
            holding: ["-20", "5"],
            pending: ["-10", "0"]
        )
        let result = try result(.sell, "500", leverage: 2, in: context)
        #expect(isNear(result.limit, 20_000 - 3_000 - 1_000, 1e-9))
        #expect(result.verdict.words == "resized 160.00")
    }

    @Test func `leverage above one borrows, up to the limit less what is kept in cash`() throws {
        let empty = try context(cash: "0", holding: ["100"])
        let result = try result(.buy, "300", leverage: 2, buffer: 0.1, in: empty)
        #expect(isNear(result.limit, 9_000, 1e-9))
        #expect(result.verdict.words == "resized 90.00")
    }

    @Test func `what reduces a position always passes`() throws {
        // Nothing left, everything recalled, gross exposure far past its limit.
        let tight = try context(cash: "-500", owed: "20000", holding: ["900"])
        #expect(try result(.sell, "900", in: tight).verdict == .pass)
        #expect(try result(.sell, "1", in: tight).verdict == .pass)
        let short = try context(cash: "0", owed: "20000", holding: ["-900"])
        #expect(try result(.buy, "900", in: short).verdict == .pass)
    }

    @Test func `without a price nothing can be bought`() throws {
        let result = try result(.buy, "1", in: try unpriced())
        #expect(result.verdict == .denied)
        #expect(result.limit == 0)
    }

    // MARK: - Across zero

    @Test func `a position can be turned round with the exposure it frees`() throws {
        // Fully invested: closing 100 frees 10,000, which 100 the other way use up.
        let long = try context(cash: "0", holding: ["100"])
        #expect(try result(.sell, "200", in: long).verdict == .pass)
        #expect(try result(.sell, "201", in: long).verdict.words == "resized 200.00")
        let short = try context(cash: "20000", holding: ["-100"])
        #expect(try result(.buy, "200", in: short).verdict == .pass)
        #expect(try result(.buy, "250", in: short).verdict.words == "resized 200.00")
    }

    @Test func `an order across zero always closes the position`() throws {
        // Equity has fallen to half of the exposure: nothing new, but the old must go.
        let under = try context(nav: "5000", cash: "-5000", holding: ["100"])
        #expect(try result(.sell, "180", in: under).verdict.words == "resized 150.00")
        let owing = try context(nav: "5000", cash: "-5000", owed: "9000", holding: ["100"])
        #expect(try result(.sell, "180", in: owing).verdict.words == "resized 100.00")
    }

    @Test func `covering and buying both cost cash where nothing is borrowed`() throws {
        // 50 short: 15,000 in cash less 3,000 reserved are 120 units, of which 50 only cover.
        let context = try context(cash: "15000", holding: ["-50"], reserved: "3000")
        let result = try result(.buy, "150", in: context)
        #expect(result.verdict.words == "resized 120.00")
    }
}
