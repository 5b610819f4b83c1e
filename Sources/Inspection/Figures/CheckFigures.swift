package import Market

/// What one pre-trade check said, with the figures behind it.
package struct CheckFigures: Sendable, Hashable {
    /// What a check can say.
    package enum Verdict: String, Sendable, Hashable {
        /// The order may go on as it is.
        case passed
        /// The order may go on, smaller.
        case resized
        /// The order may not go on.
        case denied
    }

    /// The check, such as `position_weight`.
    package let code: String
    /// What it said.
    package let verdict: Verdict
    /// Units left after resizing.
    package let resizedTo: Quantity
    /// The figure it looked at.
    package let value: Double
    /// The limit it held the figure against.
    package let limit: Double

    /// Takes a verdict.
    package init(
        code: String,
        verdict: Verdict,
        resizedTo: Quantity,
        value: Double,
        limit: Double
    ) {
        self.code = code
        self.verdict = verdict
        self.resizedTo = resizedTo
        self.value = value
        self.limit = limit
    }

    /// The verdict and its figures in words.
    package var words: String {
        switch verdict {
        case .passed: figures
        case .resized:
            resizedTo.isPositive
                ? "\(name) cut the order to \(NumberText.quantity(resizedTo)) units: \(figures)"
                : "\(name) left nothing of the order: \(figures)"
        case .denied: "\(name) denied the order: \(figures)"
        }
    }

    /// The check as programs read it.
    package var json: JSONValue {
        [
            "code": .string(code), "verdict": .string(verdict.rawValue),
            "resized_to": verdict == .resized ? .string(resizedTo.decimalString) : .null,
            "value": .number(value), "limit": .number(limit),
        ]
    }

    private var name: String { code.replacing("_", with: " ") }

    private var figures: String {
        switch code {
        case "trading_state": "trading state \(state)"
        case "short_sale":
            limit == 0 ? "\(short(value)) units after it (least 0)" : "short sales allowed"
        case "stale_data":
            value == 0
                ? "price of the same bar"
                : "price \(short(value)) d old\(over(short(limit) + " d"))"
        case "price_collar": "last move \(NumberText.percent(value))\(over(percentLimit))"
        case "order_notional": "notional \(whole(value))\(over(whole(limit)))"
        case "position_weight": "weight \(NumberText.percent(value))\(over(percentLimit))"
        case "buying_power":
            value == limit
                ? "no buying power needed"
                : "needs \(whole(value)), buying power \(whole(limit))"
        default: "\(name) \(short(value))\(over(short(limit)))"
        }
    }

    private var state: String {
        switch value {
        case 0: "active"
        case 1: "reducing: only what makes a position smaller"
        default: "halted"
        }
    }

    private var percentLimit: String { NumberText.percent(limit) }

    private func over(_ limit: String) -> String { " (limit \(limit))" }

    private func whole(_ value: Double) -> String { NumberText.decimal(value, places: 0) }

    private func short(_ value: Double) -> String {
        NumberText.decimal(value, places: value == value.rounded() ? 0 : 2)
    }
}
