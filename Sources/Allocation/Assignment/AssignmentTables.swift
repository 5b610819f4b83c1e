/// A problem's tables as the search reads them: scaled, square and with sets for rows.
struct AssignmentTables: Sendable {
    /// Units of the search in one unit of the objective.
    ///
    /// Prices are whole numbers of these smaller units; it's even, so that half a synergy is whole.
    static let scale: Int64 = 1 << 10

    let strategyCount: Int
    /// Scaled values of one account after another, `account × strategyCount + strategy`.
    let values: [Int64]
    /// Scaled synergies, `strategyCount × strategyCount`, symmetric, zero diagonal.
    let synergies: [Int64]
    /// Strategies with which each has a synergy above zero.
    let friends: [StrategySet]
    /// Strategies with which each must not share an account.
    let foes: [StrategySet]
    let capital: [Int64]
    let accounts: [AssignmentProblem.Account]
    /// No assignment is worth more than this or less than its negative, scaled.
    let worthMaximum: Int64

    init(_ problem: AssignmentProblem) {
        let count = problem.values.count
        strategyCount = count
        // More than all capital can't be reached either way; below this, sums don't overflow.
        let unreachable = AssignmentProblem.magnitudeMaximum + 1
        accounts = problem.accounts.map { account in
            let least = min(account.capital.lowerBound, unreachable)
            return .init(
                capital: least...account.capital.upperBound,
                strategiesMaximum: account.strategiesMaximum
            )
        }
        capital = problem.capital
        values = problem.accounts.indices.flatMap { account in
            problem.values.map { $0[account] * Self.scale }
        }
        var synergies = [Int64](repeating: 0, count: count * count)
        for pair in problem.synergies {
            synergies[pair.first * count + pair.second] += pair.worth * Self.scale
            synergies[pair.second * count + pair.first] += pair.worth * Self.scale
        }
        var foes = [StrategySet](repeating: .empty, count: count)
        for pair in problem.conflicts {
            foes[pair.first].insert(pair.second)
            foes[pair.second].insert(pair.first)
        }
        var friends = [StrategySet](repeating: .empty, count: count)
        for first in 0..<count {
            for second in 0..<count where synergies[first * count + second] > 0 {
                friends[first].insert(second)
            }
        }
        let sizes = problem.values.flatMap { $0 } + problem.synergies.map(\.worth)
        worthMaximum = sizes.reduce(0) { $0 + Int64($1.magnitude) } * Self.scale
        self.synergies = synergies
        self.friends = friends
        self.foes = foes
    }

    var accountCount: Int { accounts.count }

    /// What a set of strategies is worth in an account, scaled, before any price.
    func worth(of set: StrategySet, in account: Int) -> Int64 {
        var sum: Int64 = 0
        for strategy in set {
            sum += values[account * strategyCount + strategy]
            for other in set where other < strategy {
                sum += synergies[strategy * strategyCount + other]
            }
        }
        return sum
    }

    /// The least whole objective not below a scaled one.
    static func ceiling(_ scaled: Int64) -> Int64 { -floor(-scaled) }

    /// The greatest whole objective not above a scaled one.
    static func floor(_ scaled: Int64) -> Int64 {
        // An arithmetic shift rounds down for both signs.
        scaled >> Int64(scale.trailingZeroBitCount)
    }
}
