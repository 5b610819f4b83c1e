import Market

/// One position may not be larger than a part of equity.
package struct PositionWeightCheck: PreTradeCheck {
    package static let code = "position_weight"

    private let maximum: Double

    /// Makes orders smaller that would take a position past a fraction of equity.
    package init(maximum: Double) {
        self.maximum = maximum
    }

    /// The value is the position's weight after the order, without sign.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        let equity = context.account.nav.value - context.account.owed.value
        guard let price = context.market.latest[proposal.instrument]?.close, equity > 0 else {
            let verdict = try context.closingOnly(proposal)
            return CheckResult(
                code: Self.code,
                verdict: verdict,
                value: .infinity,
                limit: maximum
            )
        }
        let held = try context.exposure(proposal.instrument)
        let after = try trading(Self.code) { () throws(MarketError) in
            try held + proposal.signed
        }
        let weight = abs(after.value) * price.value / equity
        // A hair above the limit is rounding, not risk.
        let isReducing = try context.isReducing(proposal)
        if weight <= maximum * (1 + 1e-9) || isReducing {
            return CheckResult(code: Self.code, verdict: .pass, value: weight, limit: maximum)
        }
        let allowed = maximum * equity / price.value
        let room = try trading(Self.code) { () throws(MarketError) in
            try Quantity(rounding: max(0, allowed - held.value * Double(proposal.side.sign)))
        }
        return CheckResult(
            code: Self.code,
            verdict: .resized(to: room),
            value: weight,
            limit: maximum
        )
    }
}
