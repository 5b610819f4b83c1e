/// What a search for the best assignment knows at a moment.
struct AssignmentSearchState {
    private let problem: AssignmentProblem
    /// The best assignment found.
    private(set) var best: AssignmentSolution.Assignment?
    /// What the best assignment found is worth.
    private(set) var lowerBound: Int64?
    /// No assignment is worth more; `nil` once it's certain that there is none.
    private(set) var bound: Int64? = AssignmentProblem.magnitudeMaximum
    /// How many sets of strategies may still be looked at.
    var nodesLeft: Int

    init(_ problem: AssignmentProblem, nodesLeft: Int) {
        self.problem = problem
        self.nodesLeft = nodesLeft
    }

    /// Whether nothing better than the assignment found can exist.
    var isProven: Bool {
        guard let bound else { return true }
        return lowerBound.map { $0 >= bound } ?? false
    }

    /// Takes note that no assignment is worth more than `bound`.
    mutating func lower(to bound: Int64) {
        self.bound = self.bound.map { min($0, bound) }
    }

    /// Takes note that no assignment keeps all bounds.
    mutating func findNothing() { bound = nil }

    /// Mends what accounts chose each for itself and keeps the result where it's better.
    mutating func offer(_ tables: AssignmentTables, _ bundles: [Bundle]) {
        var improver = AssignmentImprover(tables, bundles: bundles)
        improver.improve()
        if improver.isFeasible { offer(improver.choice) }
    }

    /// Searches everything between the bound and the best assignment, nearest the bound first.
    ///
    /// - Parameters:
    ///   - tables: The problem.
    ///   - prices: The strategies' prices, scaled.
    ///   - worths: What each account's best bundle is worth at those prices.
    mutating func closeGap(_ tables: AssignmentTables, _ prices: [Int64], _ worths: [Int64]) {
        let lowest = AssignmentTables.ceiling(-tables.worthMaximum)
        // Each round reaches four times deeper below the bound than the last.
        var reach: Int64 = 0
        while let bound, !isProven, nodesLeft > 0 {
            reach = reach == 0 ? max(1, abs(bound) / 256) : reach * 4
            let target = max(lowerBound.map { $0 + 1 } ?? lowest, bound - reach)
            var search = AssignmentCombination(
                tables,
                prices: prices,
                bestWorths: worths,
                target: target,
                nodesLeft: nodesLeft
            )
            search.run()
            nodesLeft = search.nodesLeft
            if let members = search.best {
                offer(
                    problem.values.indices.map { strategy in
                        members.firstIndex { $0.contains(strategy) }
                    }
                )
            }
            guard !search.isCut else { return }
            if let lowerBound, lowerBound >= target {
                lower(to: lowerBound)
            } else if target == lowest {
                findNothing()
            } else {
                lower(to: target - 1)
            }
        }
    }

    /// Keeps an assignment where it's feasible and better than the best.
    private mutating func offer(_ choice: [Int?]) {
        guard let found = problem.evaluated(choice), found.objective > lowerBound ?? .min else {
            return
        }
        best = found
        lowerBound = found.objective
    }
}
