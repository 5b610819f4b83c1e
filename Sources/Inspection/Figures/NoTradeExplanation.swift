package import Market

/// Why an instrument was not traded at a bar, with the figures behind it.
package struct NoTradeExplanation: Sendable {
    /// Where the way from bar to order ended.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The instrument belongs to another worker, or to none.
        case notInUniverse = "not_in_universe"
        /// The date lies before or after what the run plays.
        case dateOutside = "date_outside"
        /// The run has not come to the date.
        case notPlayed = "not_played"
        /// No instrument of the worker has a bar: a weekend, or a holiday of its market.
        case holiday = "holiday"
        /// Others have a bar and this one has none: its price is stale.
        case noBar = "no_bar"
        /// The worker had no capital to trade with.
        case noCapital = "no_capital"
        /// No strategy has seen enough bars for a view.
        case noSignal = "no_signal"
        /// The strategies' views add up to nothing.
        case noConviction = "no_conviction"
        /// The conviction is to sell, nothing is held, and the mandate has no short sales.
        case noShortSales = "no_short_sales"
        /// A protective stop keeps the position closed.
        case stopped = "stopped"
        /// Its volatility is not measured yet, so that it has no size.
        case noVolatility = "no_volatility"
        /// The change of weight is smaller than what is worth trading.
        case withinBand = "within_band"
        /// An order the other way was still working.
        case waits = "waits"
        /// The change is less than a lot, or nothing.
        case lessThanALot = "less_than_a_lot"
        /// A check before the order denied it.
        case denied = "denied"
        /// It was traded after all.
        case traded = "traded"
    }

    /// Symbol of what was asked about.
    package let instrument: String
    /// The worker that was looked at; empty where none trades it.
    package let worker: String
    /// The date or moment asked for.
    package let asked: String
    /// Where the way ended.
    package let reason: Reason
    /// Why, with the figures, in a sentence.
    package let words: String
    /// The bar; `nil` where there was none.
    package var bar: BarFigures?
    /// What each strategy said.
    package var signals: [SignalFigures] = []
    /// The signals' weighted strength, −1 … 1.
    package var conviction = 0.0
    /// Their weighted confidence, 0 … 1.
    package var confidence = 0.0
    /// How conviction became a size; `nil` where it did not come to one.
    package var size: SizeFigures?
    /// Units held.
    package var held = Quantity.zero
    /// Units in working orders, signed.
    package var pending = Quantity.zero
    /// What each check said; empty where none was asked.
    package var checks: [CheckFigures] = []
    /// What the master had said; `nil` where it did not come to that.
    package var standing: StandingFigures?
    /// The order or the decision, where there is one.
    package var record: String?
    /// Messages that were executed again to find it; 0 where the journal holds it.
    package var messagesExecuted = 0

    /// A bar as it was known.
    package struct BarFigures: Sendable, Hashable {
        /// Its close.
        package let close: Price
        /// When it became known.
        package let at: Timestamp

        /// Takes a bar.
        package init(close: Price, at: Timestamp) {
            self.close = close
            self.at = at
        }
    }

    /// Takes the answer; figures are filled in by the reader.
    package init(
        instrument: String,
        worker: String,
        asked: String,
        reason: Reason,
        words: String
    ) {
        self.instrument = instrument
        self.worker = worker
        self.asked = asked
        self.reason = reason
        self.words = words
    }

    /// The answer, then the way from the bar to where it ended.
    package var tree: TreeText {
        let verb =
            switch reason {
            case .traded: "TRADED"
            case .denied: "DENIED"
            default: "NOT TRADED"
            }
        let who = worker.isEmpty ? "" : "  by \(worker)"
        var tree = TreeText("\(verb) \(instrument)  \(asked)\(who): \(words)")
        if let bar {
            tree.add(
                "bar",
                "\(instrument) closed at \(NumberText.price(bar.close)), "
                    + "known at \(NumberText.moment(bar.at))"
            )
        }
        if !signals.isEmpty {
            tree.add("signals", signals.map(\.words))
            tree.add("selection", signals.map(\.shareWords).joined(separator: "; "))
        }
        if let size { tree.add("size", sizeWords(size)) }
        if !checks.isEmpty {
            tree.add(
                "checks",
                checks.map(\.words),
                tone: reason == .denied ? .bad : .plain
            )
        }
        if let standing { tree.add("standing", standing.words) }
        if let record { tree.add(reason == .traded ? "order" : "decision", record) }
        if messagesExecuted > 0 {
            tree.add(
                "source",
                "re-derived: \(worker) was executed again over "
                    + "\(NumberText.count(Int64(messagesExecuted), "message")) up to this bar, "
                    + "since journals keep bars only where something was ordered or denied"
            )
        }
        return tree
    }

    private func sizeWords(_ size: SizeFigures) -> [String] {
        var words = [size.words(conviction: conviction), size.change]
        let sure = NumberText.decimal(confidence, places: 2)
        var facts = ["confidence \(sure) (no threshold is set on it)"]
        facts.append("\(NumberText.quantity(held)) units held")
        if !pending.isZero { facts.append("\(NumberText.quantity(pending)) in working orders") }
        words.append(facts.joined(separator: ", "))
        return words
    }

    /// The answer as programs read it.
    package var json: JSONValue {
        [
            "instrument": .string(instrument), "worker": .string(worker), "time": .string(asked),
            "reason": .string(reason.rawValue), "words": .string(words),
            "bar": bar.map {
                ["close": .string($0.close.decimalString), "at": .string("\($0.at)")]
            } ?? .null,
            "signals": .array(signals.map(\.json)), "conviction": .number(conviction),
            "confidence": .number(confidence), "size": size?.json ?? .null,
            "held": .string(held.decimalString), "pending": .string(pending.decimalString),
            "checks": .array(checks.map(\.json)),
            "stance": .optional(standing?.stance), "regime": .optional(standing?.regime),
            "record": .optional(record), "re_derived": .bool(messagesExecuted > 0),
            "messages_executed": .integer(Int64(messagesExecuted)),
        ]
    }
}
