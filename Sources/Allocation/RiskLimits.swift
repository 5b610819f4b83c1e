package import Market
package import Persistence
import Risk

/// The limits of the portfolio as a whole.
package struct RiskLimits: Sendable, Hashable {
    /// Fall from the peak of net asset value that, once reached, stops new risk; inside 0…1.
    package var drawdownMaximum = 0.15
    /// The part of that limit the drawdown must fall below before new risk is allowed again.
    package var releaseFraction = 0.5
    /// Cycles after which new risk is allowed again although the drawdown has not shrunk, measured
    /// from then on against the value of that cycle; at least 1.
    package var coolingOff = 63
    /// Loss of one date that, once reached, stops new risk for the rest of it and the next date;
    /// inside 0…1, `nil` for no limit.
    package var dailyLossMaximum: Double?
    /// The most one segment, or segments correlated beyond the next limit, may hold; above 0 to 1.
    package var weightMaximum = 0.25
    /// Correlation above which segments count as one.
    package var correlationMaximum = 0.7

    /// The standard values; set what should differ.
    package init() {}
}

/// The limits there are.
package enum LimitCode: String, Sendable, Hashable, CaseIterable {
    /// Net asset value has fallen too far from its peak.
    case drawdown
    /// Net asset value has fallen too far within a day.
    case dailyLoss = "daily_loss"
    /// One segment holds too much.
    case segmentWeight = "segment_weight"
    /// Segments that move together hold too much.
    case correlatedWeight = "correlated_weight"
}

/// A limit that is broken, or a drawdown limit that still holds new risk back.
package struct LimitFinding: Sendable, Hashable {
    /// Which limit.
    package let code: LimitCode
    /// Its bound, as a fraction.
    package let limit: Double
    /// What was found, as a fraction.
    package let value: Double
    /// Whom it concerns: `portfolio`, a segment, or segments joined by `+`.
    package let subject: String
    /// The finding as a sentence with its numbers.
    package let words: String

    /// Records a finding.
    package init(code: LimitCode, limit: Double, value: Double, subject: String, words: String) {
        self.code = code
        self.limit = limit
        self.value = value
        self.subject = subject
        self.words = words
    }
}

/// What the limits say after a cycle.
package struct RiskVerdict: Sendable, Hashable {
    /// Whether only risk-reducing orders and no grants are allowed.
    package let stopsNewRisk: Bool
    /// Fall from the peak of net asset value as a fraction; above 1 below zero value.
    package let drawdown: Double
    /// Limits broken or still holding, drawdown first, then segments in their order.
    package let findings: [LimitFinding]
}

/// The limits with what they remember: the peak and whether the drawdown limit is latched.
///
/// The drawdown limit latches: once reached, new risk stays stopped until the drawdown is below half
/// the limit (`releaseFraction`), so that a portfolio at its limit does not switch from cycle to
/// cycle. A portfolio that has gone to cash cannot earn its way back, so after `coolingOff` cycles
/// the peak starts again at the present value; until then it is never lowered. Net asset values are
/// taken at constant contributed capital.
package struct RiskLimitState: Sendable, Hashable {
    /// What is held against net asset value and weights.
    package let limits: RiskLimits
    /// The highest net asset value so far, `nil` before the first cycle.
    package private(set) var peak: Money?
    /// Whether the drawdown limit was reached and is not released yet.
    package private(set) var isLatched: Bool
    /// Cycles since the drawdown limit was broken; 0 while it is not.
    package private(set) var latchedFor: Int
    private var daily: DailyLossLatch?

    /// Starts, or goes on from a stored peak and latch.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`.
    package init(
        _ limits: RiskLimits = RiskLimits(),
        peak: Money? = nil,
        isLatched: Bool = false,
        latchedFor: Int = 0
    ) throws(AllocationError) {
        let drawdown = limits.drawdownMaximum
        try require(
            drawdown > 0 && drawdown < 1,
            "drawdownMaximum",
            drawdown,
            "above 0 and below 1"
        )
        let release = limits.releaseFraction
        try require(release > 0 && release <= 1, "releaseFraction", release, "above 0, at most 1")
        try require(limits.coolingOff >= 1, "coolingOff", Double(limits.coolingOff), "at least 1")
        let weight = limits.weightMaximum
        try require(weight > 0 && weight <= 1, "weightMaximum", weight, "above 0 and at most 1")
        try require(finite: limits.correlationMaximum, "correlationMaximum")
        if let loss = limits.dailyLossMaximum {
            try require(loss > 0 && loss < 1, "dailyLossMaximum", loss, "above 0 and below 1")
            daily = DailyLossLatch(maximum: loss)
        }
        self.limits = limits
        self.peak = peak
        self.isLatched = isLatched
        self.latchedFor = latchedFor
    }

    /// Takes a cycle's net asset value and weights and returns what the limits say.
    ///
    /// - Parameters:
    ///   - value: Net asset value of the whole portfolio.
    ///   - weights: What each segment holds, as fractions of it.
    ///   - correlations: Between the segments, in the order of `weights`.
    ///   - date: The date of the cycle's end; `nil` leaves the daily limit as it is.
    /// - Returns: Whether new risk stops, and every limit that is broken or still holds.
    /// - Throws: ``AllocationError`` with `countMismatch` or `notFinite`; then nothing changed.
    package mutating func evaluate(
        value: Money,
        weights: [SegmentWeight],
        correlations: CorrelationMatrix,
        on date: CalendarDate? = nil
    ) throws(AllocationError) -> RiskVerdict {
        guard correlations.count == weights.count else {
            throw AllocationError(
                .countMismatch,
                "\(weights.count) weights came with correlations of \(correlations.count) segments"
            )
        }
        for weight in weights where !weight.weight.isFinite {
            throw AllocationError(.notFinite, "the weight of \(weight.name) is \(weight.weight)")
        }
        var peak = max(self.peak ?? value, value)
        latchedFor = isLatched ? latchedFor + 1 : 0
        if latchedFor >= limits.coolingOff { (peak, isLatched, latchedFor) = (value, false, 0) }
        self.peak = peak
        let drawdown = peak.isPositive ? (peak.value - value.value) / peak.value : 0
        if drawdown >= limits.drawdownMaximum {
            isLatched = true
        } else if drawdown < limits.drawdownMaximum * limits.releaseFraction {
            isLatched = false
        }
        var findings: [LimitFinding] = []
        if isLatched { findings.append(drawdownFinding(drawdown)) }
        if let date, let loss = daily?.observe(value.value, on: date), daily?.isLatched == true {
            findings.append(dailyFinding(loss))
        }
        for group in correlations.groups(above: limits.correlationMaximum) {
            findings += concentration(group.map { weights[$0] })
        }
        let stops = isLatched || daily?.isLatched == true
        return RiskVerdict(stopsNewRisk: stops, drawdown: drawdown, findings: findings)
    }

    private func dailyFinding(_ loss: Double) -> LimitFinding {
        let limit = daily?.maximum ?? 0
        let change = loss < 0 ? "gained \(percent(-loss))" : "lost \(percent(loss))"
        return LimitFinding(
            code: .dailyLoss,
            limit: limit,
            value: loss,
            subject: "portfolio",
            words:
                "the portfolio \(change) today; the daily limit of \(percent(limit)), once reached, "
                + "holds new risk back for the rest of the date and the next one"
        )
    }

    private func drawdownFinding(_ drawdown: Double) -> LimitFinding {
        let limit = limits.drawdownMaximum
        let state =
            drawdown >= limit
            ? "at or beyond the limit of \(percent(limit))"
            : "not yet below \(percent(limit * limits.releaseFraction)), where the limit of "
                + "\(percent(limit)) lets go"
        return LimitFinding(
            code: .drawdown,
            limit: limit,
            value: drawdown,
            subject: "portfolio",
            words: "net asset value is \(percent(drawdown)) below its peak, \(state): no new risk"
        )
    }

    private func concentration(_ group: [SegmentWeight]) -> [LimitFinding] {
        let limit = limits.weightMaximum
        var findings: [LimitFinding] = []
        for segment in group where segment.weight > limit + roundingTolerance {
            findings.append(
                LimitFinding(
                    code: .segmentWeight,
                    limit: limit,
                    value: segment.weight,
                    subject: segment.name,
                    words: "\(segment.name) holds \(percent(segment.weight)), "
                        + "above the limit of \(percent(limit))"
                )
            )
        }
        let sum = group.reduce(0) { $0 + $1.weight }
        guard group.count > 1, sum > limit + roundingTolerance else { return findings }
        let subject = group.map(\.name).joined(separator: "+")
        findings.append(
            LimitFinding(
                code: .correlatedWeight,
                limit: limit,
                value: sum,
                subject: subject,
                words: "\(subject) are correlated above \(decimal(limits.correlationMaximum)) and "
                    + "hold \(percent(sum)), above the \(percent(limit)) they share"
            )
        )
        return findings
    }
}

extension RiskLimitState: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(&peak)
        try coder.exchange(&isLatched)
        try coder.exchange(&latchedFor)
        try daily?.exchange(with: &coder)
    }
}
