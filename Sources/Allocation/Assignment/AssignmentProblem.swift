/// Which strategies should run in which accounts: what each choice is worth, and its bounds.
///
/// A strategy runs in one account or in none. The worth of an assignment is the sum of the values
/// of its placements and of the synergies of pairs that share an account. Values and capital are
/// whole numbers, so that a proof of optimality holds exactly; the caller chooses the units (money
/// in cents, scores in thousandths).
package struct AssignmentProblem: Sendable, Hashable {
    /// What two strategies gain, or lose where it's below zero, by sharing an account.
    package struct Synergy: Sendable, Hashable {
        /// One strategy, an index.
        package let first: Int
        /// The other strategy, an index.
        package let second: Int
        /// Added once to the objective where both sit in one account.
        package let worth: Int64

        /// Names a pair; several entries of one pair add up.
        package init(_ first: Int, _ second: Int, worth: Int64) {
            self.first = first
            self.second = second
            self.worth = worth
        }
    }

    /// Two strategies that must not share an account.
    package struct Conflict: Sendable, Hashable {
        /// One strategy, an index.
        package let first: Int
        /// The other strategy, an index.
        package let second: Int

        /// Names a pair.
        package init(_ first: Int, _ second: Int) {
            self.first = first
            self.second = second
        }
    }

    /// What an account can hold.
    package struct Account: Sendable, Hashable {
        /// Least and most capital its strategies may use together, from 0.
        package let capital: ClosedRange<Int64>
        /// Most strategies it may run, from 0.
        package let strategiesMaximum: Int

        /// Takes the bounds; ``AssignmentProblem/init(values:capital:accounts:synergies:conflicts:)``
        /// checks them.
        package init(capital: ClosedRange<Int64>, strategiesMaximum: Int) {
            self.capital = capital
            self.strategiesMaximum = strategiesMaximum
        }
    }

    /// Most strategies a problem can have, the bits of a word.
    package static let strategiesMaximum = 64
    /// Most that the sizes of values and synergies, or of capitals, may come to together, 2⁴⁰.
    package static let magnitudeMaximum: Int64 = 1 << 40

    /// What a strategy is worth in an account, `values[strategy][account]`.
    package let values: [[Int64]]
    /// Capital each strategy uses wherever it runs, from 0.
    package let capital: [Int64]
    /// Where strategies may run, and what each account can hold.
    package let accounts: [Account]
    /// Synergies of pairs.
    package let synergies: [Synergy]
    /// Pairs that must stay apart.
    package let conflicts: [Conflict]

    /// Takes a problem.
    ///
    /// - Throws: ``AllocationError`` with `countMismatch` for tables of unequal size,
    ///   `parameterOutOfRange` for more than 64 strategies, a negative capital or count, or a pair
    ///   that isn't two of the strategies, and `overflow` beyond ``magnitudeMaximum``.
    package init(
        values: [[Int64]],
        capital: [Int64],
        accounts: [Account],
        synergies: [Synergy] = [],
        conflicts: [Conflict] = []
    ) throws(AllocationError) {
        self.values = values
        self.capital = capital
        self.accounts = accounts
        self.synergies = synergies
        self.conflicts = conflicts
        try checkCounts()
        try checkPairs()
        try checkBounds()
    }

    private func checkCounts() throws(AllocationError) {
        guard values.count <= Self.strategiesMaximum else {
            throw AllocationError(
                .parameterOutOfRange,
                "\(values.count) strategies are more than \(Self.strategiesMaximum); "
                    + "assign them in several problems"
            )
        }
        guard capital.count == values.count else {
            throw AllocationError(
                .countMismatch,
                "\(values.count) strategies came with \(capital.count) capitals; give one each"
            )
        }
        for (strategy, row) in values.enumerated() where row.count != accounts.count {
            throw AllocationError(
                .countMismatch,
                "strategy \(strategy) has \(row.count) values for \(accounts.count) accounts; "
                    + "give one for each account"
            )
        }
    }

    private func checkPairs() throws(AllocationError) {
        let pairs =
            synergies.map { ($0.first, $0.second) } + conflicts.map { ($0.first, $0.second) }
        for (first, second) in pairs {
            guard values.indices.contains(first), values.indices.contains(second), first != second
            else {
                throw AllocationError(
                    .parameterOutOfRange,
                    "strategies \(first) and \(second) aren't two of \(values.count); "
                        + "a pair names two different strategies by index"
                )
            }
        }
    }

    private func checkBounds() throws(AllocationError) {
        for (strategy, used) in capital.enumerated() where used < 0 {
            throw AllocationError(
                .parameterOutOfRange,
                "strategy \(strategy) uses a capital of \(used); give 0 or more"
            )
        }
        for (index, account) in accounts.enumerated()
        where account.capital.lowerBound < 0 || account.strategiesMaximum < 0 {
            throw AllocationError(
                .parameterOutOfRange,
                "account \(index) takes \(account.strategiesMaximum) strategies with a capital from "
                    + "\(account.capital.lowerBound); give bounds of 0 or more"
            )
        }
        try checkMagnitude("values", values.flatMap { $0 } + synergies.map(\.worth))
        try checkMagnitude("capitals", capital)
    }

    private func checkMagnitude(_ name: String, _ numbers: [Int64]) throws(AllocationError) {
        var sum: UInt64 = 0
        for number in numbers {
            let (next, overflows) = sum.addingReportingOverflow(number.magnitude)
            guard !overflows, next <= UInt64(Self.magnitudeMaximum) else {
                throw AllocationError(
                    .overflow,
                    "the \(name) come to more than \(Self.magnitudeMaximum) at \(number); "
                        + "use a larger unit"
                )
            }
            sum = next
        }
    }
}
