/// Strategies that one account could run together, with their worth after prices.
struct Bundle: Sendable, Hashable {
    let members: StrategySet
    /// Scaled worth less the members' prices.
    let worth: Int64
}

/// Finds the sets of strategies an account could run whose worth after prices is high enough.
///
/// Sets grow by one strategy at a time. A node's candidates are ranked by what each could add: its
/// value, its synergies with the members, and half of every synergy above zero with another
/// candidate, so that a pair's whole synergy is counted once its two halves are. The best few
/// that capacity leaves room for bound what the node can still become.
struct BundleSearch {
    private let tables: AssignmentTables
    private let account: Int
    private let bounds: AssignmentProblem.Account
    private let isCollecting: Bool
    private let bundlesMaximum: Int
    /// Worth from which a bundle counts; when the best is sought, it rises with every find.
    private var threshold: Int64
    /// What each candidate of a depth adds to the members, `depth × strategyCount + strategy`.
    private var gains: [Int64]
    /// The candidates of a depth by falling potential, `depth × strategyCount + rank`.
    private var ranking: [(strategy: Int, potential: Int64)]

    /// The best bundle found.
    private(set) var best: Bundle?
    /// All bundles found, where they're collected.
    private(set) var bundles: [Bundle] = []
    /// How many sets may still be looked at.
    private(set) var nodesLeft: Int
    /// Whether a limit cut the search short, so that more bundles may exist.
    private(set) var isCut = false

    /// Searches an account's bundles at prices.
    ///
    /// - Parameters:
    ///   - tables: The problem.
    ///   - account: Whose bundles are sought.
    ///   - prices: What each strategy costs, scaled.
    ///   - threshold: Least worth of a bundle that counts.
    ///   - bundlesMaximum: Most bundles to collect; 0 seeks the best one only.
    ///   - nodesLeft: Most sets to look at.
    init(
        _ tables: AssignmentTables,
        account: Int,
        prices: [Int64],
        threshold: Int64,
        bundlesMaximum: Int,
        nodesLeft: Int
    ) {
        let count = tables.strategyCount
        self.tables = tables
        self.account = account
        self.threshold = threshold
        self.bundlesMaximum = bundlesMaximum
        self.nodesLeft = nodesLeft
        isCollecting = bundlesMaximum > 0
        bounds = tables.accounts[account]
        let depths = min(bounds.strategiesMaximum, count) + 1
        gains = [Int64](repeating: 0, count: depths * count)
        ranking = Array(repeating: (0, 0), count: depths * count)
        for strategy in 0..<count {
            gains[strategy] = tables.values[account * count + strategy] - prices[strategy]
        }
        let fitting = StrategySet(count: count).filtered {
            tables.capital[$0] <= bounds.capital.upperBound
        }
        extend(.empty, by: fitting, depth: 0, worth: 0, used: 0)
    }

    private mutating func extend(
        _ members: StrategySet,
        by candidates: StrategySet,
        depth: Int,
        worth: Int64,
        used: Int64
    ) {
        guard nodesLeft > 0, !isCut else {
            isCut = true
            return
        }
        nodesLeft -= 1
        if used >= bounds.capital.lowerBound, worth >= threshold {
            record(Bundle(members: members, worth: worth))
        }
        let room = min(bounds.strategiesMaximum, tables.strategyCount) - depth
        guard room > 0, !candidates.isEmpty else { return }
        let start = depth * tables.strategyCount
        let end = start + rank(candidates, at: start)
        var rest = candidates
        var reachable = used + candidates.reduce(0) { $0 + tables.capital[$1] }
        var tail: Int64 = 0
        for rank in start + 1..<max(start + 1, min(end, start + room)) {
            tail += max(0, ranking[rank].potential)
        }
        for rank in start..<end {
            let (strategy, potential) = ranking[rank]
            // Both fall from rank to rank: what fails here fails for all that follow.
            guard worth + potential + tail >= threshold, reachable >= bounds.capital.lowerBound
            else { return }
            rest.remove(strategy)
            reachable -= tables.capital[strategy]
            let gain = gains[start + strategy]
            let then = used + tables.capital[strategy]
            let next = companions(of: strategy, from: rest, at: start, used: then)
            var grown = members
            grown.insert(strategy)
            extend(grown, by: next, depth: depth + 1, worth: worth + gain, used: then)
            if rank + 1 < end { tail -= room > 1 ? max(0, ranking[rank + 1].potential) : 0 }
            if room > 1, rank + room < end { tail += max(0, ranking[rank + room].potential) }
        }
    }

    /// Ranks candidates by falling potential, equal ones by index, and returns their count.
    private mutating func rank(_ candidates: StrategySet, at start: Int) -> Int {
        let count = tables.strategyCount
        var end = start
        for strategy in candidates {
            var potential = gains[start + strategy]
            for friend in candidates.intersection(tables.friends[strategy]) {
                potential += tables.synergies[strategy * count + friend] / 2
            }
            var place = end
            while place > start, ranking[place - 1].potential < potential {
                ranking[place] = ranking[place - 1]
                place -= 1
            }
            ranking[place] = (strategy, potential)
            end += 1
        }
        return end - start
    }

    /// Keeps those of `rest` that go with a new member and notes what they add beside it.
    private mutating func companions(
        of strategy: Int,
        from rest: StrategySet,
        at start: Int,
        used: Int64
    ) -> StrategySet {
        let count = tables.strategyCount
        var kept = StrategySet.empty
        guard start + count < gains.count else { return kept }
        for other in rest.subtracting(tables.foes[strategy])
        where used + tables.capital[other] <= bounds.capital.upperBound {
            kept.insert(other)
            gains[start + count + other] =
                gains[start + other] + tables.synergies[strategy * count + other]
        }
        return kept
    }

    private mutating func record(_ bundle: Bundle) {
        if isCollecting {
            guard bundles.count < bundlesMaximum else {
                isCut = true
                return
            }
            bundles.append(bundle)
        } else {
            best = bundle
            threshold = bundle.worth + 1
        }
    }
}
