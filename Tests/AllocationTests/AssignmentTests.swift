import Allocation
import LinearAlgebra
import Testing

struct AssignmentTests {
    @Test(arguments: 1...150) func `small problems are solved as trying all would`(
        seed: UInt64
    ) throws {
        var random = Xoshiro256(seed: seed)
        let problem = try AssignmentInstances.drawn(
            &random,
            strategies: Int(random.next() % 8),
            accounts: 1 + Int(random.next() % 3),
            strategiesMaximum: Int(random.next() % 5)
        )
        let solution = problem.solved()
        let best = AssignmentInstances.bestByTryingAll(problem)
        #expect(solution.status == (best == nil ? .infeasible : .optimal), "seed \(seed)")
        #expect(solution.assignment?.objective == best, "seed \(seed)")
        #expect(solution.bound == best, "seed \(seed)")
        #expect(solution.gap == (best == nil ? nil : 0), "seed \(seed)")
        if let assignment = solution.assignment {
            #expect(problem.evaluated(assignment.accounts) == assignment, "seed \(seed)")
        }
    }

    @Test(
        .enabled(if: AssignmentInstances.hasReference("assignment_large"), "no ../shared here"),
        arguments: ["assignment_small", "assignment_medium", "assignment_large"]
    )
    func `problems of trusted solvers reach the objective they proved`(name: String) throws {
        let (problem, objective) = try AssignmentInstances.reference(name)
        let solution = problem.solved()
        #expect(solution.status == .optimal)
        #expect(solution.assignment.map { Int($0.objective) } == objective)
        #expect(solution.gap == 0)
        let assignment = try #require(solution.assignment)
        #expect(problem.evaluated(assignment.accounts) == assignment)
        #expect(solution.nodeCount < 1_000_000)
    }

    @Test func `a problem of twenty strategies and four accounts is proven`() throws {
        var random = Xoshiro256(seed: 20)
        let problem = try AssignmentInstances.drawn(
            &random,
            strategies: 20,
            accounts: 4,
            strategiesMaximum: 5
        )
        let solution = problem.solved()
        #expect(solution.status == .optimal && solution.gap == 0)
        // The order of accounts and pairs is nothing to the objective.
        let turned = try AssignmentProblem(
            values: problem.values.map { $0.reversed() },
            capital: problem.capital,
            accounts: problem.accounts.reversed(),
            synergies: problem.synergies.reversed(),
            conflicts: problem.conflicts.reversed()
        )
        #expect(turned.solved().assignment?.objective == solution.assignment?.objective)
        #expect(problem.solved() == solution)
    }

    @Test(arguments: [0, 1, 10, 100, 1_000, 10_000, 100_000])
    func `a search cut short tells an honest bound and gap`(nodeLimit: Int) throws {
        var random = Xoshiro256(seed: 3)
        let problem = try AssignmentInstances.drawn(
            &random,
            strategies: 16,
            accounts: 3,
            strategiesMaximum: 6
        )
        let best = try #require(problem.solved().assignment?.objective)
        let solution = problem.solved(nodeLimit: nodeLimit)
        let bound = try #require(solution.bound)
        #expect(bound >= best)
        #expect(solution.nodeCount <= nodeLimit)
        if let found = solution.assignment?.objective {
            #expect(found <= best)
            #expect(solution.gap == bound - found)
        }
        #expect((solution.status == .optimal) == (solution.gap == 0))
    }

    @Test func `the worth of an assignment is counted as stated`() throws {
        let problem = try AssignmentProblem(
            values: [[5, 1], [4, 2], [3, 3]],
            capital: [10, 10, 10],
            accounts: [
                .init(capital: 10...20, strategiesMaximum: 2),
                .init(capital: 0...20, strategiesMaximum: 1),
            ],
            synergies: [.init(0, 1, worth: -6), .init(1, 0, worth: 1)],
            conflicts: [.init(0, 2)]
        )
        // 5 + 4 + 3 less the synergies of −6 and 1.
        #expect(problem.evaluated([0, 0, 1])?.objective == 7)
        #expect(problem.evaluated([0, 0, 1])?.capitalUsed == [20, 10])
        #expect(problem.evaluated([0, nil, 0]) == nil)
        #expect(problem.evaluated([nil, nil, 1]) == nil)
        #expect(problem.evaluated([0, 1, 1]) == nil)
        #expect(problem.evaluated([0, 0]) == nil)
        #expect(problem.evaluated([0, 0, 2]) == nil)
        // 5 + 2 leaves the third without a place; 0 and 1 together lose 5: 4 + 3 in account 0 and
        // 1 in account 1 come to 8, as do 5 + 3.
        #expect(problem.solved().assignment?.objective == 8)
    }

    @Test func `bounds that no assignment keeps are infeasible`() throws {
        let alone = try AssignmentProblem(
            values: [[1]],
            capital: [5],
            accounts: [.init(capital: 6...10, strategiesMaximum: 3)]
        )
        #expect(alone.solved().status == .infeasible)
        #expect(alone.solved().assignment == nil && alone.solved().gap == nil)
        // Either account could have the one strategy that both need.
        let together = try AssignmentProblem(
            values: [[1, 1], [7, 7]],
            capital: [5, 1],
            accounts: [
                .init(capital: 5...10, strategiesMaximum: 3),
                .init(capital: 5...10, strategiesMaximum: 3),
            ]
        )
        #expect(together.solved().status == .infeasible)
        let greedy = AssignmentProblem.Account(capital: (.max)...(.max), strategiesMaximum: 3)
        let beyond = try AssignmentProblem(
            values: [[1, 1]],
            capital: [1],
            accounts: [greedy, greedy]
        )
        #expect(beyond.solved().status == .infeasible)
    }

    @Test func `an empty problem is worth nothing`() throws {
        let empty = try AssignmentProblem(values: [], capital: [], accounts: [])
        #expect(empty.solved().status == .optimal)
        #expect(empty.solved().assignment?.objective == 0)
    }

    @Test func `tables that make no problem are refused`() throws {
        let account = AssignmentProblem.Account(capital: 0...10, strategiesMaximum: 2)
        func refusal(
            values: [[Int64]] = [[1], [1]],
            capital: [Int64] = [1, 1],
            account: AssignmentProblem.Account = account,
            pair: (Int, Int) = (0, 1)
        ) -> AllocationError.Code? {
            do {
                _ = try AssignmentProblem(
                    values: values,
                    capital: capital,
                    accounts: [account],
                    synergies: [.init(pair.0, pair.1, worth: 1)],
                    conflicts: [.init(pair.0, pair.1)]
                )
                return nil
            } catch {
                return error.code
            }
        }
        #expect(refusal() == nil)
        #expect(refusal(values: [[1], [1, 2]]) == .countMismatch)
        #expect(refusal(capital: [1]) == .countMismatch)
        #expect(refusal(capital: [1, -1]) == .parameterOutOfRange)
        #expect(refusal(pair: (1, 1)) == .parameterOutOfRange)
        #expect(refusal(pair: (0, 2)) == .parameterOutOfRange)
        #expect(refusal(values: [[.max], [.min]]) == .overflow)
        #expect(refusal(capital: [.max, .max]) == .overflow)
        let negative = AssignmentProblem.Account(capital: -1...1, strategiesMaximum: 2)
        #expect(refusal(account: negative) == .parameterOutOfRange)
        let many = Array(repeating: [Int64(1)], count: 65)
        let capital = Array(repeating: Int64(1), count: 65)
        #expect(refusal(values: many, capital: capital) == .parameterOutOfRange)
    }

    @Test func `the largest worths are proven without overflow`() throws {
        let most = AssignmentProblem.magnitudeMaximum / 8
        let problem = try AssignmentProblem(
            values: [[most, most], [most, -most]],
            capital: [1, 1],
            accounts: [
                .init(capital: 1...1, strategiesMaximum: 64),
                .init(capital: 0...(.max), strategiesMaximum: .max),
            ],
            synergies: [.init(0, 1, worth: -most)]
        )
        #expect(problem.solved().assignment?.objective == 2 * most)
        #expect(problem.solved().gap == 0)
    }
}
