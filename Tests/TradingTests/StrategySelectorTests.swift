import Market
import Persistence
import Strategies
import Testing

@testable import Trading

/// Says nothing on its first bars, then is fully long; to tell a silent strategy from a flat one.
private struct Late: Strategy {
    static let specification = StrategySpecification(
        name: "late",
        summary: "silent at first",
        ruleVersion: 1,
        parameters: [
            ParameterSpecification("silence", "bars", standard: 2, range: 0...500, isWhole: true)
        ]
    )
    static let evidence = "nothing"
    private var left: Int

    init(parameters: StrategyParameters) { left = parameters.whole("silence") }

    mutating func observe(_ bar: Bar) -> Signal? {
        left -= 1
        return left < 0 ? signal(1) : nil
    }

    mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&left)
    }
}

struct StrategySelectorTests {
    /// Closes that lose on balance for `falls` bars and then gain on balance.
    private func swing(falls: Int, rises: Int) -> [Double] {
        var closes = [100.0]
        for bar in 1..<(falls + rises) {
            let isFalling = bar < falls
            let large = isFalling ? 0.98 : 1.02
            let small = isFalling ? 1.01 : 0.99
            closes.append(closes[bar - 1] * (bar % 2 == 0 ? large : small))
        }
        return closes.map { ($0 * 1e6).rounded() / 1e6 }
    }

    private func steps(_ closes: [Double]) throws -> [MarketStep] {
        try closes.enumerated().map { index, close in
            MarketStep(
                at: day(index),
                index: index,
                bars: [Bar(knownAt: day(index), close: try Price(rounding: close))]
            )
        }
    }

    @Test func `a view is made of every strategy that has one, for instruments with a bar`() throws
    {
        var selector = StrategySelector(
            assignments: [
                assignment(Stubborn.self, ["strength": 0.5], share: 0.6),
                assignment(Late.self, ["silence": 1], share: 0.4),
            ],
            instruments: 3
        )
        let first = selector.decide(try step(0, ["10", nil, "30"]))
        #expect(first.map(\.instrument) == [0, 2])
        #expect(first[0].views.map(\.strategy) == [0])
        #expect(isNear(first[0].conviction, 0.3, 1e-15))
        let second = selector.decide(try step(1, ["10", "20", nil]))
        #expect(second.map(\.instrument) == [0, 1])
        #expect(second[0].views.map(\.strategy) == [0, 1])
        #expect(isNear(second[0].conviction, 0.7, 1e-15))
        #expect(second[1].views.map(\.strategy) == [0])
    }

    @Test func `an instrument of which no strategy speaks has no view`() throws {
        var selector = StrategySelector(assignments: [assignment(Late.self)], instruments: 1)
        #expect(selector.decide(try step(0, ["10"])).isEmpty)
        #expect(selector.decide(try step(1, ["10"])).isEmpty)
        #expect(selector.decide(try step(2, ["10"])).count == 1)
    }

    @Test func `standings begin as the topology says`() {
        let selector = StrategySelector(
            assignments: [assignment(Stubborn.self, share: 0.7)],
            instruments: 1
        )
        #expect(selector.standings.map(\.name) == ["stubborn"])
        #expect(selector.standings.map(\.ruleVersion) == [3])
        #expect(selector.standings.map(\.share) == [0.7])
        #expect(selector.standings[0].since == nil)
        #expect(selector.standings[0].evidence == nil)
    }

    @Test func `a losing strategy is halved at the first review with evidence and then restored`()
        throws
    {
        var selector = StrategySelector(
            assignments: [assignment(Stubborn.self, share: 0.8)],
            instruments: 1
        )
        var shares: [Double] = []
        for step in try steps(swing(falls: 150, rises: 250)) {
            let views = selector.decide(step)
            shares.append(selector.standings[0].share)
            #expect(isNear(views[0].conviction, shares[step.index], 1e-15))
        }
        // 126 paper returns are there at step 125, the next review is at 126.
        #expect(shares[..<126].allSatisfy { $0 == 0.8 })
        #expect(shares[126] == 0.4)
        let restored = try #require(shares[126...].firstIndex(of: 0.8))
        #expect(restored % 21 == 0)
        #expect(shares[126..<restored].allSatisfy { $0 == 0.4 })
        #expect(shares[restored...].allSatisfy { $0 == 0.8 })
        #expect(selector.standings[0].since == day(restored))
        #expect(selector.standings[0].evidence ?? -1 > 0)
    }

    @Test func `evidence is the Sharpe ratio of the strength before times the return`() throws {
        let closes = swing(falls: 80, rises: 120)
        var selector = StrategySelector(
            assignments: [assignment(Stubborn.self, ["strength": -0.5])],
            instruments: 1
        )
        var paper: [Double] = []
        for step in try steps(closes) {
            let index = step.index
            paper.append(index == 0 ? 0 : -0.5 * (closes[index] / closes[index - 1] - 1))
            _ = selector.decide(step)
            guard index % 21 == 0, index >= 125 else { continue }
            let last = paper.suffix(126)
            let mean = last.reduce(0, +) / 126
            let squares = last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let sharpe = mean / (squares / 125).squareRoot() * 252.0.squareRoot()
            let found = try #require(selector.standings[0].evidence)
            #expect(isNear(found, sharpe, 1e-9))
            #expect(selector.standings[0].share == (sharpe < 0 ? 0.5 : 1))
        }
    }

    @Test func `paper returns are the mean over all instruments of the universe`() throws {
        var selector = StrategySelector(assignments: [assignment(Stubborn.self)], instruments: 2)
        _ = selector.decide(try step(0, ["100", "50"]))
        _ = selector.decide(try step(1, ["110", nil]))
        #expect(isNear(selector.takeActivity()[0].paperReturn, 0.05, 1e-15))
        // B missed a bar: its next return covers both.
        _ = selector.decide(try step(2, ["110", "60"]))
        #expect(isNear(selector.takeActivity()[0].paperReturn, 0.1, 1e-15))
    }

    @Test func `the view of a bar earns nothing of that bar`() throws {
        var selector = StrategySelector(
            assignments: [assignment(Late.self, ["silence": 1])],
            instruments: 1
        )
        _ = selector.decide(try step(0, ["100"]))
        _ = selector.decide(try step(1, ["200"]))
        #expect(selector.takeActivity()[0].paperReturn == 0)
        _ = selector.decide(try step(2, ["220"]))
        #expect(isNear(selector.takeActivity()[0].paperReturn, 0.1, 1e-15))
    }

    @Test func `handing over activity starts the count again`() throws {
        var selector = StrategySelector(
            assignments: [
                assignment(Stubborn.self), assignment(Stubborn.self, ["strength": 0], share: 0.25),
            ],
            instruments: 2
        )
        _ = selector.decide(try step(0, ["100", "50"]))
        _ = selector.decide(try step(1, ["110", "50"]))
        let activity = selector.takeActivity()
        #expect(activity.map(\.signals) == [4, 0])
        #expect(activity.map(\.share) == [1, 0.25])
        #expect(isNear(activity[0].paperReturn, 0.05, 1e-15))
        #expect(activity[1].paperReturn == 0)
        let again = selector.takeActivity()
        #expect(again.map(\.signals) == [0, 0])
        #expect(again.map(\.paperReturn) == [0, 0])
        #expect(again.map(\.share) == [1, 0.25])
    }

    @Test func `a strategy is judged on paper by its own signals, whatever it may trade`() throws {
        // The winner and the loser see the same market; only the loser is cut.
        var selector = StrategySelector(
            assignments: [
                assignment(Stubborn.self, ["strength": 1], share: 0.5),
                assignment(Stubborn.self, ["strength": -1], share: 0.5),
            ],
            instruments: 1
        )
        for step in try steps(swing(falls: 1, rises: 200)) { _ = selector.decide(step) }
        #expect(selector.standings.map(\.share) == [0.5, 0.25])
        let evidence = selector.standings.compactMap(\.evidence)
        #expect(isNear(evidence[0], -evidence[1], 1e-9))
    }
}
