import Allocation
import LinearAlgebra
import Market
import Testing

private func money(_ text: String) throws -> Money { try Money(decimal: text) }

/// A method whose weights follow the last return of the first worker: 0 → first, else second.
private struct Switch: AllocationMethod {
    let first: [Double]
    let second: [Double]
    var name: String { "switch" }
    var window: Int { 1 }

    func target(
        for segments: [SegmentRecord],
        history: ReturnHistory
    ) throws(AllocationError) -> AllocationTarget {
        let last = history.window(of: segments[0].name)?.values.last ?? 0
        let weights = last == 0 ? first : second
        return AllocationTarget(
            stance: last == 0 ? .balanced : .defensive,
            cash: max(0, 1 - weights.reduce(0, +)),
            weights: zip(segments, weights).map { SegmentWeight(name: $0.name, weight: $1) },
            unplaced: 0,
            steps: []
        )
    }
}

struct AllocatorTests {
    private func allocator(
        _ method: any AllocationMethod = EqualWeight(),
        every: Int64 = 10,
        drift: Double = 0.1,
        minimum: String = "1",
        workers: [String] = ["a", "b"]
    ) throws -> Allocator {
        try Allocator(
            method: method,
            policy: AllocationPolicy(
                reviewEvery: every,
                drift: drift,
                transferMinimum: money(minimum)
            ),
            segments: workers.map { SegmentRecord(name: $0, stance: .neutral) },
            regime: RegimeParameters()
        )
    }

    private func standing(
        _ workers: [(String, String)],
        treasury: String = "0",
        incoming: String = "0"
    ) throws -> CapitalStanding {
        CapitalStanding(
            workers: try workers.map { WorkerCapital(name: $0.0, value: try money($0.1)) },
            treasury: try money(treasury),
            incoming: try money(incoming)
        )
    }

    private func texts(_ transfers: [PlannedTransfer]?) -> [String]? {
        transfers?.map { "\($0.worker) \($0.amount)" }
    }

    /// An allocator that has spread 100 over a and b.
    private func started(
        _ method: any AllocationMethod = EqualWeight(),
        every: Int64 = 10,
        drift: Double = 0.1,
        minimum: String = "1"
    ) throws -> Allocator {
        var allocator = try allocator(method, every: every, drift: drift, minimum: minimum)
        _ = try allocator.review(
            cycle: 0,
            standing: standing([("a", "0"), ("b", "0")], treasury: "100")
        )
        return allocator
    }

    // MARK: - The first proposal

    @Test func `the run begins with a proposal that spreads the capital`() throws {
        var allocator = try allocator()
        #expect(allocator.target == nil)
        #expect(allocator.stance == .balanced)
        let (proposal, move) = try allocator.review(
            cycle: 0,
            standing: standing([("a", "0"), ("b", "0")], treasury: "100")
        )
        let made = try #require(proposal)
        #expect(made.id == "P-1")
        #expect(made.cycle == 0)
        #expect(made.trigger == .initial)
        #expect(!made.reason.isEmpty)
        #expect(made.turnover.decimalString == "100.00")
        #expect(move?.proposal == "P-1")
        #expect(texts(move?.grants) == ["a 50.00", "b 50.00"])
        #expect(move?.recalls.isEmpty == true)
        #expect(allocator.target == made.target)
    }

    @Test func `once spread nothing moves until a review`() throws {
        var allocator = try started()
        for cycle in Int64(1)...9 {
            let (proposal, move) = try allocator.review(
                cycle: cycle,
                standing: standing([("a", "52"), ("b", "50")])
            )
            #expect(proposal == nil && move == nil, "cycle \(cycle)")
        }
    }

    // MARK: - Membership

    @Test func `a worker that joins gets its share at once`() throws {
        var allocator = try started()
        allocator.add(SegmentRecord(name: "aa", stance: .neutral))
        let (proposal, move) = try allocator.review(
            cycle: 1,
            standing: standing([("a", "50"), ("aa", "0"), ("b", "50")])
        )
        #expect(proposal?.trigger == .membership)
        #expect(proposal?.reason.contains("aa has joined") == true)
        #expect(proposal?.target.weights.map(\.name) == ["a", "aa", "b"])
        #expect(move?.recalls.map(\.worker) == ["a", "b"])
        #expect(move?.grants.isEmpty == true, "what is recalled is not granted before it is there")
        let (later, funding) = try allocator.review(
            cycle: 2,
            standing: standing([("a", "33.34"), ("aa", "0"), ("b", "33.33")], treasury: "33.33")
        )
        #expect(later == nil)
        #expect(texts(funding?.grants) == ["aa 33.33"])
    }

    @Test func `what a worker that leaves gives back goes to the others`() throws {
        var allocator = try started()
        allocator.withdraw("b")
        let (proposal, move) = try allocator.review(
            cycle: 1,
            standing: standing([("a", "50"), ("b", "0")], incoming: "50")
        )
        #expect(proposal?.trigger == .membership)
        #expect(proposal?.target.weights.map(\.name) == ["a"])
        #expect(move?.recalls.isEmpty == true)
        let (_, funding) = try allocator.review(
            cycle: 2,
            standing: standing([("a", "50"), ("b", "0")], treasury: "50")
        )
        #expect(texts(funding?.grants) == ["a 50.00"])
    }

    // MARK: - Reviews

    @Test func `a review comes after the cycles the policy sets`() throws {
        var allocator = try started(every: 10)
        let drifted = try standing([("a", "54"), ("b", "46")])
        #expect(try allocator.review(cycle: 9, standing: drifted).proposal == nil)
        let (proposal, move) = try allocator.review(cycle: 10, standing: drifted)
        #expect(proposal?.id == "P-2")
        #expect(proposal?.trigger == .review)
        #expect(texts(move?.recalls) == ["a 4.00"])
        #expect(move?.grants.isEmpty == true)
        // The next review is ten cycles after this one, not after the first.
        #expect(try allocator.review(cycle: 19, standing: drifted).proposal == nil)
        #expect(try allocator.review(cycle: 20, standing: drifted).proposal?.trigger == .review)
    }

    @Test func `a review that finds nothing to move makes no proposal but takes the target`() throws
    {
        var allocator = try started(
            Switch(first: [0.5, 0.5], second: [0.502, 0.498]),
            minimum: "1"
        )
        let level = try standing([("a", "50.2"), ("b", "49.8")])
        try allocator.observe([WorkerReturn(name: "a", value: 0.1)])
        let (proposal, move) = try allocator.review(cycle: 10, standing: level)
        #expect(proposal == nil && move == nil)
        #expect(allocator.target?.weight(of: "a") == 0.502)
        #expect(allocator.stance == .defensive)
        // Reviewed all the same: the next one is due ten cycles later.
        let apart = try standing([("a", "55"), ("b", "45")])
        #expect(try allocator.review(cycle: 19, standing: apart).proposal == nil)
        #expect(try allocator.review(cycle: 20, standing: apart).proposal?.id == "P-2")
    }

    @Test func `no transfer is below the least amount`() throws {
        var allocator = try started(minimum: "5")
        let (none, _) = try allocator.review(
            cycle: 10,
            standing: standing([("a", "54.99"), ("b", "45.01")])
        )
        #expect(none == nil)
        let (some, move) = try allocator.review(
            cycle: 20,
            standing: standing([("a", "55"), ("b", "45")])
        )
        #expect(some != nil)
        #expect(texts(move?.recalls) == ["a 5.00"])
    }

    // MARK: - Drift

    @Test func `a weight too far from its target calls for a proposal between reviews`() throws {
        var allocator = try started(every: 100, drift: 0.1)
        // 60 of 100 is 10 points away, and not more.
        let near = try standing([("a", "60"), ("b", "40")])
        #expect(try allocator.review(cycle: 6, standing: near).proposal == nil)
        let far = try standing([("a", "61"), ("b", "39")])
        let (proposal, move) = try allocator.review(cycle: 7, standing: far)
        #expect(proposal?.trigger == .drift)
        #expect(proposal?.reason.contains("a holds") == true)
        #expect(texts(move?.recalls) == ["a 11.00"])
    }

    @Test func `drift waits for the pause after the last proposal`() throws {
        var allocator = try started(every: 100, drift: 0.1)
        let far = try standing([("a", "70"), ("b", "30")])
        for cycle in Int64(1)...4 {
            #expect(try allocator.review(cycle: cycle, standing: far).proposal == nil)
        }
        #expect(try allocator.review(cycle: 5, standing: far).proposal?.trigger == .drift)
    }

    @Test func `a portfolio without value does not drift`() throws {
        var allocator = try started(every: 100, drift: 0.1)
        let lost = try standing([("a", "-20"), ("b", "10")], treasury: "10")
        let (proposal, move) = try allocator.review(cycle: 50, standing: lost)
        #expect(proposal == nil && move == nil)
    }

    // MARK: - Grants that wait for money

    @Test func `a grant that waits is funded under the same proposal when its money arrives`()
        throws
    {
        var allocator = try started(Switch(first: [0.5, 0.5], second: [0.3, 0.7]))
        try allocator.observe([WorkerReturn(name: "a", value: 0.1)])
        let (proposal, move) = try allocator.review(
            cycle: 10,
            standing: standing([("a", "50"), ("b", "50")])
        )
        #expect(proposal?.id == "P-2")
        #expect(texts(move?.recalls) == ["a 20.00"])
        #expect(texts(move?.grants) == [])
        let waiting = try allocator.review(
            cycle: 11,
            standing: standing([("a", "30"), ("b", "50")], incoming: "20")
        )
        #expect(waiting.proposal == nil && waiting.move == nil)
        let partly = try allocator.review(
            cycle: 12,
            standing: standing([("a", "30"), ("b", "50")], treasury: "8", incoming: "12")
        )
        #expect(partly.proposal == nil)
        #expect(partly.move?.proposal == "P-2")
        #expect(texts(partly.move?.grants) == ["b 8.00"])
        let rest = try allocator.review(
            cycle: 13,
            standing: standing([("a", "30"), ("b", "58")], treasury: "12")
        )
        #expect(rest.move?.proposal == "P-2")
        #expect(texts(rest.move?.grants) == ["b 12.00"])
        let done = try allocator.review(cycle: 14, standing: standing([("a", "30"), ("b", "70")]))
        #expect(done.proposal == nil && done.move == nil)
    }

    @Test func `funding moves no more money back`() throws {
        var allocator = try started(Switch(first: [0.5, 0.5], second: [0.3, 0.7]))
        try allocator.observe([WorkerReturn(name: "a", value: 0.1)])
        _ = try allocator.review(cycle: 10, standing: standing([("a", "50"), ("b", "50")]))
        // a has earned 10 since: it holds more than its target and is not asked again.
        let (proposal, move) = try allocator.review(
            cycle: 11,
            standing: standing([("a", "40"), ("b", "50")], treasury: "20")
        )
        #expect(proposal == nil)
        #expect(move?.recalls.isEmpty == true)
        #expect(texts(move?.grants) == ["b 20.00"])
    }

    @Test func `a funded proposal is watched for drift although markets moved meanwhile`() throws {
        var allocator = try started(
            Switch(first: [0.5, 0.5], second: [0.3, 0.7]),
            every: 100,
            drift: 0.1
        )
        try allocator.observe([WorkerReturn(name: "a", value: 0.1)])
        let (proposal, _) = try allocator.review(
            cycle: 5,
            standing: standing([("a", "65"), ("b", "35")])
        )
        #expect(proposal?.trigger == .drift)
        // All of the 35 recalled has arrived. a has earned 5 on the way, so that b, after its grant,
        // would still like 3.5 more: that is no reason to wait for ever.
        let (_, move) = try allocator.review(
            cycle: 6,
            standing: standing([("a", "35"), ("b", "35")], treasury: "35")
        )
        #expect(texts(move?.grants) == ["b 35.00"])
        #expect(
            try allocator.review(cycle: 7, standing: standing([("a", "35"), ("b", "70")])).move
                == nil
        )
        let drifted = try allocator.review(
            cycle: 12,
            standing: standing([("a", "50"), ("b", "70")])
        )
        #expect(drifted.proposal?.trigger == .drift)
    }

    @Test func `a review replaces what the last one still waited for`() throws {
        var allocator = try started(Switch(first: [0.5, 0.5], second: [0.3, 0.7]))
        try allocator.observe([WorkerReturn(name: "a", value: 0.1)])
        _ = try allocator.review(cycle: 10, standing: standing([("a", "50"), ("b", "50")]))
        try allocator.observe([WorkerReturn(name: "a", value: 0)])
        // Back to halves while 20 are on their way: they go back to a, when they have arrived.
        let (proposal, move) = try allocator.review(
            cycle: 20,
            standing: standing([("a", "30"), ("b", "50")], incoming: "20")
        )
        #expect(proposal?.id == "P-3")
        #expect(move?.recalls.isEmpty == true && move?.grants.isEmpty == true)
        let later = try allocator.review(
            cycle: 21,
            standing: standing([("a", "30"), ("b", "50")], treasury: "20")
        )
        #expect(later.move?.proposal == "P-3")
        #expect(texts(later.move?.grants) == ["a 20.00"])
    }

    // MARK: - What is observed

    @Test func `the order of reports does not matter`() throws {
        func outcome(_ flip: Bool) throws -> (ReturnHistory, RegimeState?) {
            var allocator = try allocator(try InverseVolatility())
            var generator = Xoshiro256(seed: 4)
            for _ in 0..<80 {
                let returns = [
                    WorkerReturn(name: "a", value: generator.uniform(in: -0.02...0.02)),
                    WorkerReturn(name: "b", value: generator.uniform(in: -0.05...0.05)),
                ]
                try allocator.observe(flip ? returns.reversed() : returns)
            }
            return (allocator.history, allocator.regime)
        }
        let (one, two) = (try outcome(false), try outcome(true))
        #expect(one.0 == two.0)
        #expect(one.1 == two.1)
        #expect(one.1?.regime != .unknown)
    }

    @Test func `a return that is no number is refused`() throws {
        var allocator = try started()
        let error = #expect(throws: AllocationError.self) {
            try allocator.observe([WorkerReturn(name: "a", value: .nan)])
        }
        #expect(error?.code == .notFinite)
        #expect(allocator.regime == nil)
    }
}
