import Market
import Testing

@testable import Trading

struct StaleDataCheckTests {
    private let check = StaleDataCheck(maximumDays: 3)

    @Test(arguments: [(0.0, true), (2.5, true), (3, true), (3.0001, false), (40, false)])
    func `a price may be as old as the limit and no older`(days: Double, passes: Bool) throws {
        let now = day(1).advanced(byNanoseconds: Int64(days * 86_400e9))
        let result = check.verdict(on: try proposal(.buy, "1"), in: try context(now: now))
        #expect(result.code == "stale_data")
        #expect(result.verdict == (passes ? .pass : .denied))
        #expect(isNear(result.value, days, 1e-9))
        #expect(result.limit == 3)
    }

    @Test func `an instrument that never had a price is infinitely stale`() throws {
        let result = check.verdict(on: try proposal(.buy, "1"), in: try unpriced())
        #expect(result.verdict == .denied)
        #expect(result.value == .infinity)
    }

    @Test func `a stale price closes nothing either`() throws {
        let late = try context(holding: ["10"], now: day(30))
        #expect(check.verdict(on: try proposal(.sell, "10"), in: late).verdict == .denied)
    }
}

struct PriceCollarCheckTests {
    private let check = PriceCollarCheck(collar: 0.2)

    private func result(
        _ side: Side,
        _ units: String,
        from before: String,
        to close: String,
        holding: String = "0",
        pending: String = "0"
    ) throws -> CheckResult {
        let context = try context(
            closes: [close],
            before: [before],
            holding: [holding],
            pending: [pending]
        )
        return try check.verdict(on: try proposal(side, units), in: context)
    }

    @Test(arguments: [
        ("119.99", true), ("120.01", false), ("80.01", true), ("79.99", false), ("100", true),
        ("1000", false), ("0.01", false),
    ])
    func `nothing is opened on a price that jumped too far`(close: String, passes: Bool) throws {
        for side in Side.allCases {
            let result = try result(side, "5", from: "100", to: close)
            #expect(result.code == "price_collar")
            #expect(result.verdict == (passes ? .pass : .denied))
            let move = abs(try price(close).value / 100 - 1)
            #expect(isNear(result.value, move, 1e-12))
            #expect(result.limit == 0.2)
        }
    }

    @Test func `a crash does not trap a position`() throws {
        let part = try result(.sell, "4", from: "100", to: "50", holding: "10")
        #expect(part.verdict == .pass)
        #expect(isNear(part.value, 0.5, 1e-12))
        let all = try result(.sell, "10", from: "100", to: "50", holding: "10")
        #expect(all.verdict == .pass)
        let short = try result(.buy, "10", from: "100", to: "190", holding: "-10")
        #expect(short.verdict == .pass)
    }

    @Test func `an order across zero on such a price closes the position and no more`() throws {
        let turn = try result(.sell, "15", from: "100", to: "50", holding: "10")
        #expect(turn.verdict.words == "resized 10.00")
        let cover = try result(.buy, "15", from: "100", to: "190", holding: "-12", pending: "2")
        #expect(cover.verdict.words == "resized 10.00")
    }

    @Test func `a position may not grow on such a price`() throws {
        let grown = try result(.buy, "1", from: "100", to: "50", holding: "10")
        #expect(grown.verdict == .denied)
    }

    @Test func `the first price has none to be far from`() throws {
        let first = CheckContext(
            account: try account(nav: "10000"),
            pending: [.zero],
            reserved: .zero,
            market: try market([["100"]]),
            now: day(0),
            state: .active,
            holdsLease: true
        )
        let result = try check.verdict(on: try proposal(.buy, "1"), in: first)
        #expect(result.verdict == .pass)
        #expect(result.value == 0)
    }
}
