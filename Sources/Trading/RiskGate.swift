package import Market
package import Persistence

/// Whether and how far a worker may trade.
package enum TradingState: String, Sendable, Hashable, CaseIterable {
    /// New risk may be taken.
    case active
    /// Only what reduces a position.
    case reducing
    /// Nothing that a strategy wants: stops, recalls and flattening still reduce positions.
    case halted
}

/// An order before the checks: what sizing wants.
package struct OrderProposal: Sendable, Hashable {
    /// Which instrument, by its index in the universe.
    package let instrument: Int
    /// Which way.
    package let side: Side
    /// How many units, above zero.
    package internal(set) var quantity: Quantity
    /// Whether a stop, a recall or a person wants it, rather than a strategy.
    package let isProtective: Bool

    /// Proposes an order.
    package init(instrument: Int, side: Side, quantity: Quantity, isProtective: Bool = false) {
        self.isProtective = isProtective
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
    }

    /// The change of position, below zero for a sale.
    package var signed: Quantity { Quantity(micros: side.sign * quantity.micros) }
}

/// What a check may look at. Everything in it was known when the order was proposed.
package struct CheckContext: Sendable {
    /// What the worker owns.
    package let account: AccountView
    /// Units in working orders per instrument, signed.
    package let pending: [Quantity]
    /// Money reserved by working orders.
    package let reserved: Money
    /// The last bar, the close before it and the lot of each instrument.
    package let market: MarketView
    /// The current moment.
    package let now: Timestamp
    /// What the master and the worker's own limits allow.
    package let state: TradingState
    /// Whether the master was heard recently enough; in replay the cycle is the lease.
    package let holdsLease: Bool

    /// Gathers what a check may look at.
    package init(
        account: AccountView,
        pending: [Quantity],
        reserved: Money,
        market: MarketView,
        now: Timestamp,
        state: TradingState,
        holdsLease: Bool
    ) {
        self.account = account
        self.pending = pending
        self.reserved = reserved
        self.market = market
        self.now = now
        self.state = state
        self.holdsLease = holdsLease
    }

    /// Units held and ordered of an instrument.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    func exposure(_ instrument: Int) throws(TradingError) -> Quantity {
        try trading("exposure") { () throws(MarketError) in
            try account.quantities[instrument] + pending[instrument]
        }
    }

    /// Units of a proposal that bring a position closer to zero; the rest opens or adds to one.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    func closing(_ proposal: OrderProposal) throws(TradingError) -> Quantity {
        let held = try exposure(proposal.instrument)
        guard !held.isZero, held.isPositive != proposal.signed.isPositive else { return .zero }
        return try trading("exposure") { () throws(MarketError) in
            min(proposal.quantity, try held.magnitude())
        }
    }

    /// Whether a proposal only brings a position closer to zero.
    func isReducing(_ proposal: OrderProposal) throws(TradingError) -> Bool {
        try closing(proposal) == proposal.quantity
    }

    /// The verdict where nothing may be opened: what closes passes, the rest may not go on.
    func closingOnly(_ proposal: OrderProposal) throws(TradingError) -> Verdict {
        let closing = try closing(proposal)
        if closing == proposal.quantity { return .pass }
        return closing.isZero ? .denied : .resized(to: closing)
    }
}

/// What a check says of an order.
package enum Verdict: Sendable, Hashable {
    /// The order may go on as it is.
    case pass
    /// The order may go on, smaller.
    case resized(to: Quantity)
    /// The order may not go on.
    case denied
}

/// A check's verdict with the figures behind it.
package struct CheckResult: Sendable, Hashable {
    /// The check, such as `position_weight`.
    package let code: String
    /// What it says.
    package let verdict: Verdict
    /// The figure it looked at.
    package let value: Double
    /// The limit it holds the figure against.
    package let limit: Double

    /// Takes a verdict.
    package init(code: String, verdict: Verdict, value: Double, limit: Double) {
        self.code = code
        self.verdict = verdict
        self.value = value
        self.limit = limit
    }
}

/// A pre-trade check: looks at an order and lets it pass, makes it smaller or denies it.
///
/// A new check is one file that conforms and one line in ``RiskGate/standardChecks(_:)``.
package protocol PreTradeCheck: Sendable {
    /// Its name in journals and reports.
    static var code: String { get }
    /// Looks at an order.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult
}

/// Limits of one worker that the standard checks hold orders against.
package struct GateLimits: Sendable, Hashable {
    /// Greatest weight of one position, as a fraction of equity.
    package var positionWeightMaximum: Double
    /// Greatest notional of one order.
    package var orderNotionalMaximum: Money
    /// Greatest move of the last price from the one before, as a fraction.
    package var priceCollar: Double
    /// Age in days at which a price is stale.
    package var staleAfterDays: Double
    /// Greatest gross exposure, as a multiple of equity.
    package var leverageMaximum: Double
    /// Part of equity that is kept in cash, as a fraction.
    package var cashBuffer: Double
    /// Whether more may be sold than is held.
    package var allowsShort: Bool

    /// States limits.
    package init(
        positionWeightMaximum: Double,
        orderNotionalMaximum: Money,
        priceCollar: Double,
        staleAfterDays: Double,
        leverageMaximum: Double,
        cashBuffer: Double,
        allowsShort: Bool = false
    ) {
        self.positionWeightMaximum = positionWeightMaximum
        self.orderNotionalMaximum = orderNotionalMaximum
        self.priceCollar = priceCollar
        self.staleAfterDays = staleAfterDays
        self.leverageMaximum = leverageMaximum
        self.cashBuffer = cashBuffer
        self.allowsShort = allowsShort
    }
}

/// What the gate decided on one order.
package struct GateDecision: Sendable, Hashable {
    /// Every check that was asked, in order; a denial ends the list.
    package let results: [CheckResult]
    /// Units that may be traded, above zero; `nil` when the order was denied.
    package let quantity: Quantity?
}

/// Holds every order against every check before it may leave.
package struct RiskGate: Sendable {
    private let checks: [any PreTradeCheck]
    private var tallies: [Tally]

    /// How often one check stood in the way since the last report.
    package struct Tally: Sendable, Hashable {
        /// The check.
        package let code: String
        /// Orders denied.
        package internal(set) var denied: Int64 = 0
        /// Orders made smaller.
        package internal(set) var resized: Int64 = 0
    }

    /// Asks the given checks, in their order.
    package init(checks: [any PreTradeCheck]) {
        self.checks = checks
        tallies = checks.map { Tally(code: type(of: $0).code) }
    }

    /// The checks every worker has, cheapest and hardest first.
    package static func standardChecks(_ limits: GateLimits) -> [any PreTradeCheck] {
        [
            TradingStateCheck(),
            ShortSaleCheck(isAllowed: limits.allowsShort),
            StaleDataCheck(maximumDays: limits.staleAfterDays),
            PriceCollarCheck(collar: limits.priceCollar),
            OrderNotionalCheck(maximum: limits.orderNotionalMaximum),
            PositionWeightCheck(maximum: limits.positionWeightMaximum),
            BuyingPowerCheck(
                leverageMaximum: limits.leverageMaximum,
                cashBuffer: limits.cashBuffer
            ),
        ]
    }

    /// Asks every check until one denies.
    ///
    /// - Throws: ``TradingError`` with `arithmetic`.
    package mutating func decide(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> GateDecision {
        var proposal = proposal
        var results: [CheckResult] = []
        results.reserveCapacity(checks.count)
        let lot = context.market.instruments[proposal.instrument].lot
        for (index, check) in checks.enumerated() {
            let result = try check.verdict(on: proposal, in: context)
            results.append(result)
            switch result.verdict {
            case .pass: continue
            case .resized(let quantity) where quantity.roundedDown(toLot: lot).isPositive:
                proposal.quantity = quantity.roundedDown(toLot: lot)
                tallies[index].resized += 1
            case .resized, .denied:
                tallies[index].denied += 1
                return GateDecision(results: results, quantity: nil)
            }
        }
        return GateDecision(results: results, quantity: proposal.quantity)
    }

    /// Hands over how often each check stood in the way since the last call; those that did not are
    /// absent.
    package mutating func takeTallies() -> [Tally] {
        let taken = tallies.filter { $0.denied > 0 || $0.resized > 0 }
        for index in tallies.indices { (tallies[index].denied, tallies[index].resized) = (0, 0) }
        return taken
    }
}

extension TradingState: Storable {}

extension RiskGate: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.requireCount(tallies.count, of: "checks")
        for index in tallies.indices {
            try coder.exchange(&tallies[index].denied)
            try coder.exchange(&tallies[index].resized)
        }
    }
}
