import Market

/// Without the master, or when it says so, only what reduces a position may leave.
package struct TradingStateCheck: PreTradeCheck {
    package static let code = "trading_state"

    /// The check has no limits of its own.
    package init() {}

    /// The value is 0 when active, 1 when reducing, 2 when halted or without a lease.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        let state = context.holdsLease ? context.state : .reducing
        let value = Double(TradingState.allCases.firstIndex(of: state) ?? 0)
        let verdict: Verdict
        switch state {
        case .active: verdict = .pass
        case .halted: verdict = .denied
        case .reducing: verdict = try reducingOnly(proposal, context)
        }
        return CheckResult(code: Self.code, verdict: verdict, value: value, limit: 0)
    }

    private func reducingOnly(
        _ proposal: OrderProposal,
        _ context: CheckContext
    ) throws(TradingError) -> Verdict {
        if try context.isReducing(proposal) { return .pass }
        let held = try context.exposure(proposal.instrument)
        guard !held.isZero, held.isPositive != proposal.signed.isPositive else { return .denied }
        // The order would cross zero: let it close the position and no more.
        return .resized(to: Quantity(micros: Int64(held.micros.magnitude)))
    }
}
