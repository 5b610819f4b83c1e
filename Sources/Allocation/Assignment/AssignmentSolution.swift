/// The best assignment a search found, with how good any assignment could be.
package struct AssignmentSolution: Sendable, Hashable {
    /// How far the proof went.
    package enum Status: Sendable, Hashable {
        /// No assignment is worth more; the bound equals the objective.
        case optimal
        /// No assignment keeps all bounds.
        case infeasible
        /// The node limit ended the search; the gap says what may have been missed.
        case limitReached
    }

    /// An assignment that keeps all bounds.
    package struct Assignment: Sendable, Hashable {
        /// The account of each strategy, `nil` for none.
        package let accounts: [Int?]
        /// What it's worth: values and synergies.
        package let objective: Int64
        /// Capital used in each account.
        package let capitalUsed: [Int64]
    }

    /// How far the proof went.
    package let status: Status
    /// The best assignment found; `nil` where none was.
    package let assignment: Assignment?
    /// No assignment is worth more than this; `nil` where none exists.
    package let bound: Int64?
    /// Sets of strategies looked at, a measure of work that is the same on every machine.
    package let nodeCount: Int

    /// What the best assignment may lack to the best possible one: 0 is proven optimal.
    ///
    /// `nil` without an assignment.
    package var gap: Int64? {
        guard let assignment, let bound else { return nil }
        return bound - assignment.objective
    }
}

extension AssignmentProblem {
    /// Returns what an assignment is worth and uses, or `nil` where it breaks a bound.
    ///
    /// It counts from the problem's own tables and shares nothing with the search.
    package func evaluated(_ choice: [Int?]) -> AssignmentSolution.Assignment? {
        guard choice.count == values.count,
            choice.allSatisfy({ $0.map(accounts.indices.contains) ?? true })
        else { return nil }
        var objective: Int64 = 0
        var used = [Int64](repeating: 0, count: accounts.count)
        var counts = [Int](repeating: 0, count: accounts.count)
        for (strategy, account) in choice.enumerated() {
            guard let account else { continue }
            objective += values[strategy][account]
            used[account] += capital[strategy]
            counts[account] += 1
        }
        func areTogether(_ first: Int, _ second: Int) -> Bool {
            choice[first] != nil && choice[first] == choice[second]
        }
        for pair in synergies where areTogether(pair.first, pair.second) { objective += pair.worth }
        guard conflicts.allSatisfy({ !areTogether($0.first, $0.second) }),
            accounts.indices.allSatisfy({
                accounts[$0].capital.contains(used[$0])
                    && counts[$0] <= accounts[$0].strategiesMaximum
            })
        else { return nil }
        return AssignmentSolution.Assignment(
            accounts: choice,
            objective: objective,
            capitalUsed: used
        )
    }
}
