/// What can be set of the segment rule; the standard values are the rule's table.
package struct SegmentRuleParameters: Sendable, Hashable {
    /// A multiplier that applies beyond a threshold.
    package struct Tier: Sendable, Hashable {
        /// The figure that has to be passed, strictly.
        package var threshold: Double
        /// What the weight is then multiplied by, above zero.
        package var multiplier: Double

        /// Takes a threshold and a multiplier.
        package init(_ threshold: Double, _ multiplier: Double) {
            self.threshold = threshold
            self.multiplier = multiplier
        }
    }

    /// Cycles over which volatility and correlation are measured, at least 2.
    package var riskWindow = 63
    /// Cycles over which momentum and Sharpe ratio are measured, at least 2.
    package var performanceWindow = 63
    /// Cycles in a year, above zero.
    package var periodsPerYear = 252.0

    /// Annual Sharpe ratio above it.
    package var sharpeExcellent = Tier(1.5, 1.3)
    /// Annual Sharpe ratio above it, and not excellent.
    package var sharpeGood = Tier(1.0, 1.1)
    /// Annual Sharpe ratio below it.
    package var sharpeNegative = Tier(0, 0.7)
    /// Annual Sharpe ratio below it, and not negative.
    package var sharpeWeak = Tier(0.5, 0.9)
    /// Compounded return over the window above it.
    package var momentumStrong = Tier(0.15, 1.2)
    /// Compounded return over the window below it.
    package var momentumWeak = Tier(-0.15, 0.8)

    /// Annual volatility above which the portfolio turns defensive.
    package var volatilityDefensive = 0.25
    /// Mean pairwise correlation above which it is diversified.
    package var correlationDiversified = 0.7
    /// Annual volatility below which it may be opportunistic.
    package var volatilityOpportunistic = 0.15
    /// Mean pairwise correlation below which it may be opportunistic.
    package var correlationOpportunistic = 0.4
    /// Multiplier of defensive segments when defensive, above zero.
    package var defensiveTilt = 1.2
    /// Share in cash when defensive, 0 ..< 1.
    package var defensiveCash = 0.2
    /// Multiplier of alpha segments when opportunistic, above zero.
    package var opportunisticTilt = 1.3
    /// Share in cash when opportunistic, 0 ..< 1.
    package var opportunisticCash = 0.05

    /// The most one segment may hold, above 0 to 1.
    package var weightMaximum = 0.25
    /// Correlation above which segments share one maximum.
    package var correlationShared = 0.7

    /// The table's values; set what should differ.
    package init() {}

    func validate() throws(AllocationError) {
        try require(riskWindow >= 2, "riskWindow", Double(riskWindow), "at least 2")
        let performance = Double(performanceWindow)
        try require(performanceWindow >= 2, "performanceWindow", performance, "at least 2")
        try require(positive: periodsPerYear, "periodsPerYear")
        let tiers = [
            ("sharpeExcellent", sharpeExcellent), ("sharpeGood", sharpeGood),
            ("sharpeNegative", sharpeNegative), ("sharpeWeak", sharpeWeak),
            ("momentumStrong", momentumStrong), ("momentumWeak", momentumWeak),
        ]
        for (name, tier) in tiers {
            try require(finite: tier.threshold, "\(name).threshold")
            try require(positive: tier.multiplier, "\(name).multiplier")
        }
        try require(positive: defensiveTilt, "defensiveTilt")
        try require(positive: opportunisticTilt, "opportunisticTilt")
        for (name, share) in [
            ("defensiveCash", defensiveCash), ("opportunisticCash", opportunisticCash),
        ] {
            try require(share >= 0 && share < 1, name, share, "from 0 to below 1")
        }
        let isShare = weightMaximum > 0 && weightMaximum <= 1
        try require(isShare, "weightMaximum", weightMaximum, "above 0 and at most 1")
        for (name, threshold) in [
            ("volatilityDefensive", volatilityDefensive),
            ("correlationDiversified", correlationDiversified),
            ("volatilityOpportunistic", volatilityOpportunistic),
            ("correlationOpportunistic", correlationOpportunistic),
            ("correlationShared", correlationShared),
        ] {
            try require(finite: threshold, name)
        }
    }
}
