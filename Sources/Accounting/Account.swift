package import Market

/// A heading of the books; debits are positive, credits negative, and every entry sums to nothing.
package enum Account: Sendable, Hashable, Comparable {
    /// Money its owners put in (equity; credit). Only in the master's books.
    case contributedCapital
    /// Money that waits for allocation (asset). Only in the master's books.
    case treasury
    /// Money between two processes (asset). One account that spans all books: the sender debits it,
    /// the receiver credits it, and over all books a transfer that arrived sums to nothing.
    case transit
    /// Money of one worker that is not in positions (asset).
    case cash
    /// What the open position of an instrument cost (asset; below zero for a short).
    case position(InstrumentID)
    /// Market value of the open positions beyond their cost (asset).
    case valuation
    /// Profit taken by closing positions (income; credit).
    case realisedProfit
    /// Profit of open positions at the last marks (income; credit).
    case unrealisedProfit
    /// Commissions paid (expense).
    case commission

    /// The heading without its instrument, `position`, as it is stored.
    package var heading: String {
        switch self {
        case .contributedCapital: "contributed_capital"
        case .treasury: "treasury"
        case .transit: "transit"
        case .cash: "cash"
        case .position: "position"
        case .valuation: "valuation"
        case .realisedProfit: "realised_profit"
        case .unrealisedProfit: "unrealised_profit"
        case .commission: "commission"
        }
    }

    /// The instrument of a position; empty for every other heading.
    package var instrument: String {
        if case .position(let instrument) = self { return instrument.symbol }
        return ""
    }

    /// Headings are ordered by their stored name, positions by instrument.
    package static func < (left: Account, right: Account) -> Bool {
        (left.heading, left.instrument) < (right.heading, right.instrument)
    }

    /// Whether the heading counts towards a worker's net asset value.
    package var isWorkerAsset: Bool {
        switch self {
        case .cash, .position, .valuation: true
        default: false
        }
    }
}

extension Account {
    /// Reads a heading as it is stored, with its instrument where it is a position; `nil` for any
    /// other text.
    package init?(heading: String, instrument: String) {
        let plain: [Account] = [
            .contributedCapital, .treasury, .transit, .cash, .valuation, .realisedProfit,
            .unrealisedProfit, .commission,
        ]
        if let account = plain.first(where: { $0.heading == heading }), instrument.isEmpty {
            self = account
            return
        }
        guard heading == "position", !instrument.isEmpty else { return nil }
        self = .position(InstrumentID(instrument))
    }
}
