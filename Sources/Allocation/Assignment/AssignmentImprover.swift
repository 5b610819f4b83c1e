/// Mends and improves an assignment by moving one strategy or exchanging two.
///
/// A change is kept where it lowers what accounts lack of their least capital, or raises the worth
/// and lacks no more. All other bounds hold at every moment.
struct AssignmentImprover {
    private let tables: AssignmentTables
    private var members: [StrategySet]
    private var used: [Int64]
    private var counts: [Int]
    private var lacking: Int64
    private var worth: Int64 = 0

    /// The account of each strategy, `nil` for none.
    private(set) var choice: [Int?]

    /// Whether every account has its least capital.
    var isFeasible: Bool { lacking == 0 }

    /// Starts with no strategy in any account.
    init(_ tables: AssignmentTables) {
        self.tables = tables
        members = Array(repeating: .empty, count: tables.accountCount)
        used = Array(repeating: 0, count: tables.accountCount)
        counts = Array(repeating: 0, count: tables.accountCount)
        choice = Array(repeating: nil, count: tables.strategyCount)
        lacking = tables.accounts.reduce(0) { $0 + $1.capital.lowerBound }
    }

    /// Starts from one bundle an account; a strategy in several stays where its value is greatest.
    init(_ tables: AssignmentTables, bundles: [Bundle]) {
        self.init(tables)
        for strategy in 0..<tables.strategyCount {
            let takers = bundles.indices.filter { bundles[$0].members.contains(strategy) }
            let count = tables.strategyCount
            let taker = takers.max {
                tables.values[$0 * count + strategy] < tables.values[$1 * count + strategy]
            }
            if let taker { _ = move(strategy, to: taker) }
        }
    }

    /// Changes the assignment until no single move or exchange improves it.
    mutating func improve() {
        // Every change improves, so it ends by itself; the limit says that it does.
        for _ in 0..<100 where !improvesOnce() { return }
    }

    private mutating func improvesOnce() -> Bool {
        var hasImproved = false
        for strategy in 0..<tables.strategyCount {
            for place in -1..<tables.accountCount {
                let target = place < 0 ? nil : place
                if target != choice[strategy], improves(strategy, to: target) { hasImproved = true }
            }
            for other in 0..<strategy where choice[other] != choice[strategy] {
                if improvesByExchange(strategy, other) { hasImproved = true }
            }
        }
        return hasImproved
    }

    private mutating func improves(_ strategy: Int, to target: Int?) -> Bool {
        let (before, home) = ((lacking, -worth), choice[strategy])
        guard move(strategy, to: target) else { return false }
        if (lacking, -worth) < before { return true }
        _ = move(strategy, to: home)
        return false
    }

    private mutating func improvesByExchange(_ left: Int, _ right: Int) -> Bool {
        let before = (lacking, -worth)
        let (leftHome, rightHome) = (choice[left], choice[right])
        _ = move(left, to: nil)
        if move(right, to: leftHome) {
            if move(left, to: rightHome), (lacking, -worth) < before { return true }
            _ = move(left, to: nil)
        }
        _ = move(right, to: rightHome)
        _ = move(left, to: leftHome)
        return false
    }

    /// Moves a strategy where its new account has room, and says whether it did.
    private mutating func move(_ strategy: Int, to target: Int?) -> Bool {
        if let target {
            let bounds = tables.accounts[target]
            guard used[target] + tables.capital[strategy] <= bounds.capital.upperBound,
                counts[target] < bounds.strategiesMaximum,
                members[target].isDisjoint(with: tables.foes[strategy])
            else { return false }
        }
        if let home = choice[strategy] { change(strategy, in: home, isEntering: false) }
        if let target { change(strategy, in: target, isEntering: true) }
        choice[strategy] = target
        return true
    }

    private mutating func change(_ strategy: Int, in account: Int, isEntering: Bool) {
        let least = tables.accounts[account].capital.lowerBound
        let sign: Int64 = isEntering ? 1 : -1
        lacking -= max(0, least - used[account])
        used[account] += sign * tables.capital[strategy]
        lacking += max(0, least - used[account])
        counts[account] += isEntering ? 1 : -1
        members[account].remove(strategy)
        var gain = tables.values[account * tables.strategyCount + strategy]
        for other in members[account] {
            gain += tables.synergies[strategy * tables.strategyCount + other]
        }
        worth += sign * gain
        if isEntering { members[account].insert(strategy) }
    }
}
