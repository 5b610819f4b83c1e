import Market

/// Without the master, or when it says so, only what reduces a position may leave; when trading is
/// halted, only if a stop, a recall or a person wants it.
package struct TradingStateCheck: PreTradeCheck {
    package static let code = "trading_state"

    /// The check has no limits of its own.
    package init() {}

    /// The value is 0 when active, 1 when reducing or without a lease, 2 when halted.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) throws(TradingError) -> CheckResult {
        let isWithoutLease = context.state == .active && !context.holdsLease
        let state = isWithoutLease ? .reducing : context.state
        let value = Double(TradingState.allCases.firstIndex(of: state) ?? 0)
        let verdict: Verdict
        switch state {
        case .active: verdict = .pass
        case .halted where !proposal.isProtective: verdict = .denied
        case .halted, .reducing: verdict = try context.closingOnly(proposal)
        }
        return CheckResult(code: Self.code, verdict: verdict, value: value, limit: 0)
    }
}
