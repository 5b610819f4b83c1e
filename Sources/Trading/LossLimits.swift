package import Market
package import Persistence
import Risk

/// What a worker may lose before it only reduces.
package struct LossLimitRule: Sendable, Hashable {
    /// Fall of the equity from its peak, as a fraction; `nil` for no limit.
    package var drawdownMaximum: Double?
    /// Loss of one date, as a fraction; `nil` for no limit.
    package var dailyLossMaximum: Double?

    /// States a rule; there are no limits unless given.
    package init(drawdownMaximum: Double? = nil, dailyLossMaximum: Double? = nil) {
        self.drawdownMaximum = drawdownMaximum
        self.dailyLossMaximum = dailyLossMaximum
    }
}

/// A loss limit that was reached.
package struct LossFinding: Sendable, Hashable {
    /// `drawdown` or `daily_loss`.
    package let code: String
    /// The loss, as a fraction.
    package let value: Double
    /// The loss at which it latches, as a fraction.
    package let limit: Double

    /// The finding as a sentence.
    package var words: String {
        let what = code == "drawdown" ? "has fallen from its peak by" : "has lost within a day"
        return "equity \(what) \(Self.percent(value)), the limit is \(Self.percent(limit))"
    }

    private static func percent(_ fraction: Double) -> String {
        let hundredths = Int64((fraction * 10_000).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }
}

/// Watches a worker's own losses and holds it back when they are too large.
///
/// Losses are measured on an index of the equity, so that capital which comes or goes is none. The
/// drawdown limit latches until the drawdown is below half the limit, or for 63 steps: a worker that
/// only reduces cannot earn its way back, so that the peak then starts again. The daily limit latches
/// for the rest of its date and the next one.
package struct LossLimits: Sendable {
    /// Steps after which a drawdown is forgiven.
    package static let coolingOff = 63
    /// The part of the limit that a drawdown must fall below to be forgiven earlier.
    package static let releaseFraction = 0.5

    private let rule: LossLimitRule
    private var daily: DailyLossLatch?
    private var index = 1.0
    private var peak = 1.0
    private var base: Double?
    private var drawdownFor = 0
    private var isDrawnDown = false

    /// Starts without a loss.
    package init(rule: LossLimitRule) {
        self.rule = rule
        daily = rule.dailyLossMaximum.map { DailyLossLatch(maximum: $0) }
    }

    /// Whether the worker may only reduce, and why; `nil` while it may trade.
    package var reason: String? {
        if isDrawnDown { return "the worker's drawdown limit" }
        if daily?.isLatched == true { return "the worker's daily loss limit" }
        return nil
    }

    /// Notes the net asset value after capital came or went: what changes from here is earned or lost.
    package mutating func rebase(_ nav: Money) { base = nav.value }

    /// Takes the net asset value of a step and returns the limits that it has newly reached.
    package mutating func observe(_ nav: Money, at moment: Timestamp) -> [LossFinding] {
        guard rule != LossLimitRule() else { return [] }
        if let base, base > 0 { index *= nav.value / base }
        base = nav.value
        var findings: [LossFinding] = []
        if let limit = rule.drawdownMaximum {
            if let finding = drawdown(limit) { findings.append(finding) }
        }
        guard var latch = daily else { return findings }
        let before = latch.isLatched
        let loss = latch.observe(index, on: moment.date)
        daily = latch
        if latch.isLatched, !before {
            findings.append(LossFinding(code: "daily_loss", value: loss, limit: latch.maximum))
        }
        return findings
    }

    private mutating func drawdown(_ limit: Double) -> LossFinding? {
        peak = max(peak, index)
        drawdownFor = isDrawnDown ? drawdownFor + 1 : 0
        if drawdownFor >= Self.coolingOff { (peak, isDrawnDown, drawdownFor) = (index, false, 0) }
        let fall = peak > 0 ? 1 - index / peak : 0
        if isDrawnDown {
            isDrawnDown = fall >= limit * Self.releaseFraction
            return nil
        }
        // A hair below the limit is rounding of the index.
        guard fall >= limit - 1e-12 else { return nil }
        isDrawnDown = true
        return LossFinding(code: "drawdown", value: fall, limit: limit)
    }
}

extension LossLimits: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try daily?.exchange(with: &coder)
        try coder.exchange(&index)
        try coder.exchange(&peak)
        try coder.exchange(&base)
        try coder.exchange(&drawdownFor)
        try coder.exchange(&isDrawnDown)
    }
}
