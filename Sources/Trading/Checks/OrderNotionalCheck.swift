package import Market

/// One order may not be larger than an amount of money.
package struct OrderNotionalCheck: PreTradeCheck {
    package static let code = "order_notional"

    private let maximum: Money

    /// Makes orders smaller that are worth more than an amount at the last price.
    package init(maximum: Money) {
        self.maximum = maximum
    }

    /// The value is the order's notional at the last price.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        guard let price = context.market.latest[proposal.instrument]?.close else {
            return CheckResult(
                code: Self.code,
                verdict: .denied,
                value: .infinity,
                limit: maximum.value
            )
        }
        let (notional, affordable) = try trading(Self.code) { () throws(MarketError) in
            let lot = context.market.instruments[proposal.instrument].lot
            return (
                try price.notional(of: proposal.quantity),
                try Quantity.affordable(with: maximum, at: price, lot: lot)
            )
        }
        return CheckResult(
            code: Self.code,
            verdict: notional <= maximum ? .pass : .resized(to: affordable),
            value: notional.value,
            limit: maximum.value
        )
    }
}
