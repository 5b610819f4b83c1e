/// Prices of strategies at which accounts, each choosing alone, claim few strategies twice.
///
/// Charging each strategy a price and letting every account choose its best bundle bounds the
/// worth of all assignments: `Σ prices + Σ best bundle after prices`, for any prices of zero or
/// more. Prices follow the subgradient: up where several accounts want a strategy, down where none
/// does. They're whole numbers, so the bound is exact, whatever prices the steps end at.
///
/// - SeeAlso: Fisher (1981), "The Lagrangian Relaxation Method for Solving Integer Programming
///   Problems", Management Science 27, equations 5 and 8, for the relaxation and the step.
struct AssignmentPrices {
    private let tables: AssignmentTables

    /// The prices with the least bound so far, scaled.
    private(set) var prices: [Int64]
    /// What no assignment is worth more than, scaled.
    private(set) var bound: Int64
    /// What each account's best bundle is worth at ``prices``; `nil` before any were found.
    private(set) var bestWorths: [Int64]?
    /// Set where an account has no bundle that keeps its bounds.
    private(set) var isInfeasible = false

    private var bundles: [Bundle?]
    private var trial: [Int64]
    /// Share of the full step, in 256ths.
    private var share: Int64 = 256
    private var stalls = 0

    init(_ tables: AssignmentTables) {
        self.tables = tables
        prices = Array(repeating: 0, count: tables.strategyCount)
        trial = prices
        bundles = Array(repeating: nil, count: tables.accountCount)
        bound = tables.worthMaximum
    }

    /// Improves the prices, offering what accounts choose to a search for assignments.
    mutating func settle(_ state: inout AssignmentSearchState) {
        for round in 0..<roundsMaximum {
            guard let chosen = choose(&state), !isInfeasible else { return }
            if round % roundsPerImprovement == 0 { state.offer(tables, chosen) }
            if bound < -tables.worthMaximum { isInfeasible = true }
            state.lower(to: AssignmentTables.floor(bound))
            if isInfeasible || state.isProven { return }
            guard share > 0, step(chosen, towards: state.lowerBound) else { return }
        }
    }

    /// Lets every account choose at the trial prices; `nil` where a limit cut a choice short.
    private mutating func choose(_ state: inout AssignmentSearchState) -> [Bundle]? {
        var total = trial.reduce(0, +)
        var chosen: [Bundle] = []
        for account in bundles.indices {
            var known = bundles[account]
            // What it chose last time, at today's prices, is where the search starts from.
            if let members = known?.members {
                let price = members.reduce(0) { $0 + trial[$1] }
                known = Bundle(
                    members: members,
                    worth: tables.worth(of: members, in: account) - price
                )
            }
            let search = BundleSearch(
                tables,
                account: account,
                prices: trial,
                threshold: known.map { $0.worth + 1 } ?? .min,
                bundlesMaximum: 0,
                nodesLeft: state.nodesLeft
            )
            state.nodesLeft = search.nodesLeft
            guard !search.isCut else { return nil }
            guard let bundle = search.best ?? known else {
                isInfeasible = true
                return nil
            }
            bundles[account] = bundle
            chosen.append(bundle)
            total += bundle.worth
        }
        if total < bound || bestWorths == nil {
            bound = min(bound, total)
            prices = trial
            bestWorths = chosen.map(\.worth)
            stalls = 0
        } else {
            stalls += 1
        }
        return chosen
    }

    /// Moves the trial prices along the subgradient; `false` where there's nowhere to go.
    private mutating func step(_ chosen: [Bundle], towards lowerBound: Int64?) -> Bool {
        if stalls >= stallsMaximum {
            share /= 2
            stalls = 0
            trial = prices
        }
        let excess = trial.indices.map { strategy in
            let takers = chosen.count { $0.members.contains(strategy) }
            return takers == 0 && trial[strategy] == 0 ? 0 : Int64(takers - 1)
        }
        let square = excess.reduce(0) { $0 + $1 * $1 }
        guard square > 0 else { return false }
        let goal = lowerBound.map { $0 * AssignmentTables.scale }
        let distance = goal.map { bound - $0 } ?? abs(bound) / 16 + AssignmentTables.scale
        let size = max(1, distance / square * share / 256)
        let highest = 2 * tables.worthMaximum
        for strategy in trial.indices {
            trial[strategy] = min(highest, max(0, trial[strategy] + size * excess[strategy]))
        }
        return true
    }
}

private let roundsMaximum = 400
private let roundsPerImprovement = 4
/// Rounds without a lower bound after which steps are halved.
private let stallsMaximum = 10
