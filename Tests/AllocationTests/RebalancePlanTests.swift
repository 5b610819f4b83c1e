import Allocation
import LinearAlgebra
import Market
import Testing

private func money(_ text: String) throws -> Money { try Money(decimal: text) }

private func target(_ weights: [(String, Double)]) -> AllocationTarget {
    AllocationTarget(
        stance: .balanced,
        cash: max(0, 1 - weights.reduce(0) { $0 + $1.1 }),
        weights: weights.map { SegmentWeight(name: $0.0, weight: $0.1) },
        unplaced: 0,
        steps: []
    )
}

private func capital(_ values: [(String, String)]) throws -> [WorkerCapital] {
    try values.map { WorkerCapital(name: $0.0, value: try money($0.1)) }
}

private func texts(_ transfers: [PlannedTransfer]) -> [String] {
    transfers.map { "\($0.worker) \($0.amount)" }
}

struct RebalancePlanTests {
    @Test func `first capital is granted to the last cent`() throws {
        // A third of 100 is 33.33⅓: of equal fractions the first name gets the cent left.
        let third = 1.0 / 3
        let plan = try RebalancePlan(
            workers: capital([("c", "0"), ("a", "0"), ("b", "0")]),
            treasury: money("100"),
            target: target([("b", third), ("a", third), ("c", third)]),
            minimum: money("1")
        )
        #expect(texts(plan.grants) == ["a 33.34", "b 33.33", "c 33.33"])
        #expect(plan.recalls.isEmpty && plan.awaiting.isEmpty)
        #expect(plan.reserve.isZero)
    }

    @Test func `a grant that needs a recall waits for it`() throws {
        let weights = target([("a", 0.4), ("b", 0.4)])
        let first = try RebalancePlan(
            workers: capital([("a", "70"), ("b", "20")]),
            treasury: money("10"),
            target: weights,
            minimum: money("1")
        )
        #expect(texts(first.recalls) == ["a 30.00"])
        #expect(first.grants.isEmpty)
        #expect(texts(first.awaiting) == ["b 20.00"])
        #expect(first.reserve.decimalString == "20.00")
        // The recall has left a and not arrived: nothing more to do.
        let underWay = try RebalancePlan(
            workers: capital([("a", "40"), ("b", "20")]),
            treasury: money("10"),
            incoming: money("30"),
            target: weights,
            minimum: money("1")
        )
        #expect(underWay.recalls.isEmpty && underWay.grants.isEmpty)
        let arrived = try RebalancePlan(
            workers: capital([("a", "40"), ("b", "20")]),
            treasury: money("40"),
            target: weights,
            minimum: money("1")
        )
        #expect(texts(arrived.grants) == ["b 20.00"])
    }

    @Test func `cash short of all wishes is shared in proportion`() throws {
        // b and c want 20 and 40, 15 is there: 5 and 10; with a minimum of 6 c gets all of it.
        func plan(_ minimum: String) throws -> RebalancePlan {
            try RebalancePlan(
                workers: capital([("a", "85"), ("b", "0"), ("c", "0")]),
                treasury: money("15"),
                target: target([("a", 0.4), ("b", 0.2), ("c", 0.4)]),
                minimum: money(minimum)
            )
        }
        #expect(texts(try plan("1").grants) == ["b 5.00", "c 10.00"])
        #expect(texts(try plan("6").grants) == ["c 15.00"])
        #expect(texts(try plan("6").awaiting) == ["b 20.00", "c 25.00"])
        #expect(try plan("16").grants.isEmpty)
    }

    @Test func `small differences are left alone and a departing worker hands back all`() throws {
        let plan = try RebalancePlan(
            workers: capital([("a", "50.40"), ("b", "49.599999"), ("gone", "0.000001")]),
            treasury: .zero,
            target: target([("a", 0.5), ("b", 0.5)]),
            minimum: money("1")
        )
        #expect(texts(plan.recalls) == ["gone 0.000001"])
        #expect(plan.grants.isEmpty && plan.awaiting.isEmpty)
    }

    @Test func `a lost portfolio plans nothing but what is left`() throws {
        let plan = try RebalancePlan(
            workers: capital([("a", "-50"), ("b", "30")]),
            treasury: money("10"),
            target: target([("a", 0.5), ("b", 0.5)]),
            minimum: money("1")
        )
        #expect(texts(plan.recalls) == ["b 30.00"])
        #expect(plan.grants.isEmpty)
    }

    @Test func `plans keep every unit and never pay more than there is`() throws {
        for seed in UInt64(1)...300 {
            var generator = Xoshiro256(seed: seed)
            let count = Int.random(in: 1...10, using: &generator)
            let names = (0..<count).map { "w\($0)" }
            var shares = names.map { _ in generator.uniform() }
            let scale = generator.uniform() / shares.reduce(0, +)
            shares = shares.map { $0 * scale }
            var workers = names.map { name in
                let micros = Int64.random(in: -1_000_000...9_000_000_000, using: &generator)
                return WorkerCapital(name: name, value: Money(micros: micros))
            }
            var treasury = Int64.random(in: 0...9_000_000_000, using: &generator)
            let total = workers.reduce(treasury) { $0 + $1.value.micros }
            for round in 0..<3 {
                let plan = try RebalancePlan(
                    workers: workers.shuffled(using: &generator),
                    treasury: Money(micros: treasury),
                    target: target(Array(zip(names, shares))),
                    minimum: Money(micros: 10_000)
                )
                let granted = plan.grants.reduce(0) { $0 + $1.amount.micros }
                #expect(granted <= max(0, treasury - plan.reserve.micros), "seed \(seed)")
                #expect(plan.total.micros == total, "seed \(seed)")
                if round == 2 {
                    // Each worker may keep less than a cent too much, which one may then lack.
                    let tolerance = 10_000 * Double(count + 1)
                    #expect(plan.recalls.isEmpty && plan.grants.isEmpty, "seed \(seed)")
                    for (worker, share) in zip(workers, shares) {
                        let right = Double(max(0, total)) * share
                        let error = abs(Double(worker.value.micros) - right)
                        #expect(total <= 0 || error <= tolerance, "seed \(seed): \(worker.name)")
                    }
                }
                let changes =
                    plan.grants.map { ($0.worker, $0.amount.micros) }
                    + plan.recalls.map { ($0.worker, -$0.amount.micros) }
                for (name, change) in changes {
                    let index = try #require(names.firstIndex(of: name))
                    let value = Money(micros: workers[index].value.micros + change)
                    workers[index] = WorkerCapital(name: name, value: value)
                    treasury -= change
                }
            }
            #expect(workers.reduce(treasury) { $0 + $1.value.micros } == total, "seed \(seed)")
        }
    }

    @Test func `what doesn't fit is refused by code`() throws {
        func code(
            _ workers: [(String, String)],
            _ weights: [(String, Double)],
            unit: Int64 = 10_000
        ) -> AllocationError.Code? {
            #expect(throws: AllocationError.self) {
                try RebalancePlan(
                    workers: capital(workers),
                    treasury: .zero,
                    target: target(weights),
                    minimum: .zero,
                    unit: Money(micros: unit)
                )
            }?.code
        }
        #expect(code([("a", "1"), ("a", "1")], [("a", 1)]) == .duplicateName)
        #expect(code([("a", "1")], [("b", 1)]) == .unknownName)
        #expect(code([("a", "1")], [("a", .nan)]) == .parameterOutOfRange)
        #expect(code([("a", "1"), ("b", "1")], [("a", 0.6), ("b", 0.6)]) == .parameterOutOfRange)
        #expect(code([("a", "1")], [("a", 1)], unit: 0) == .parameterOutOfRange)
        let most = "9223372036854"
        #expect(code([("a", most), ("b", most)], [("a", 1)]) == .overflow)
    }

    @Test func `amounts near the end of the range are divided exactly`() throws {
        let plan = try RebalancePlan(
            workers: capital([("a", "0"), ("b", "0")]),
            treasury: money("9000000000000.000003"),
            target: target([("a", 0.5), ("b", 0.5)]),
            minimum: .zero,
            unit: Money(micros: 1)
        )
        #expect(texts(plan.grants) == ["a 4500000000000.000002", "b 4500000000000.000001"])
    }
}
