import Market
import Testing
import Trading

struct GateDrillTests {
    private func limits(
        position: Double = 0.4,
        notional: String = "500000",
        collar: Double = 0.2,
        leverage: Double = 1,
        short: Bool = false
    ) throws -> GateLimits {
        GateLimits(
            positionWeightMaximum: position,
            orderNotionalMaximum: try money(notional),
            priceCollar: collar,
            staleAfterDays: 5,
            leverageMaximum: leverage,
            cashBuffer: 0.01,
            allowsShort: short
        )
    }

    @Test func `every check and limit of a gate fires, and lets through what is inside`() throws {
        let rule = LossLimitRule(drawdownMaximum: 0.1, dailyLossMaximum: 0.02)
        let findings = try GateDrill(limits: try limits(), losses: rule).run()
        #expect(
            findings.map(\.code) == [
                "trading_state", "trading_state", "short_sale", "stale_data", "price_collar",
                "order_notional", "position_weight", "buying_power", "drawdown", "daily_loss",
            ]
        )
        for finding in findings { #expect(finding.holds, "\(finding)") }
    }

    @Test func `gates of other sizes hold too`() throws {
        for limits in [
            try limits(position: 1, notional: "1000"), try limits(position: 0.01, collar: 0.001),
            try limits(leverage: 3, short: true), try limits(notional: "1000000000"),
        ] {
            for finding in try GateDrill(limits: limits, losses: LossLimitRule()).run() {
                #expect(finding.holds, "\(finding)")
            }
        }
    }

    @Test(arguments: 0..<7)
    func `a check that is missing is found out`(index: Int) throws {
        let limits = try limits()
        var checks = RiskGate.standardChecks(limits)
        let code = type(of: checks.remove(at: index)).code
        let drill = GateDrill(limits: limits, losses: LossLimitRule(), checks: checks)
        let failed = try drill.run().filter { !$0.holds }
        #expect(!failed.isEmpty && failed.allSatisfy { $0.code == code })
    }
}
