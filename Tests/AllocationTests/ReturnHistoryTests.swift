import Allocation
import LinearAlgebra
import Testing

private func returns(_ values: (String, Double)...) -> [WorkerReturn] {
    values.map { WorkerReturn(name: $0.0, value: $0.1) }
}

struct ReturnHistoryTests {
    @Test func `the mean doesn't depend on the order of reports`() throws {
        var first = ReturnHistory(capacity: 4)
        var second = ReturnHistory(capacity: 4)
        let one = try first.observe(returns(("b", 0.1), ("a", 0.2), ("c", -0.3)))
        let two = try second.observe(returns(("c", -0.3), ("b", 0.1), ("a", 0.2)))
        #expect(one == two)
        #expect(first == second)
        #expect(first.workers.map(\.name) == ["a", "b", "c"])
    }

    @Test func `a worker that joins later has a shorter history`() throws {
        var history = ReturnHistory(capacity: 3)
        #expect(try history.observe([]) == nil)
        _ = try history.observe(returns(("b", 0.02)))
        let mean = try history.observe(returns(("a", 0.04), ("b", 0.02)))
        #expect(mean == 0.03)
        #expect(history.window(of: "a")?.values == [0.04])
        #expect(history.window(of: "b")?.values == [0.02, 0.02])
        #expect(history.window(of: "c") == nil)
        #expect(history.portfolio.count == 2)
    }

    @Test func `a worker that didn't report counts with zero`() throws {
        var history = ReturnHistory(capacity: 3)
        _ = try history.observe(returns(("a", 0.01), ("b", 0.03)))
        #expect(try history.observe(returns(("a", 0.02))) == 0.01)
        #expect(history.window(of: "b")?.values == [0.03, 0])
        history.remove("b")
        #expect(try history.observe(returns(("a", 0.02))) == 0.02)
        #expect(history.window(of: "b") == nil)
    }

    @Test func `bad reports are refused and change nothing`() throws {
        var history = ReturnHistory(capacity: 3)
        _ = try history.observe(returns(("a", 0.01)))
        let before = history
        for (bad, code) in [
            (returns(("a", .nan)), AllocationError.Code.notFinite),
            (returns(("a", -1.1)), .impossibleReturn),
            (returns(("a", 0), ("a", 0)), .duplicateName),
        ] {
            let error = #expect(throws: AllocationError.self) { try history.observe(bad) }
            #expect(error?.code == code)
        }
        #expect(history == before)
    }

    @Test func `a history restored from its parts goes on as the first`() throws {
        let seed: UInt64 = 8
        var generator = Xoshiro256(seed: seed)
        var whole = ReturnHistory(capacity: 5)
        for _ in 0..<12 {
            let (one, two) = (generator.normal() / 100, generator.normal() / 100)
            _ = try whole.observe(returns(("a", one), ("b", two)))
        }
        let stored = whole.workers.map { worker in
            let window = RunningWindow(capacity: 5, values: worker.window.values)
            return ReturnHistory.Worker(name: worker.name, window: window)
        }
        var restored = ReturnHistory(
            workers: stored,
            portfolio: RunningWindow(capacity: 5, values: whole.portfolio.values)
        )
        #expect(restored == whole)
        let next = returns(("a", 0.01), ("b", -0.02))
        #expect(try restored.observe(next) == whole.observe(next))
        let names = ["a", "b"]
        #expect(restored.correlations(of: names, last: 5) == whole.correlations(of: names, last: 5))
    }

    @Test func `correlations are known once both windows are full`() throws {
        var history = ReturnHistory(capacity: 3)
        _ = try history.observe(returns(("a", 0.01)))
        for value in [0.02, 0.03, 0.01] {
            let early = history.correlations(of: ["a", "b", "x"], last: 3)
            #expect(early[0, 1] == nil)
            #expect(early.meanOfPairs == nil)
            _ = try history.observe(returns(("a", value), ("b", -2 * value)))
        }
        let matrix = history.correlations(of: ["a", "b", "x"], last: 3)
        #expect(abs((matrix[0, 1] ?? 0) + 1) < 1e-12)
        #expect(matrix[1, 0] == matrix[0, 1])
        #expect(matrix[0, 2] == nil)
        #expect(matrix[2, 2] == 1)
    }

    @Test func `groups are connected components`() {
        var matrix = CorrelationMatrix(count: 6, pairs: 0.1)
        matrix[0, 3] = 0.8
        matrix[3, 5] = 0.9
        matrix[1, 2] = 0.7
        #expect(matrix.groups(above: 0.7) == [[0, 3, 5], [1], [2], [4]])
        #expect(CorrelationMatrix(count: 0).groups(above: 0.7).isEmpty)
        #expect(CorrelationMatrix(count: 1).groups(above: 0.7) == [[0]])
    }
}

struct AllocationMethodTests {
    private let segments = ["a", "b", "c"].map { SegmentRecord(name: $0, stance: .neutral) }

    @Test func `every method is found by its name`() throws {
        #expect(AllocationMethods.names == ["equal_weight", "inverse_volatility", "segment_rule"])
        for name in AllocationMethods.names {
            #expect(try AllocationMethods.method(named: name).name == name)
        }
        let error = #expect(throws: AllocationError.self) {
            try AllocationMethods.method(named: "magic")
        }
        #expect(error?.code == .unknownMethod)
        #expect(error?.message.contains("equal_weight, inverse_volatility") == true)
    }

    @Test func `equal weights are equal`() throws {
        let target = try EqualWeight().target(for: segments, history: ReturnHistory(capacity: 1))
        #expect(target.weights.allSatisfy { $0.weight == 1.0 / 3 })
        #expect(target.cash == 0 && target.unplaced == 0)
    }

    @Test func `inverse volatility weighs by the measured deviation`() throws {
        var parameters = InverseVolatilityParameters()
        parameters.window = 4
        let method = try InverseVolatility(parameters)
        var history = ReturnHistory(capacity: 4)
        for sign in [1.0, -1, 1, -1] {
            let early = try method.target(for: segments, history: history)
            #expect(early.weights.allSatisfy { abs($0.weight - 1.0 / 3) < 1e-15 })
            _ = try history.observe(returns(("a", 0.01 * sign), ("b", 0.03 * sign)))
        }
        // Deviations as 1 : 3, the third counts with their mean, 2: inverses 1, 1/3, 1/2 of 11/6.
        let target = try method.target(for: segments, history: history)
        for (weight, right) in zip(target.weights, [6.0 / 11, 2.0 / 11, 3.0 / 11]) {
            #expect(abs(weight.weight - right) < 1e-12)
        }
    }

    @Test func `an idle segment can't take it all`() throws {
        let method = try InverseVolatility(InverseVolatilityParameters(window: 2))
        var history = ReturnHistory(capacity: 2)
        // Annual deviation of ±1 %: √2 % × √252 = 22.45 %, against the minimum of 1 %.
        for sign in [1.0, -1] { _ = try history.observe(returns(("a", 0.01 * sign), ("b", 0))) }
        let target = try method.target(for: Array(segments.prefix(2)), history: history)
        let volatility = 0.01 * 504.0.squareRoot()
        let right = (1 / volatility) / (1 / volatility + 100)
        #expect(abs(target.weights[0].weight - right) < 1e-12)
    }

    @Test func `the segment rule measures its history`() throws {
        var parameters = SegmentRuleParameters()
        parameters.riskWindow = 4
        parameters.performanceWindow = 4
        parameters.periodsPerYear = 4
        let rule = try SegmentRule(parameters)
        let names = ["a", "b", "c", "d", "e"]
        let records = names.map { SegmentRecord(name: $0, stance: .neutral) }
        var history = ReturnHistory(capacity: 4)
        // a: mean 1 %, deviation √(8/3) %: Sharpe 0.612 × 2 = 1.22 → 1.1. The rest never moves:
        // no Sharpe, momentum 0. Mean returns are a fifth of a's: volatility 0.65 %, one known
        // pair nowhere, so balanced.
        for value in [0.03, -0.01, 0.01, 0.01] {
            let early = try rule.target(for: records, history: history)
            #expect(early.weights.allSatisfy { abs($0.weight - 0.2) < 1e-15 })
            let rest = names.dropFirst().map { WorkerReturn(name: $0, value: 0) }
            _ = try history.observe(returns(("a", value)) + rest)
        }
        let measures = PortfolioMeasures(of: history, for: records, parameters)
        let deviation = (8.0 / 3).squareRoot() / 100
        #expect(abs((measures.segments[0].sharpe ?? 0) - 0.02 / deviation) < 1e-12)
        let growth = 1.03 * 0.99 * 1.01 * 1.01
        #expect(abs((measures.segments[0].momentum ?? 0) - (growth - 1)) < 1e-15)
        #expect(measures.segments[1] == SegmentMeasures(sharpe: nil, momentum: 0))
        #expect(abs((measures.volatility ?? 0) - 2 * deviation / 5) < 1e-12)
        let target = try rule.target(for: records, history: history)
        #expect(target.stance == .balanced)
        #expect(abs(target.weights[0].weight - 1.1 / 5.1) < 1e-12)
    }
}
