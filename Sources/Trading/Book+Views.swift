import Accounting
package import Market

extension Book {
    /// What the worker owns now.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func account() throws(TradingError) -> AccountView {
        try trading("account") { () throws(MarketError) in
            var nav = try ledger.balance(.cash) + ledger.balance(.valuation)
            var averageCosts: [Double] = []
            averageCosts.reserveCapacity(positions.count)
            for position in positions {
                nav = try nav + position.cost
                let units = position.quantity.value
                averageCosts.append(units == 0 ? 0 : position.cost.value / units)
            }
            var owed = Money.zero
            for recall in recalls { owed = try owed + recall.amount }
            return AccountView(
                nav: nav,
                cash: ledger.balance(.cash),
                owed: owed,
                quantities: positions.map(\.quantity),
                averageCosts: averageCosts
            )
        }
    }

    /// Value of each open position at the last marks; nothing where nothing is held.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func positionValues() throws(TradingError) -> [Money] {
        var values: [Money] = []
        values.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            values.append(
                try trading("position") { () throws(MarketError) in
                    try (marks[index] ?? .zero).notional(of: position.quantity)
                }
            )
        }
        return values
    }

    /// Profit of open positions, profit taken and commissions paid so far.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package func profits() throws(TradingError) -> (
        unrealised: Money, realised: Money, commission: Money
    ) {
        try trading("profit") { () throws(MarketError) in
            (
                try -ledger.balance(.unrealisedProfit),
                try -ledger.balance(.realisedProfit),
                ledger.balance(.commission)
            )
        }
    }
}
