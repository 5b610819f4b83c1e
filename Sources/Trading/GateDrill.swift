import Market

/// What a limit did when it was drilled.
package struct DrillFinding: Sendable, Hashable {
    /// The limit or check, such as `price_collar`.
    package let code: String
    /// What was tried, in words.
    package let situation: String
    /// What it did: `denied`, `resized to 4,999` or `held back`; `nil` where it let the order through.
    package let action: String?
    /// The figure that it looked at.
    package let value: Double
    /// What it holds the figure against.
    package let limit: Double
    /// Whether it let through what is just inside the limit.
    package let letsInside: Bool

    /// Whether it fired beyond the limit and only there.
    package var holds: Bool { action != nil && letsInside }

    /// Records what happened.
    package init(
        code: String,
        situation: String,
        action: String?,
        value: Double,
        limit: Double,
        letsInside: Bool
    ) {
        self.code = code
        self.situation = situation
        self.action = action
        self.value = value
        self.limit = limit
        self.letsInside = letsInside
    }
}

/// Tries every check of a worker's gate with an order just beyond its limit and one just inside.
///
/// The whole gate is asked each time, in a made-up account of two instruments at a price of 100, so
/// that a check which another one hides would be found out.
package struct GateDrill: Sendable {
    private static let price = 100.0

    private let limits: GateLimits
    private let losses: LossLimitRule
    private let checks: [any PreTradeCheck]

    /// Drills the gate of these limits; another gate only to see that it would be found out.
    package init(
        limits: GateLimits,
        losses: LossLimitRule,
        checks: [any PreTradeCheck]? = nil
    ) {
        self.limits = limits
        self.losses = losses
        self.checks = checks ?? RiskGate.standardChecks(limits)
    }

    /// Every check's finding, in the gate's order, then the worker's loss limits.
    ///
    /// - Throws: ``TradingError`` with `arithmetic` for limits so large that no money reaches them.
    package func run() throws(TradingError) -> [DrillFinding] {
        var findings = [
            try reducing(), try halted(), try staleData(), try priceCollar(), try orderNotional(),
            try positionWeight(), try buyingPower(),
        ]
        if !limits.allowsShort { findings.insert(try shortSale(), at: 2) }
        return findings + lossLimits()
    }
}

extension GateDrill {
    /// An account and a market that an order is tried in.
    private struct Scene {
        /// Net asset value.
        var nav = 1e6
        /// Units held of the instrument that is ordered, and of the other one.
        var held = 0.0
        var other = 0.0
        /// The close before the last, which is 100.
        var before = GateDrill.price
        /// Days since the last bar.
        var age = 0.0
        var state = TradingState.active
    }

    /// An equity at which an order of the largest notional is far from every other limit.
    private var ample: Double {
        let share = min(limits.positionWeightMaximum, limits.leverageMaximum - limits.cashBuffer)
        return max(1e6, limits.orderNotionalMaximum.value / max(share, 0.01) * 4)
    }

    private func reducing() throws(TradingError) -> DrillFinding {
        try finding(
            TradingStateCheck.code,
            "a purchase while the state is REDUCING",
            beyond: (Scene(state: .reducing), 1),
            inside: (Scene(held: 10, state: .reducing), -10)
        )
    }

    private func halted() throws(TradingError) -> DrillFinding {
        try finding(
            TradingStateCheck.code,
            "a strategy's order while the state is HALTED",
            beyond: (Scene(held: 10, state: .halted), -10),
            inside: (Scene(held: 10), -10)
        )
    }

    private func shortSale() throws(TradingError) -> DrillFinding {
        try finding(
            ShortSaleCheck.code,
            "a sale of what is not held",
            beyond: (Scene(), -1),
            inside: (Scene(held: 1), -1)
        )
    }

    private func staleData() throws(TradingError) -> DrillFinding {
        try finding(
            StaleDataCheck.code,
            "a purchase on a price that is a day too old",
            beyond: (Scene(age: limits.staleAfterDays + 1), 1),
            inside: (Scene(age: limits.staleAfterDays), 1)
        )
    }

    private func priceCollar() throws(TradingError) -> DrillFinding {
        let jump = { (share: Double) in GateDrill.price / (1 + self.limits.priceCollar * share) }
        return try finding(
            PriceCollarCheck.code,
            "a purchase after a jump a hundredth beyond the collar",
            beyond: (Scene(before: jump(1.01)), 1),
            inside: (Scene(before: jump(0.99)), 1)
        )
    }

    private func orderNotional() throws(TradingError) -> DrillFinding {
        let units = (limits.orderNotionalMaximum.value / Self.price).rounded(.down)
        return try finding(
            OrderNotionalCheck.code,
            "a purchase of one lot more than the largest order",
            beyond: (Scene(nav: ample), units + 1),
            inside: (Scene(nav: ample), max(units, 1))
        )
    }

    private func positionWeight() throws(TradingError) -> DrillFinding {
        // Small enough that the largest order does not come first.
        let nav = min(1e6, limits.orderNotionalMaximum.value / limits.positionWeightMaximum / 4)
        let units = (limits.positionWeightMaximum * nav / Self.price).rounded(.down)
        // Half is held already, so that cash does not come first.
        let held = (units / 2).rounded(.down)
        return try finding(
            PositionWeightCheck.code,
            "a purchase of one lot more than the largest position",
            beyond: (Scene(nav: nav, held: held), units - held + 1),
            inside: (Scene(nav: nav, held: held), 1)
        )
    }

    private func buyingPower() throws(TradingError) -> DrillFinding {
        let nav = 1e6
        let room = ((limits.leverageMaximum - limits.cashBuffer) * nav / Self.price).rounded(.down)
        return try finding(
            BuyingPowerCheck.code,
            "a purchase beyond the gross exposure or cash there is",
            beyond: (Scene(nav: nav, other: room - 1), 3),
            inside: (Scene(nav: nav, other: room - 2), 1)
        )
    }

    private func finding(
        _ code: String,
        _ situation: String,
        beyond: (scene: Scene, units: Double),
        inside: (scene: Scene, units: Double)
    ) throws(TradingError) -> DrillFinding {
        let tried = try decide(beyond.scene, beyond.units)
        let result = tried.results.first { $0.code == code && $0.verdict != .pass }
        let action: String? =
            switch result?.verdict {
            case .denied: "denied"
            case .resized(let quantity) where tried.quantity == nil: "denied \(quantity) left"
            case .resized(let quantity): "resized to \(quantity)"
            case .pass, nil: nil
            }
        let allowed = try decide(inside.scene, inside.units)
        return DrillFinding(
            code: code,
            situation: situation,
            action: action,
            value: result?.value ?? tried.results.first { $0.code == code }?.value ?? 0,
            limit: result?.limit ?? tried.results.first { $0.code == code }?.limit ?? 0,
            letsInside: allowed.quantity != nil
        )
    }

    /// What the whole gate says of an order, below zero for a sale.
    private func decide(_ scene: Scene, _ units: Double) throws(TradingError) -> GateDecision {
        var gate = RiskGate(checks: checks)
        let (context, quantity) = try trading("a drill") { () throws(MarketError) in
            (try self.context(of: scene), try Quantity(rounding: abs(units)))
        }
        return try gate.decide(
            on: OrderProposal(
                instrument: 0,
                side: units > 0 ? .buy : .sell,
                quantity: quantity
            ),
            in: context
        )
    }

    private func context(of scene: Scene) throws(MarketError) -> CheckContext {
        let start = Timestamp(date: CalendarDate(dayNumber: 18_267), secondOfDay: 75_600)
        let last = start.advanced(byNanoseconds: 86_400_000_000_000)
        let closes = [scene.before, Self.price]
        var series: [BarSeries] = []
        for name in ["DRILLED", "OTHER"] {
            var bars: [Bar] = []
            for (at, close) in zip([start, last], name == "OTHER" ? [Self.price, 100] : closes) {
                bars.append(Bar(knownAt: at, close: try Price(rounding: close)))
            }
            series.append(
                try BarSeries(
                    instrument: Instrument(
                        id: InstrumentID(name),
                        lot: Quantity(micros: microsPerUnit)
                    ),
                    bars: bars
                )
            )
        }
        var market = MarketView(series: series)
        while market.advance(through: last) != nil {}
        let invested = (scene.held + scene.other) * Self.price
        let age = Int64(scene.age * 86_400_000_000_000)
        return CheckContext(
            account: AccountView(
                nav: try Money(rounding: scene.nav),
                cash: try Money(rounding: scene.nav - invested),
                owed: .zero,
                quantities: [
                    try Quantity(rounding: scene.held), try Quantity(rounding: scene.other),
                ],
                averageCosts: [Self.price, Self.price]
            ),
            pending: [.zero, .zero],
            reserved: .zero,
            market: market,
            now: last.advanced(byNanoseconds: age),
            state: scene.state,
            holdsLease: true
        )
    }
}

extension GateDrill {
    /// The worker's own loss limits, where it has any.
    private func lossLimits() -> [DrillFinding] {
        var findings: [DrillFinding] = []
        if let limit = losses.drawdownMaximum {
            findings.append(loss("drawdown", limit, LossLimitRule(drawdownMaximum: limit)))
        }
        if let limit = losses.dailyLossMaximum {
            findings.append(loss("daily_loss", limit, LossLimitRule(dailyLossMaximum: limit)))
        }
        return findings
    }

    private func loss(_ code: String, _ limit: Double, _ rule: LossLimitRule) -> DrillFinding {
        let start = Timestamp(date: CalendarDate(dayNumber: 18_267), secondOfDay: 75_600)
        let next = start.advanced(byNanoseconds: 86_400_000_000_000)
        func lose(_ share: Double) -> (limits: LossLimits, findings: [LossFinding]) {
            var limits = LossLimits(rule: rule)
            limits.rebase(Money(micros: 1_000_000 * microsPerUnit))
            _ = limits.observe(Money(micros: 1_000_000 * microsPerUnit), at: start)
            let left = Int64((1 - limit * share) * 1_000_000 * Double(microsPerUnit))
            return (limits, limits.observe(Money(micros: left), at: next))
        }
        let beyond = lose(1.01)
        return DrillFinding(
            code: code,
            situation: "a loss a hundredth beyond the limit",
            action: beyond.findings.isEmpty ? nil : "held back",
            value: beyond.findings.first?.value ?? 0,
            limit: limit,
            letsInside: lose(0.99).findings.isEmpty
        )
    }
}
