import Allocation
import Market
import Trading

/// Tries every limit of the portfolio just beyond it and just inside.
struct PortfolioDrill {
    let limits: RiskLimits

    /// Every limit's finding; those that the topology does not set are absent.
    func run() throws -> [DrillFinding] {
        var findings = [try drawdown()]
        if let maximum = limits.dailyLossMaximum { findings.append(try dailyLoss(maximum)) }
        findings.append(try weight())
        findings.append(try correlated())
        return findings
    }

    private static let start = CalendarDate(dayNumber: 18_267)

    /// What the limits say after net asset value went from one to another, a number of days apart.
    private func fall(to share: Double, days: Int) throws -> RiskVerdict {
        var state = try RiskLimitState(limits)
        func take(_ day: Int) throws -> RiskVerdict {
            let value = 1e6 * (1 - (1 - share) * Double(day) / Double(days))
            return try state.evaluate(
                value: Money(rounding: value),
                weights: [],
                correlations: CorrelationMatrix(count: 0),
                on: CalendarDate(dayNumber: Self.start.dayNumber + day)
            )
        }
        for day in 0..<days { _ = try take(day) }
        return try take(days)
    }

    private func drawdown() throws -> DrillFinding {
        let maximum = limits.drawdownMaximum
        // Slow enough that no single day is too bad.
        let beyond = try fall(to: 1 - maximum * 1.01, days: 200)
        let inside = try fall(to: 1 - maximum * 0.99, days: 200)
        return finding(
            .drawdown,
            "a slow fall a hundredth beyond the limit",
            beyond,
            lets: !inside.stopsNewRisk
        )
    }

    private func dailyLoss(_ maximum: Double) throws -> DrillFinding {
        finding(
            .dailyLoss,
            "a day's loss a hundredth beyond the limit",
            try fall(to: 1 - maximum * 1.01, days: 1),
            lets: try !fall(to: 1 - maximum * 0.99, days: 1)
                .findings.contains { $0.code == .dailyLoss }
        )
    }

    private func weight() throws -> DrillFinding {
        let maximum = limits.weightMaximum
        return finding(
            .segmentWeight,
            "a segment a hundredth beyond its weight",
            try held([min(1, maximum * 1.01)], correlation: 0),
            lets: try held([maximum * 0.99], correlation: 0).findings.isEmpty
        )
    }

    private func correlated() throws -> DrillFinding {
        let each = limits.weightMaximum / 2
        let beyond = (limits.correlationMaximum + 1) / 2
        return finding(
            .correlatedWeight,
            "two segments that move together, a hundredth beyond one's weight",
            try held([each * 1.01, each * 1.01], correlation: beyond),
            lets: try held([each * 1.01, each * 1.01], correlation: 0).findings.isEmpty
        )
    }

    private func held(_ weights: [Double], correlation: Double) throws -> RiskVerdict {
        var state = try RiskLimitState(limits)
        var matrix = CorrelationMatrix(count: weights.count)
        if weights.count == 2 { matrix[0, 1] = correlation }
        return try state.evaluate(
            value: Money(rounding: 1e6),
            weights: weights.enumerated().map { SegmentWeight(name: "s\($0)", weight: $1) },
            correlations: matrix
        )
    }

    private func finding(
        _ code: LimitCode,
        _ situation: String,
        _ verdict: RiskVerdict,
        lets: Bool
    ) -> DrillFinding {
        let found = verdict.findings.first { $0.code == code }
        let action = verdict.stopsNewRisk ? "new risk stopped" : "reported, weights capped"
        return DrillFinding(
            code: code.rawValue,
            situation: situation,
            action: found == nil ? nil : action,
            value: found?.value ?? 0,
            limit: found?.limit ?? 0,
            letsInside: lets
        )
    }
}
