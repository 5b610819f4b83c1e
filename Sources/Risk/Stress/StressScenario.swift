/// A named set of sudden returns.
package struct StressScenario: Sendable, Hashable {
    /// What a portfolio does with a holding the scenario says nothing of.
    package enum Unstated: Sendable, Hashable {
        /// It is an error.
        case refused
        /// It takes this return.
        case moves(by: Double)
    }

    /// The name by which people know it.
    package let name: String
    /// Where the shocks come from; empty for a scenario of the caller's own.
    package let source: String
    /// Simple returns by symbol.
    package let shocks: [String: Double]
    /// The answer for other symbols.
    package let unstated: Unstated

    /// Takes shocks by symbol.
    ///
    /// - Throws: ``RiskError`` with `notFinite`, and `parameterOutOfRange` below −1, where more than
    ///   everything would be lost.
    package init(
        name: String,
        source: String = "",
        shocks: [String: Double],
        unstated: Unstated = .refused
    ) throws(RiskError) {
        for symbol in shocks.keys.sorted() {
            try Self.require(shocks[symbol] ?? 0, "the shock of \(symbol)")
        }
        if case .moves(let shock) = unstated { try Self.require(shock, "the shock of the rest") }
        self.name = name
        self.source = source
        self.shocks = shocks
        self.unstated = unstated
    }

    /// The returns of symbols, in their order.
    ///
    /// - Throws: ``RiskError`` with `missingShock`.
    package func shocks(of symbols: [String]) throws(RiskError) -> [Double] {
        var result: [Double] = []
        for symbol in symbols {
            switch (shocks[symbol], unstated) {
            case (let shock?, _), (nil, .moves(let shock)): result.append(shock)
            case (nil, .refused):
                throw RiskError(
                    .missingShock,
                    "scenario \"\(name)\" has no shock for \(symbol); state one"
                )
            }
        }
        return result
    }

    private static func require(_ shock: Double, _ name: String) throws(RiskError) {
        guard shock.isFinite else {
            throw RiskError(.notFinite, "\(name) is \(shock); state a simple return")
        }
        try requireParameter(shock >= -1, name, shock, "at least -1, the loss of everything")
    }
}

/// What a shock would cost a portfolio.
package struct StressLoss: Sendable, Hashable {
    /// Profit of each holding in units of the capital, losses negative.
    package let byHolding: [Double]
    /// Their sum.
    package let total: Double

    /// Applies returns to weights of a capital: `capital × wᵢ × shockᵢ`.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch` and `notFinite`.
    package init(weights: [Double], shocks: [Double], capital: Double) throws(RiskError) {
        try requireCount(shocks.count, weights.count, "shocks for as many weights")
        let profits = zip(weights, shocks).map { capital * $0 * $1 }
        try requireFinite(profits, "profit of holding")
        byHolding = profits
        total = profits.reduce(0, +)
        try requireFinite([total], "total")
    }

    /// Applies a named scenario to holdings named in the order of their weights.
    ///
    /// - Throws: ``RiskError`` with `missingShock`, `dimensionMismatch` and `notFinite`.
    package init(
        weights: [Double],
        symbols: [String],
        scenario: StressScenario,
        capital: Double
    ) throws(RiskError) {
        try self.init(
            weights: weights,
            shocks: scenario.shocks(of: symbols),
            capital: capital
        )
    }
}
