import Market
import Strategies
import Testing

@testable import Trading

struct PortfolioConstructionTests {
    private let rule = SizingRule(
        volatilityTarget: 0.1,
        volatilityWindow: 4,
        positionWeightMaximum: 1,
        grossWeightMaximum: 2,
        band: 0.02,
        allowsShort: true,
        barsPerYear: 3
    )

    /// Rows of closes, the same for every instrument: ±10 % in turn, 20 % volatility a year.
    private func rows(_ count: Int, instruments: Int) -> [[String?]] {
        let closes = ["100", "110", "99", "108.9", "98.01", "107.811", "97.0299"]
        return closes.prefix(count).map { [String?](repeating: $0, count: instruments) }
    }

    /// Shows all rows but the last, and returns what is needed to plan the last.
    private func warm(
        _ count: Int,
        instruments: Int
    ) throws -> (PortfolioConstruction, MarketView, MarketStep) {
        let rows = rows(count, instruments: instruments)
        var construction = PortfolioConstruction(rule: rule, instruments: instruments)
        let view = try market(rows)
        let none = [String](repeating: "0", count: instruments)
        for (index, row) in rows.dropLast().enumerated() {
            _ = try construction.plan(
                step(index, row),
                views: [],
                account: account(nav: "10000", holding: none),
                pending: none.map { _ in .zero },
                market: view
            )
        }
        return (construction, view, try step(count - 1, rows[count - 1]))
    }

    @Test func `sales come before purchases, each in order of instrument`() throws {
        var (construction, known, last) = try warm(5, instruments: 4)
        let plan = try construction.plan(
            last,
            views: [view(0, 1), view(1, 0), view(2, 1), view(3, -1)],
            account: account(nav: "10000", holding: ["0", "20", "0", "10"]),
            pending: [.zero, .zero, .zero, .zero],
            market: known
        )
        #expect(plan.targets.map(\.instrument) == [1, 3, 0, 2])
        #expect(plan.targets.map(\.change.isNegative) == [true, true, false, false])
        #expect(plan.stopped == [false, false, false, false])
    }

    @Test func `a stop closes the position at the bar that shows the loss`() throws {
        var (construction, known, last) = try warm(5, instruments: 1)
        let flat = try account(nav: "10000")
        let opening = try construction.plan(
            last,
            views: [view(0, 1, stop: 0.05)],
            account: flat,
            pending: [.zero],
            market: known
        )
        #expect(opening.targets.map(\.change.decimalString) == ["51.00"])
        let long = try account(nav: "9500", holding: ["51"], averageCosts: [107.811])
        let after = try market(rows(7, instruments: 1))
        let plan = try construction.plan(
            step(6, ["97.0299"]),
            views: [view(0, 1, stop: 0.05)],
            account: long,
            pending: [.zero],
            market: after
        )
        #expect(plan.stopped == [true])
        #expect(plan.targets.map(\.change.decimalString) == ["-51.00"])
    }

    @Test func `decisions are numbered from one and their outcomes come back`() throws {
        var (construction, known, last) = try warm(5, instruments: 1)
        let flat = try account(nav: "10000")
        let plan = try construction.plan(
            last,
            views: [view(0, 1)],
            account: flat,
            pending: [.zero],
            market: known
        )
        #expect(construction.nextNumber() == 1)
        #expect(construction.nextNumber() == 2)
        #expect(construction.decided == 2)
        construction.follow(
            Decision(
                number: 2,
                at: day(4),
                instrument: 0,
                close: try price("98.01"),
                view: view(0, 1, expected: 0.01, horizon: 1),
                isStopped: false,
                target: plan.targets[0],
                gate: GateDecision(results: [], quantity: nil),
                order: nil
            )
        )
        let next = try construction.plan(
            step(5, ["107.811"]),
            views: [],
            account: flat,
            pending: [.zero],
            market: known
        )
        #expect(next.outcomes.map(\.decision) == [2])
        #expect(isNear(next.outcomes[0].realisedReturn, 0.1, 1e-12))
    }
}
