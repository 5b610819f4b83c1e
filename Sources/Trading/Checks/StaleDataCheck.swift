import Market

/// A price that is too old is no price to trade on.
package struct StaleDataCheck: PreTradeCheck {
    package static let code = "stale_data"

    private let maximumDays: Double

    /// Denies when the last bar is older than a number of days.
    package init(maximumDays: Double) {
        self.maximumDays = maximumDays
    }

    /// The value is the age of the last bar in days; infinite where there is none.
    package func verdict(
        on proposal: OrderProposal,
        in context: CheckContext
    ) -> CheckResult {
        var age = Double.infinity
        if let bar = context.market.latest[proposal.instrument] {
            age = Double(context.now.nanoseconds - bar.knownAt.nanoseconds) / 86_400_000_000_000
        }
        return CheckResult(
            code: Self.code,
            verdict: age <= maximumDays ? .pass : .denied,
            value: age,
            limit: maximumDays
        )
    }
}
