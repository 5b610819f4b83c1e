import Market

/// An order may not cost more than there is, nor take gross exposure past the leverage allowed.
package struct BuyingPowerCheck: PreTradeCheck {
    package static let code = "buying_power"

    private let leverageMaximum: Double
    private let cashBuffer: Double

    /// Makes orders smaller that exceed buying power.
    ///
    /// - Parameters:
    ///   - leverageMaximum: Greatest gross exposure, as a multiple of equity.
    ///   - cashBuffer: Part of equity kept in cash, as a fraction.
    package init(leverageMaximum: Double, cashBuffer: Double) {
        self.leverageMaximum = leverageMaximum
        self.cashBuffer = cashBuffer
    }

    /// The value is the order's notional, the limit what it may be.
    ///
    /// What closes a position always passes and frees its exposure for what opens the other side.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        guard let price = context.market.latest[proposal.instrument]?.close.value else {
            return CheckResult(code: Self.code, verdict: .denied, value: .infinity, limit: 0)
        }
        let notional = proposal.quantity.value * price
        let closed = try context.closing(proposal)
        if closed == proposal.quantity {
            return CheckResult(code: Self.code, verdict: .pass, value: notional, limit: notional)
        }
        let freed = closed.value * price
        let equity = context.account.nav.value - context.account.owed.value
        var gross = 0.0
        for index in context.account.quantities.indices {
            let mark = context.market.latest[index]?.close.value ?? 0
            gross += abs(try context.exposure(index).value) * mark
        }
        let room = max(0, equity * (leverageMaximum - cashBuffer) - (gross - freed))
        let cash =
            context.account.cash.value - context.account.owed.value - context.reserved.value
            - equity * cashBuffer
        // Leverage above one borrows: then gross exposure alone decides.
        let isCashBound = leverageMaximum <= 1 && proposal.side == .buy
        let power = isCashBound ? max(freed, min(freed + room, cash)) : freed + room
        // A hair above the limit is rounding, not risk.
        guard notional > power * (1 + 1e-9) else {
            return CheckResult(code: Self.code, verdict: .pass, value: notional, limit: power)
        }
        let affordable = try trading(Self.code) { () throws(MarketError) in
            try Quantity(rounding: power / price)
        }
        return CheckResult(
            code: Self.code,
            verdict: .resized(to: affordable),
            value: notional,
            limit: power
        )
    }
}
