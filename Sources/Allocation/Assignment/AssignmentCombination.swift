/// Joins one bundle of every account to the best assignment worth at least a target.
///
/// At the prices of ``AssignmentPrices`` an assignment is worth the bound less what each of its
/// bundles lacks to its account's best, less the prices of strategies it leaves out. None of these
/// losses is below zero, so an assignment worth the target has bundles that lack at most the bound
/// less the target: those are listed, and their disjoint combinations tried.
struct AssignmentCombination {
    private struct Loss {
        let members: StrategySet
        let loss: Int64
    }

    private let tables: AssignmentTables
    private let prices: [Int64]
    private let bestWorths: [Int64]
    private let bound: Int64
    /// Accounts in the order in which they're filled: fewest bundles first.
    private var order: [Int] = []
    /// Bundles by level, ascending in loss.
    private var levels: [[Loss]] = []
    /// Strategies that some bundle of a level or a later one has.
    private var reachable: [StrategySet] = []
    private var chosen: [StrategySet]
    /// Most that may still be lost; falls with every find.
    private var budget: Int64
    /// How many bundles may still be tried.
    private(set) var nodesLeft: Int
    /// Whether a limit cut the search short, so that better assignments may exist.
    private(set) var isCut = false
    /// The best assignment's members by account; `nil` for none worth the target.
    private(set) var best: [StrategySet]?

    /// Prepares to search for assignments worth at least `target`, in units of the objective.
    init(
        _ tables: AssignmentTables,
        prices: [Int64],
        bestWorths: [Int64],
        target: Int64,
        nodesLeft: Int
    ) {
        self.tables = tables
        self.prices = prices
        bound = prices.reduce(0, +) + bestWorths.reduce(0, +)
        budget = bound - target * AssignmentTables.scale
        chosen = Array(repeating: .empty, count: tables.accountCount)
        self.nodesLeft = nodesLeft
        self.bestWorths = bestWorths
    }

    /// Finds the best assignment worth the target, once.
    mutating func run() {
        if budget >= 0, list() { join(level: 0, taken: .empty, loss: 0) }
    }

    /// Lists the bundles of each account that lack no more than the budget; `false` if cut short.
    private mutating func list() -> Bool {
        var lists: [[Loss]] = []
        for account in bestWorths.indices {
            let search = BundleSearch(
                tables,
                account: account,
                prices: prices,
                threshold: bestWorths[account] - budget,
                bundlesMaximum: bundlesMaximum,
                nodesLeft: nodesLeft
            )
            nodesLeft = search.nodesLeft
            guard !search.isCut else {
                isCut = true
                return false
            }
            let losses = search.bundles.map {
                Loss(members: $0.members, loss: bestWorths[account] - $0.worth)
            }
            // The set breaks ties, so that the order depends on the problem alone.
            lists.append(
                losses.sorted { ($0.loss, $0.members.bits) < ($1.loss, $1.members.bits) }
            )
        }
        order = lists.indices.sorted { (lists[$0].count, $0) < (lists[$1].count, $1) }
        levels = order.map { lists[$0] }
        reachable = Array(repeating: .empty, count: levels.count + 1)
        for level in levels.indices.reversed() {
            reachable[level] = levels[level].reduce(into: reachable[level + 1]) {
                $0.formUnion($1.members)
            }
        }
        return true
    }

    private mutating func join(level: Int, taken: StrategySet, loss: Int64) {
        let lost = leftOut(level: level, taken: taken)
        guard loss + lost <= budget else { return }
        guard level < levels.count else {
            let objective = AssignmentTables.floor(bound - loss - lost)
            best = chosen
            budget = bound - (objective + 1) * AssignmentTables.scale
            return
        }
        for index in levels[level].indices {
            let bundle = levels[level][index]
            guard loss + lost + bundle.loss <= budget, !isCut else { return }
            guard nodesLeft > 0 else {
                isCut = true
                return
            }
            nodesLeft -= 1
            guard bundle.members.isDisjoint(with: taken) else { continue }
            chosen[order[level]] = bundle.members
            join(
                level: level + 1,
                taken: taken.union(bundle.members),
                loss: loss + bundle.loss
            )
        }
    }

    /// The prices of strategies that no account from a level on can take any more.
    private func leftOut(level: Int, taken: StrategySet) -> Int64 {
        let all = StrategySet(count: tables.strategyCount)
        return all.subtracting(taken.union(reachable[level])).reduce(0) { $0 + prices[$1] }
    }
}

/// Most bundles listed for one account, 16 bytes each.
private let bundlesMaximum = 4_000_000
