import Market
import Testing

@testable import Trading

/// Closes after which the volatility over four returns is √(4 × 0.01 / 3) a bar: ±10 % in turn.
private let sawtooth = ["100", "110", "99", "108.9", "98.01"]
/// With 3 bars a year that is an annual volatility of exactly 20 %.
private let rule = SizingRule(
    volatilityTarget: 0.1,
    volatilityWindow: 4,
    positionWeightMaximum: 1,
    grossWeightMaximum: 2,
    band: 0.02,
    allowsShort: true,
    barsPerYear: 3
)

/// A sizer that has seen the sawtooth in every instrument, and the market after it.
private struct Sized {
    var sizer: PositionSizer
    let market: MarketView
    let count: Int

    init(_ rule: SizingRule, count: Int = 1, closes: [String] = sawtooth, lot: String = "1") throws
    {
        sizer = PositionSizer(rule: rule, instruments: count)
        for (index, close) in closes.enumerated() {
            sizer.observe(try step(index, [String](repeating: close, count: count)))
        }
        let rows = closes.map { [String?](repeating: $0, count: count) }
        market = try marketAfter(rows, lot: lot)
        self.count = count
    }

    func targets(
        _ views: [InstrumentView],
        _ account: AccountView,
        pending: [String]? = nil,
        stopped: [Bool]? = nil
    ) throws -> [SizedTarget] {
        try sizer.targets(
            for: views,
            stopped: stopped ?? [Bool](repeating: false, count: count),
            account: account,
            pending: try pending?.map { try quantity($0) }
                ?? [Quantity](repeating: .zero, count: count),
            market: market
        )
    }
}

private func marketAfter(_ rows: [[String?]], lot: String) throws -> MarketView {
    try market(rows, lot: lot)
}

struct PositionSizerTests {
    private func changed(_ change: (inout SizingRule) -> Void) -> SizingRule {
        var changed = rule
        change(&changed)
        return changed
    }

    // MARK: - Volatility

    @Test func `a full view carries the target volatility`() throws {
        // 10 % wanted of an instrument with 20 %: half of 10,000 at 98.01, cut to whole units.
        let sized = try Sized(rule)
        let targets = try sized.targets([view(0, 1)], account(nav: "10000"))
        let target = try #require(targets.first)
        #expect(isNear(target.volatility, 0.2, 1e-9))
        #expect(isNear(target.uncapped, 0.5, 1e-9))
        #expect(isNear(target.weight, 0.5, 1e-9))
        #expect(target.current == 0)
        #expect(target.change.decimalString == "51.00")
    }

    @Test func `half a view is half the size, a view against is a sale`() throws {
        let sized = try Sized(rule)
        let half = try sized.targets([view(0, 0.5)], account(nav: "10000"))
        #expect(half.map(\.change.decimalString) == ["25.00"])
        let against = try sized.targets([view(0, -1)], account(nav: "10000"))
        #expect(against.map(\.change.decimalString) == ["-51.00"])
        #expect(isNear(against[0].weight, -0.5, 1e-9))
    }

    @Test func `four positions carry half as much each as one alone`() throws {
        let sized = try Sized(rule, count: 4)
        let views = (0..<4).map { view($0, 1) }
        let holding = [String](repeating: "0", count: 4)
        let targets = try sized.targets(views, account(nav: "10000", holding: holding))
        #expect(targets.count == 4)
        #expect(targets.allSatisfy { isNear($0.weight, 0.25, 1e-9) })
        #expect(targets.map(\.instrument) == [0, 1, 2, 3])
    }

    @Test func `nothing is sized before volatility is known`() throws {
        let early = try Sized(rule, closes: Array(sawtooth.prefix(4)))
        #expect(try early.targets([view(0, 1)], account(nav: "10000")).isEmpty)
        let flat = try Sized(rule, closes: [String](repeating: "100", count: 9))
        #expect(try flat.targets([view(0, 1)], account(nav: "10000")).isEmpty)
    }

    @Test func `a bar that is missing does not move volatility`() throws {
        var sizer = PositionSizer(rule: rule, instruments: 1)
        for (index, close) in sawtooth.enumerated() {
            sizer.observe(try step(2 * index, [close]))
            sizer.observe(try step(2 * index + 1, [nil]))
        }
        var sized = try Sized(rule)
        sized.sizer = sizer
        let target = try #require(try sized.targets([view(0, 1)], account(nav: "10000")).first)
        #expect(isNear(target.volatility, 0.2, 1e-9))
    }

    // MARK: - Caps and scaling

    @Test func `no weight exceeds the cap of a position`() throws {
        let sized = try Sized(changed { $0.positionWeightMaximum = 0.3 })
        let target = try #require(try sized.targets([view(0, -1)], account(nav: "10000")).first)
        #expect(isNear(target.uncapped, -0.5, 1e-9))
        #expect(target.weight == -0.3)
        #expect(target.change.decimalString == "-30.00")
    }

    @Test func `weights whose sum is too large shrink in one proportion, after the caps`() throws {
        // Two positions of 10 % / (20 % × √2) = 35.36 %, the second at half: capped at 30 % they are
        // 30 and 17.68, together 47.68; for 40 they shrink by 0.8390.
        let sized = try Sized(
            changed {
                $0.positionWeightMaximum = 0.3
                $0.grossWeightMaximum = 0.4
            },
            count: 2
        )
        let targets = try sized.targets(
            [view(0, 1), view(1, -0.5)],
            account(nav: "10000", holding: ["0", "0"])
        )
        let weights = targets.map(\.weight)
        #expect(isNear(weights[0], 0.3 * 0.4 / 0.476_776_695, 1e-6))
        #expect(isNear(weights[1], -0.176_776_695 * 0.4 / 0.476_776_695, 1e-6))
        #expect(isNear(abs(weights[0]) + abs(weights[1]), 0.4, 1e-12))
    }

    // MARK: - The band

    @Test func `a change within the band is not traded, one at its edge is`() throws {
        let sized = try Sized(rule)
        // 98.01 a unit: 49 units are 48.02 % of 10,000, 1.98 points from 50 %; 48 are 2.96 away.
        let near = try account(nav: "10000", holding: ["49"])
        #expect(try sized.targets([view(0, 1)], near).isEmpty)
        let far = try account(nav: "10000", holding: ["48"])
        #expect(try sized.targets([view(0, 1)], far).map(\.change.decimalString) == ["3.00"])
        let more = try account(nav: "10000", holding: ["54"])
        #expect(try sized.targets([view(0, 1)], more).map(\.change.decimalString) == ["-3.00"])
    }

    @Test func `an exit ignores the band`() throws {
        let sized = try Sized(rule)
        let tiny = try account(nav: "10000", holding: ["1"])
        #expect(try sized.targets([view(0, 0)], tiny).map(\.change.decimalString) == ["-1.00"])
        let short = try account(nav: "10000", holding: ["-1"])
        #expect(try sized.targets([view(0, 0)], short).map(\.change.decimalString) == ["1.00"])
        #expect(try sized.targets([view(0, 0)], account(nav: "10000")).isEmpty)
    }

    @Test func `what is on its way counts as held`() throws {
        let sized = try Sized(rule)
        let views = [view(0, 1)]
        #expect(try sized.targets(views, account(nav: "10000"), pending: ["51"]).isEmpty)
        let leaving = try account(nav: "10000", holding: ["51"])
        #expect(try sized.targets([view(0, 0)], leaving, pending: ["-51"]).isEmpty)
        let part = try sized.targets(views, account(nav: "10000"), pending: ["20"])
        #expect(part.map(\.change.decimalString) == ["31.00"])
        #expect(isNear(part[0].current, 20 * 98.01 / 10_000, 1e-12))
    }

    @Test func `two orders of one instrument never cross`() throws {
        // A purchase waits; the view has turned. The sale is decided once the purchase has ended.
        let sized = try Sized(rule)
        let waiting = try account(nav: "10000", holding: ["20"])
        #expect(try sized.targets([view(0, 0)], waiting, pending: ["31"]).isEmpty)
        #expect(try sized.targets([view(0, 1)], waiting, stopped: [true]).count == 1)
        #expect(try sized.targets([view(0, 1)], waiting, pending: ["31"], stopped: [true]).isEmpty)
        #expect(try sized.targets([view(0, 1)], waiting, pending: ["-20"]).isEmpty)
        let more = try sized.targets([view(0, 0)], waiting, pending: ["-5"])
        #expect(more.map(\.change.decimalString) == ["-15.00"])
    }

    @Test func `positions are whole lots`() throws {
        let hundreds = try Sized(rule, lot: "100")
        let large = try hundreds.targets([view(0, 1)], account(nav: "50000"))
        #expect(large.map(\.change.decimalString) == ["200.00"])
        #expect(try hundreds.targets([view(0, 1)], account(nav: "10000")).isEmpty)
        let thousandths = try Sized(rule, lot: "0.001")
        let exact = try thousandths.targets([view(0, 1)], account(nav: "10000"))
        #expect(exact.map(\.change.decimalString) == ["51.015"])
    }

    // MARK: - Shorts and stops

    @Test func `a view against is an exit where shorts are forbidden`() throws {
        let sized = try Sized(changed { $0.allowsShort = false })
        #expect(try sized.targets([view(0, -1)], account(nav: "10000")).isEmpty)
        let long = try account(nav: "10000", holding: ["51"])
        #expect(try sized.targets([view(0, -1)], long).map(\.change.decimalString) == ["-51.00"])
    }

    @Test func `a stopped position is closed whatever the view`() throws {
        let sized = try Sized(rule)
        let long = try account(nav: "10000", holding: ["51"])
        let targets = try sized.targets([view(0, 1)], long, stopped: [true])
        #expect(targets.map(\.change.decimalString) == ["-51.00"])
        #expect(targets[0].weight == 0)
        #expect(try sized.targets([view(0, 1)], account(nav: "10000"), stopped: [true]).isEmpty)
    }

    @Test func `a stopped position leaves its room to the others`() throws {
        let sized = try Sized(changed { $0.grossWeightMaximum = 0.3 }, count: 2)
        let targets = try sized.targets(
            [view(0, 1), view(1, 1)],
            account(nav: "10000", holding: ["0", "0"]),
            stopped: [true, false]
        )
        #expect(targets.map(\.instrument) == [1])
        #expect(isNear(targets[0].weight, 0.3, 1e-12))
    }
}

/// Capital wanted back.
struct RecallSizingTests {
    @Test func `a recall shrinks positions`() throws {
        // Equity is 10,000 − 4,000: half of it is 30.6 units, not 51.
        let sized = try Sized(rule)
        let recalled = try account(nav: "10000", cash: "5001.49", owed: "4000", holding: ["51"])
        let targets = try sized.targets([view(0, 1)], recalled)
        #expect(targets.map(\.change.decimalString) == ["-21.00"])
        #expect(isNear(targets[0].weight, 0.5, 1e-9))
    }

    @Test func `the band does not hold back a sale that pays a recall`() throws {
        // 31 units are 50.64 % of 6,000: within the band, but cash is short of what is owed.
        let sized = try Sized(rule)
        let short = try account(nav: "10000", cash: "3999", owed: "4000", holding: ["31"])
        #expect(try sized.targets([view(0, 1)], short).map(\.change.decimalString) == ["-1.00"])
        let enough = try account(nav: "10000", cash: "4000", owed: "4000", holding: ["31"])
        #expect(try sized.targets([view(0, 1)], enough).isEmpty)
    }

    @Test func `while a recall is unpaid the band holds back purchases as ever`() throws {
        // 29 units are 47.37 % of 6,000: 49.25 % is within the band, and a unit more.
        let sized = try Sized(rule)
        let short = try account(nav: "10000", cash: "3999", owed: "4000", holding: ["29"])
        #expect(try sized.targets([view(0, 0.985)], short).isEmpty)
    }

    @Test(arguments: ["9999.99", "10000", "10000.000001", "15000"])
    func `a recall of all there is, or more, closes every position`(owed: String) throws {
        let sized = try Sized(rule, count: 3)
        let all = try account(nav: "10000", cash: "1", owed: owed, holding: ["51", "-20", "0"])
        let targets = try sized.targets([view(0, 1), view(1, -1), view(2, 1)], all)
        #expect(targets.map(\.change.decimalString) == ["-51.00", "20.00"])
        #expect(targets.allSatisfy { $0.current.isFinite && isNear($0.weight, 0, 1) })
    }

    @Test func `what is on its way out is not sold twice when all is recalled`() throws {
        let sized = try Sized(rule)
        let all = try account(nav: "10000", cash: "1", owed: "12000", holding: ["51"])
        #expect(try sized.targets([view(0, 1)], all, pending: ["-51"]).isEmpty)
        let rest = try sized.targets([view(0, 1)], all, pending: ["-30"])
        #expect(rest.map(\.change.decimalString) == ["-21.00"])
    }

    @Test func `a worker that has lost everything closes what is left`() throws {
        let sized = try Sized(rule)
        let lost = try account(nav: "-5", cash: "-105", holding: ["1"])
        #expect(try sized.targets([view(0, 1)], lost).map(\.change.decimalString) == ["-1.00"])
    }
}
