import Market

/// A mandate without short sales sells what it holds and no more.
package struct ShortSaleCheck: PreTradeCheck {
    package static let code = "short_sale"

    private let isAllowed: Bool

    /// Lets everything pass where short sales are allowed.
    package init(isAllowed: Bool) {
        self.isAllowed = isAllowed
    }

    /// The value is the units that would be held afterwards, the limit the least allowed.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        let held = try context.exposure(proposal.instrument)
        let after = try trading(Self.code) { () throws(MarketError) in
            try held + proposal.signed
        }
        let verdict: Verdict
        if isAllowed || proposal.side == .buy || !after.isNegative {
            verdict = .pass
        } else {
            verdict = held.isPositive ? .resized(to: held) : .denied
        }
        return CheckResult(
            code: Self.code,
            verdict: verdict,
            value: after.value,
            limit: isAllowed ? -.infinity : 0
        )
    }
}
