package import Market

/// How conviction became a number of units.
package struct SizeFigures: Sendable, Hashable {
    /// What the worker's topology says of sizes.
    package struct Rule: Sendable, Hashable {
        /// Annual volatility the worker's equity aims at.
        package let volatilityTarget: Double
        /// Instruments the worker may trade.
        package let instruments: Int64
        /// Greatest weight of one position.
        package let weightMaximum: Double
        /// Greatest sum of weights.
        package let grossMaximum: Double

        /// States a rule.
        package init(
            volatilityTarget: Double,
            instruments: Int64,
            weightMaximum: Double,
            grossMaximum: Double
        ) {
            self.volatilityTarget = volatilityTarget
            self.instruments = instruments
            self.weightMaximum = weightMaximum
            self.grossMaximum = grossMaximum
        }
    }

    /// The rule; `nil` when the topology no longer says.
    package var rule: Rule?
    /// Whether a protective stop forced the position to be closed.
    package var isStopped: Bool
    /// Annual volatility of the instrument.
    package var volatility: Double
    /// Weight before any cap, as a fraction of equity.
    package var uncapped: Double
    /// Weight wanted.
    package var weight: Double
    /// Weight held.
    package var held: Double
    /// Net asset value of the worker.
    package var nav: Money
    /// Capital the master had recalled and not yet got back.
    package var owed: Money
    /// The recalls it was owed to, in order of id.
    package var recalls: [String]

    /// Takes the figures of a size.
    package init(
        rule: Rule?,
        isStopped: Bool,
        volatility: Double,
        uncapped: Double,
        weight: Double,
        held: Double,
        nav: Money,
        owed: Money,
        recalls: [String]
    ) {
        self.rule = rule
        self.isStopped = isStopped
        self.volatility = volatility
        self.uncapped = uncapped
        self.weight = weight
        self.held = held
        self.nav = nav
        self.owed = owed
        self.recalls = recalls
    }

    /// How the weight came about from the signals' weighted strength, in words.
    package func words(conviction: Double) -> String {
        let percent = { (value: Double) in NumberText.percent(value, isSigned: false) }
        if isStopped { return "a protective stop closes the position: \(percent(held)) → 0 %" }
        var text = origin(conviction)
        let cap = rule?.weightMaximum ?? abs(weight)
        if abs(uncapped) > cap { text += " → capped at \(percent(cap)) (most for one position)" }
        if abs(weight) < min(abs(uncapped), cap) - 1e-12 {
            let gross = rule.map { " \(percent($0.grossMaximum))" } ?? " the limit"
            text += " → \(percent(weight)), scaled so that all positions fit into\(gross)"
        }
        return text
    }

    /// From what is held to what is wanted, and in which equity, in words.
    package var change: String {
        var text = "held \(NumberText.percent(held)), wants \(NumberText.percent(weight)) "
        text += "of equity \(NumberText.money(Money(micros: nav.micros &- owed.micros)))"
        guard owed.isPositive else { return text }
        let names = recalls.joined(separator: ", ")
        return text + " (\(NumberText.money(nav)) less \(NumberText.money(owed)) recalled"
            + (names.isEmpty ? ")" : " by \(names))")
    }

    /// The size as programs read it.
    package var json: JSONValue {
        [
            "stopped": .bool(isStopped), "volatility": .number(volatility),
            "weight_uncapped": .number(uncapped), "weight": .number(weight),
            "weight_held": .number(held), "nav": .string(nav.decimalString),
            "owed": .string(owed.decimalString), "recalls": .array(recalls.map { .string($0) }),
        ]
    }

    private func origin(_ conviction: Double) -> String {
        let view = "conviction \(NumberText.decimal(conviction, places: 3, isSigned: true))"
        let result = "\(NumberText.percent(uncapped)) of equity"
        if conviction < 0, uncapped == 0 { return "\(view), and no short positions: 0 %" }
        guard let rule else {
            return "\(view) at a volatility of \(NumberText.percent(volatility)): \(result)"
        }
        let root = rule.instruments > 1 ? " × √\(rule.instruments)" : ""
        let divisor = "\(NumberText.percent(volatility)) volatility\(root)"
        return "\(view) × target \(NumberText.percent(rule.volatilityTarget)) / "
            + "(\(divisor)) = \(result)"
    }
}
