import Market

/// A price that jumped too far from the one before may be wrong: nothing new is bought or sold on it.
package struct PriceCollarCheck: PreTradeCheck {
    package static let code = "price_collar"

    private let collar: Double

    /// Denies when the last price is further from the one before than a fraction of that.
    package init(collar: Double) {
        self.collar = collar
    }

    /// The value is the move as a fraction. What reduces a position passes, what crosses zero closes
    /// it and no more: a crash must not trap it.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        guard let last = context.market.latest[proposal.instrument]?.close,
            let before = context.market.previousClose[proposal.instrument]
        else {
            return CheckResult(code: Self.code, verdict: .pass, value: 0, limit: collar)
        }
        let move = abs(last.value / before.value - 1)
        let verdict = move <= collar ? .pass : try context.closingOnly(proposal)
        return CheckResult(code: Self.code, verdict: verdict, value: move, limit: collar)
    }
}
