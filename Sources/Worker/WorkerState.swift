import Accounting
package import Market
import Node
package import Trading

/// Everything a worker holds and may do at one moment: what a person asks for first.
package struct WorkerState: Sendable {
    /// A position that is open.
    package struct Position: Sendable {
        /// What is held.
        package let instrument: String
        /// How much, below zero for a short position.
        package let quantity: Quantity
        /// What it cost.
        package let cost: Money
        /// The last price.
        package let mark: Price
        /// What it is worth at that price.
        package let value: Money
    }

    /// Its name in the topology.
    package let worker: String
    /// End of the last window it played.
    package let at: Timestamp
    /// What the master said of portfolio and market.
    package let standing: CycleStanding
    /// The last grant it took; empty before the first.
    package let grant: String
    /// Net asset value.
    package let nav: Money
    /// Money.
    package let cash: Money
    /// Capital recalled and not yet paid back.
    package let owed: Money
    /// Capital it was given, less what it paid back.
    package let capital: Money
    /// Open positions, in order of instrument.
    package let positions: [Position]
    /// Orders on their way, oldest first.
    package let working: [WorkingOrder]
    /// How each strategy stands.
    package let strategies: [StrategyStanding]
    /// What orders are held against.
    package let limits: GateLimits
}

extension WorkerProcess {
    /// What the worker holds now; called from where it is executed again.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package nonisolated func state() throws -> WorkerState {
        try assumeIsolated { try $0.currentState() }
    }

    private func currentState() throws -> WorkerState {
        let (view, capital, positions) = try desk.book.perform { book in
            let values = try book.positionValues()
            let open = book.positions.enumerated().compactMap { index, position in
                position.quantity.isZero
                    ? nil
                    : WorkerState.Position(
                        instrument: position.instrument.symbol,
                        quantity: position.quantity,
                        cost: position.cost,
                        mark: book.marks[index] ?? .zero,
                        value: values[index]
                    )
            }
            return (try book.account(), book.capital, open)
        }
        return WorkerState(
            worker: configuration.name,
            at: account.now,
            standing: cycle,
            grant: lastGrant,
            nav: view.nav,
            cash: view.cash,
            owed: view.owed,
            capital: capital,
            positions: positions,
            working: desk.execution.perform { $0.working },
            strategies: desk.selector.perform { $0.standings },
            limits: configuration.limits
        )
    }
}
