package import Market

/// Everything that led to one order, or to its denial, and what came of it.
package struct OrderExplanation: Sendable {
    /// The decision record.
    package var decision: String
    /// The order; `nil` where the checks denied it.
    package var order: String?
    /// The worker that decided.
    package var worker: String
    /// What was to be traded.
    package var instrument: String
    /// Which way.
    package var side: Side
    /// Units the size asked for, without sign.
    package var wanted: Quantity
    /// Units ordered; zero where the checks denied it.
    package var ordered: Quantity
    /// Close of the bar it was decided on.
    package var close: Price
    /// When that bar became known.
    package var decidedAt: Timestamp
    /// The cycle it was decided in.
    package var cycle: Int64
    /// Currency of every amount.
    package var currency: String
    /// What the master had said of portfolio and market.
    package var standing: StandingFigures
    /// What each strategy said.
    package var signals: [SignalFigures]
    /// The signals' weighted strength, −1 … 1.
    package var conviction: Double
    /// How conviction became a size.
    package var size: SizeFigures
    /// What each check said, in the order asked.
    package var checks: [CheckFigures]
    /// The capital it was paid from; `nil` where no grant had arrived.
    package var capital: CapitalFigures?
    /// Trades, in order.
    package var fills: [FillFigures]
    /// How the order ended without trading in full; `nil` where it didn't.
    package var ending: String?
    /// Whether the run it belongs to is over.
    package var isRunOver: Bool
    /// What the forecast came to.
    package var outcome: OutcomeFigures?
    /// The messages it travelled by, causes first.
    package var messages: [MessageStep]

    /// Takes an order's or a denied decision's identity; the figures are filled in by the reader.
    package init(
        decision: String,
        order: String?,
        worker: String,
        instrument: String,
        side: Side,
        wanted: Quantity,
        ordered: Quantity,
        close: Price,
        decidedAt: Timestamp,
        cycle: Int64,
        currency: String,
        standing: StandingFigures,
        size: SizeFigures
    ) {
        self.decision = decision
        self.order = order
        self.worker = worker
        self.instrument = instrument
        self.side = side
        self.wanted = wanted
        self.ordered = ordered
        self.close = close
        self.decidedAt = decidedAt
        self.cycle = cycle
        self.currency = currency
        self.standing = standing
        self.size = size
        signals = []
        conviction = 0
        checks = []
        capital = nil
        fills = []
        ending = nil
        isRunOver = true
        outcome = nil
        messages = []
    }

    /// What is missing from the chain; empty when the order explains itself.
    package var gaps: [String] {
        var gaps: [String] = []
        if signals.isEmpty { gaps.append("signals") }
        if size.volatility <= 0 { gaps.append("size") }
        if checks.isEmpty { gaps.append("checks") }
        if capital == nil { gaps.append("capital") }
        if capital?.proposal == nil { gaps.append("proposal") }
        if order != nil, fills.isEmpty, ending == nil, isRunOver { gaps.append("ending") }
        if messages.isEmpty { gaps.append("messages") }
        return gaps
    }
}

/// What the master had said of portfolio and market when a decision was made.
package struct StandingFigures: Sendable, Hashable {
    /// Posture of the portfolio.
    package let stance: String
    /// State of the market.
    package let regime: String
    /// Confidence in it, 0 … 1.
    package let regimeConfidence: Double

    /// Takes a standing.
    package init(stance: String, regime: String, regimeConfidence: Double) {
        self.stance = stance
        self.regime = regime
        self.regimeConfidence = regimeConfidence
    }

    /// `stance balanced, regime bull 0.81`.
    package var words: String {
        let confidence =
            regime == "unknown" ? "" : " \(NumberText.decimal(regimeConfidence, places: 2))"
        return "stance \(stance), regime \(regime)\(confidence)"
    }
}

/// One message on an order's way, and what it did for it.
package struct MessageStep: Sendable, Hashable {
    /// The message.
    package let id: String
    /// What it did, in a word or two.
    package let role: String

    /// Takes a step.
    package init(id: String, role: String) {
        self.id = id
        self.role = role
    }
}

/// A trade of an order.
package struct FillFigures: Sendable, Hashable {
    /// The fill.
    package let id: String
    /// Units traded.
    package let quantity: Quantity
    /// Price paid or received.
    package let price: Price
    /// Commission paid.
    package let commission: Money
    /// Paid for half-spread and impact.
    package let slippage: Money
    /// When the bar it traded at became known.
    package let at: Timestamp

    /// Takes a trade.
    package init(
        id: String,
        quantity: Quantity,
        price: Price,
        commission: Money,
        slippage: Money,
        at: Timestamp
    ) {
        self.id = id
        self.quantity = quantity
        self.price = price
        self.commission = commission
        self.slippage = slippage
        self.at = at
    }

    /// The trade in words.
    package var words: String {
        let value = price.value * quantity.value
        let basisPoints = value > 0 ? slippage.value / value * 10_000 : 0
        return
            "\(id): \(NumberText.quantity(quantity)) @ \(NumberText.price(price)) on \(at.date), "
            + "slippage \(NumberText.money(slippage)) "
            + "(\(NumberText.decimal(basisPoints, places: 1)) bp), "
            + "commission \(NumberText.money(commission))"
    }
}

/// What a forecast came to.
package struct OutcomeFigures: Sendable, Hashable {
    /// The strategy whose forecast it was.
    package let strategy: String
    /// Return that was expected, as a fraction.
    package let expected: Double
    /// Return that came, as a fraction.
    package let realised: Double
    /// When the horizon ended.
    package let at: Timestamp

    /// Takes an outcome.
    package init(strategy: String, expected: Double, realised: Double, at: Timestamp) {
        self.strategy = strategy
        self.expected = expected
        self.realised = realised
        self.at = at
    }

    /// The outcome in words.
    package var words: String {
        "by \(at.date) the price had moved "
            + NumberText.percent(realised, places: 2, isSigned: true)
            + ", expected " + NumberText.percent(expected, places: 2, isSigned: true)
            + " (lead: \(strategy))"
    }
}
