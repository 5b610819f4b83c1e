package import Market

/// What one strategy said of an instrument, and how the strategy stood.
package struct SignalFigures: Sendable, Hashable {
    /// Its name in the topology.
    package var strategy: String
    /// Version of its rule.
    package var ruleVersion: Int64
    /// Share of the worker's risk it traded, 0 … 1.
    package var share: Double
    /// Share the topology gives it; `nil` when the topology doesn't say.
    package var shareAssigned: Double?
    /// Since when it had the share; `nil` for since the start.
    package var shareSince: Timestamp?
    /// Annual Sharpe ratio of its paper returns; `nil` until it was measured.
    package var evidence: Double?
    /// Standard error of the evidence; `nil` where that is.
    package var evidenceError: Double?
    /// Direction and size of its view, −1 … 1.
    package var strength: Double
    /// How far the view is to be trusted, 0 … 1.
    package var confidence: Double
    /// Expected simple return over the horizon.
    package var expectedReturn: Double
    /// Bars over which the view is meant to come true.
    package var horizonBars: Int64
    /// Distance of the protective stop as a fraction of the price; 0 for none.
    package var stopDistance: Double
    /// The figure the view rests on.
    package var measure: Double
    /// What that figure is.
    package var measureName: String

    /// Names a strategy without a view; the reader fills in what it said.
    package init(strategy: String) {
        self.strategy = strategy
        ruleVersion = 0
        share = 0
        strength = 0
        confidence = 0
        expectedReturn = 0
        horizonBars = 0
        stopDistance = 0
        measure = 0
        measureName = ""
    }

    /// What it said, in words.
    package var words: String {
        let view =
            strength == 0
            ? "no view" : "strength \(NumberText.decimal(strength, places: 2, isSigned: true))"
        var parts = ["\(strategy): \(view)"]
        if strength != 0 {
            parts.append("confidence \(NumberText.decimal(confidence, places: 2))")
            parts.append(
                "expects \(NumberText.percent(expectedReturn, places: 2, isSigned: true)) "
                    + "in \(horizonBars) bars"
            )
        }
        if !measureName.isEmpty { parts.append("rests on \(measureName) \(measureText)") }
        if strength != 0, stopDistance > 0 {
            parts.append("stop \(NumberText.percent(stopDistance)) away")
        }
        return parts.joined(separator: ", ") + " (rule \(ruleVersion))"
    }

    /// How much of the worker's risk it traded, and why, in words.
    package var shareWords: String {
        let since = shareSince.map { " since \($0.date)" } ?? ""
        var text = "\(strategy) \(NumberText.decimal(share, places: 2))\(since)"
        if let shareAssigned, shareAssigned != share {
            text += ", cut from \(NumberText.decimal(shareAssigned, places: 2))"
        }
        guard let evidence else { return text + " (not measured yet)" }
        let error = evidenceError.map { " ± \(NumberText.decimal($0, places: 1))" } ?? ""
        return text + " (Sharpe \(NumberText.decimal(evidence, places: 1))\(error))"
    }

    /// The signal as programs read it.
    package var json: JSONValue {
        [
            "strategy": .string(strategy), "rule_version": .integer(ruleVersion),
            "share": .number(share), "share_assigned": .optional(shareAssigned),
            "share_since": .optional(shareSince?.description), "evidence": .optional(evidence),
            "evidence_error": .optional(evidenceError), "strength": .number(strength),
            "confidence": .number(confidence), "expected_return": .number(expectedReturn),
            "horizon_bars": .integer(horizonBars), "stop_distance": .number(stopDistance),
            "measure": .number(measure), "measure_name": .string(measureName),
        ]
    }

    // A measure that is a return is a fraction; all others have no unit.
    private var measureText: String {
        measureName.contains("return")
            ? NumberText.percent(measure, isSigned: true)
            : NumberText.decimal(measure, places: 2, isSigned: true)
    }
}
