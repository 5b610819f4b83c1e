import Allocation
import LinearAlgebra
import Testing

struct SegmentRuleTests {
    @Test(arguments: segmentRuleCases)
    func `the table computed by hand holds`(row: SegmentRuleCase) throws {
        let target = try SegmentRule().target(for: row.segments, measures: row.portfolio)
        #expect(target.stance == row.stance)
        #expect(target.cash == row.cash)
        #expect(abs(target.unplaced - row.unplaced) < 1e-12)
        #expect(target.weights.map(\.name) == row.segments.map(\.name))
        for (weight, right) in zip(target.weights, row.weights) {
            #expect(abs(weight.weight - right) < 1e-12, "\(weight.name) has \(weight.weight)")
        }
        #expect(row.weights.count == row.segments.count)
    }

    @Test func `stances take precedence in the order of the table`() throws {
        func stance(_ volatility: Double?, _ correlation: Double?) throws -> PortfolioStance {
            let segments = ["a", "b"].map { SegmentRecord(name: $0, stance: .neutral) }
            let measures = PortfolioMeasures(
                segments: [SegmentMeasures(), SegmentMeasures()],
                volatility: volatility,
                correlations: CorrelationMatrix(count: 2, pairs: correlation)
            )
            return try SegmentRule().target(for: segments, measures: measures).stance
        }
        #expect(try stance(0.26, 0.9) == .defensive)
        #expect(try stance(0.26, nil) == .defensive)
        #expect(try stance(0.25, 0.71) == .diversified)
        #expect(try stance(0.10, 0.71) == .diversified)
        #expect(try stance(0.25, 0.7) == .balanced)
        #expect(try stance(0.14, 0.39) == .opportunistic)
        #expect(try stance(0.15, 0.39) == .balanced)
        #expect(try stance(0.14, 0.4) == .balanced)
        #expect(try stance(0.10, nil) == .balanced)
        #expect(try stance(nil, 0.9) == .balanced)
    }

    @Test func `cash and what fits nowhere add up`() throws {
        // Three segments fill 80 %: 26.7 % each, cut to 25 %: 5 % are left besides the cash.
        let segments = ["a", "b", "c"].map { SegmentRecord(name: $0, stance: .neutral) }
        let measures = PortfolioMeasures(
            segments: segments.map { _ in SegmentMeasures() },
            volatility: 0.3,
            correlations: CorrelationMatrix(count: 3)
        )
        let target = try SegmentRule().target(for: segments, measures: measures)
        #expect(target.cash == 0.2)
        #expect(abs(target.unplaced - 0.05) < 1e-12)
        #expect(target.weights.allSatisfy { $0.weight == 0.25 })
    }

    @Test func `steps say what moved each segment`() throws {
        let row = segmentRuleCases[6]
        let target = try SegmentRule().target(for: row.segments, measures: row.portfolio)
        let kinds = target.steps.map(\.kind)
        #expect(kinds.prefix(2) == [.base, .stance])
        #expect(kinds.suffix(4) == [.cap, .excess, .cap, .excess])
        let words = target.steps.map(\.words)
        #expect(words.contains("segment0: Sharpe 1.60 above 1.50, times 1.30"))
        #expect(words.contains("segment4: momentum -20.00 % below -15.00 %, times 0.80"))
        #expect(words.contains("segment0: 29.21 % cut to 25.00 %"))
        #expect(words.contains("4.21 % handed to the 4 groups below the limit, in proportion"))
        let shared = segmentRuleCases[11]
        let chain = try SegmentRule().target(for: shared.segments, measures: shared.portfolio)
        let cut = try #require(chain.steps.first { $0.kind == .sharedCap })
        #expect(cut.subject == "segment0+segment1+segment2")
    }

    @Test func `every target is whole and within its limits`() throws {
        let rule = try SegmentRule()
        for seed in UInt64(1)...400 {
            var generator = Xoshiro256(seed: seed)
            let (segments, measures) = randomInput(&generator)
            let target = try rule.target(for: segments, measures: measures)
            let sum = target.weights.reduce(0) { $0 + $1.weight }
            #expect(abs(sum + target.cash + target.unplaced - 1) < 1e-12, "seed \(seed)")
            #expect(target.unplaced >= 0, "seed \(seed)")
            for weight in target.weights {
                #expect(weight.weight > 0 && weight.weight <= 0.25 + 1e-12, "seed \(seed)")
            }
            for row in segments.indices {
                for column in segments.indices where column != row {
                    guard let value = measures.correlations[row, column], value > 0.7 else {
                        continue
                    }
                    let pair = target.weights[row].weight + target.weights[column].weight
                    #expect(pair <= 0.25 + 1e-12, "seed \(seed)")
                }
            }
        }
    }

    @Test func `the order of segments doesn't change their weights`() throws {
        for seed in UInt64(1)...50 {
            var generator = Xoshiro256(seed: seed)
            let (segments, measures) = randomInput(&generator)
            let count = segments.count
            var matrix = CorrelationMatrix(count: count)
            for row in 0..<count {
                for column in (row + 1)..<max(row + 1, count) {
                    matrix[count - 1 - row, count - 1 - column] = measures.correlations[row, column]
                }
            }
            let reversed = PortfolioMeasures(
                segments: measures.segments.reversed(),
                volatility: measures.volatility,
                correlations: matrix
            )
            let rule = try SegmentRule()
            let target = try rule.target(for: segments, measures: measures)
            let other = try rule.target(for: segments.reversed(), measures: reversed)
            for weight in target.weights {
                let mirrored = try #require(other.weight(of: weight.name))
                #expect(abs(weight.weight - mirrored) < 1e-12, "seed \(seed)")
            }
        }
    }

    @Test func `inputs that don't fit are refused by code`() throws {
        let rule = try SegmentRule()
        let one = [SegmentRecord(name: "a", stance: .neutral)]
        let known = PortfolioMeasures(
            segments: [SegmentMeasures(sharpe: .nan)],
            correlations: CorrelationMatrix(count: 1)
        )
        func code(_ segments: [SegmentRecord]) -> AllocationError.Code? {
            #expect(throws: AllocationError.self) {
                try rule.target(for: segments, measures: known)
            }?.code
        }
        #expect(code([]) == .noSegments)
        #expect(code(one + one) == .duplicateName)
        #expect(code(one + [SegmentRecord(name: "b", stance: .alpha)]) == .countMismatch)
        #expect(code(one) == .notFinite)
        let short = #expect(throws: AllocationError.self) {
            try rule.target(for: one, history: ReturnHistory(capacity: 62))
        }
        #expect(short?.code == .windowTooLong)
    }

    @Test func `parameters out of their range are refused`() {
        func refuses(_ change: (inout SegmentRuleParameters) -> Void) -> Bool {
            var parameters = SegmentRuleParameters()
            change(&parameters)
            let error = #expect(throws: AllocationError.self) { try SegmentRule(parameters) }
            return error?.code == .parameterOutOfRange
        }
        #expect(refuses { $0.riskWindow = 1 })
        #expect(refuses { $0.performanceWindow = 0 })
        #expect(refuses { $0.periodsPerYear = 0 })
        #expect(refuses { $0.sharpeGood.multiplier = 0 })
        #expect(refuses { $0.momentumWeak.threshold = .nan })
        #expect(refuses { $0.defensiveCash = 1 })
        #expect(refuses { $0.opportunisticTilt = -1 })
        #expect(refuses { $0.weightMaximum = 1.5 })
        #expect(refuses { $0.correlationShared = .infinity })
    }

    private func randomInput(
        _ generator: inout Xoshiro256
    ) -> (segments: [SegmentRecord], measures: PortfolioMeasures) {
        let count = Int.random(in: 1...12, using: &generator)
        let segments = (0..<count).map { index in
            SegmentRecord(
                name: "s\(index)",
                stance: SegmentStance.allCases.randomElement(using: &generator) ?? .neutral
            )
        }
        var matrix = CorrelationMatrix(count: count)
        for row in 0..<count {
            for column in (row + 1)..<max(row + 1, count) where generator.uniform() < 0.9 {
                matrix[row, column] = generator.uniform(in: -0.2...1)
            }
        }
        let measures = (0..<count).map { _ in
            SegmentMeasures(
                sharpe: generator.uniform() < 0.8 ? generator.uniform(in: -2...3) : nil,
                momentum: generator.uniform() < 0.8 ? generator.uniform(in: -0.4...0.4) : nil
            )
        }
        let volatility = generator.uniform() < 0.9 ? generator.uniform(in: 0.05...0.4) : nil
        let portfolio = PortfolioMeasures(
            segments: measures,
            volatility: volatility,
            correlations: matrix
        )
        return (segments, portfolio)
    }
}
