import Market

extension OrderExplanation {
    /// The whole chain as a tree: the answer, then from the bar to the fill.
    package var tree: TreeText {
        var tree = TreeText(headline)
        tree.add("bar", bar)
        tree.add("signals", signals.isEmpty ? ["none recorded"] : signals.map(\.words))
        tree.add("selection", selection)
        tree.add("size", [size.words(conviction: conviction), change])
        tree.add("checks", checkWords, tone: denials > 0 ? .bad : .plain)
        tree.add("capital", capitalWords)
        tree.add("order", orderWords)
        tree.add("fill", fillWords, tone: fills.isEmpty ? .warning : .plain)
        if let outcome { tree.add("outcome", outcome.words) }
        tree.add("messages", messages.map { "\($0.id) (\($0.role))" }.joined(separator: " → "))
        return tree
    }

    /// The answer in a line.
    package var headline: String {
        let units = NumberText.quantity(order == nil ? wanted : ordered)
        let trade = "\(side == .buy ? "BUY" : "SELL") \(units) \(instrument)"
        guard let order else {
            return "DENIED \(decision)  \(trade)  \(decidedAt.date)  by \(denier)"
        }
        return "ORDER \(order)  \(trade)  \(decidedAt.date)  \(result)"
    }

    private var denials: Int { checks.count { $0.verdict == .denied } }

    private var denier: String {
        let last = checks.last { $0.verdict != .passed }
        return last.map { $0.code.replacing("_", with: " ") } ?? "the checks"
    }

    /// What became of the order, in a few words.
    package var result: String {
        let traded = fills.reduce(Int64(0)) { $0 &+ $1.quantity.micros }
        guard let last = fills.last else {
            return ending == nil && !isRunOver ? "working" : "not filled"
        }
        let units = NumberText.quantity(Quantity(micros: traded))
        return "filled \(units) @ \(NumberText.price(last.price))"
    }

    private var bar: String {
        "\(instrument) closed at \(NumberText.price(close)), "
            + "known at \(NumberText.moment(decidedAt))"
    }

    private var selection: [String] {
        let shares = signals.map(\.shareWords).joined(separator: "; ")
        let terms = signals.filter { $0.strength != 0 }.map {
            NumberText.decimal($0.share, places: 2) + " × "
                + NumberText.decimal($0.strength, places: 2, isSigned: true)
        }
        let sum = NumberText.decimal(conviction, places: 3, isSigned: true)
        let weighing = terms.isEmpty ? "nobody has a view" : terms.joined(separator: " and ")
        return [shares, "conviction \(sum) from \(weighing); \(standing.words)"]
    }

    private var change: String {
        let verb = side == .buy ? "buy" : "sell"
        return "\(size.change): \(verb) \(NumberText.quantity(wanted)) "
            + "at about \(NumberText.price(close))"
    }

    /// What stood in the way, then all that let it pass.
    private var checkWords: [String] {
        let passed = checks.filter { $0.verdict == .passed }
        let list = passed.map(\.words).joined(separator: "; ")
        let words =
            checks.filter { $0.verdict != .passed }.map(\.words)
            + (passed.isEmpty ? [] : ["\(passed.count) passed: \(list)"])
        return words.isEmpty ? ["none recorded"] : words
    }

    private var capitalWords: [String] {
        guard let capital else { return ["no grant had arrived"] }
        let why = capital.proposal?.words(about: worker) ?? "no proposal is on record"
        return [capital.words(currency: currency), why]
    }

    private var orderWords: String {
        guard let order else { return "none: the checks denied it" }
        return "\(order) at the market, decided in cycle \(NumberText.integer(cycle)) "
            + "(decision \(decision)); it can trade from the next bar on"
    }

    private var fillWords: [String] {
        var words = fills.map(\.words)
        if let ending { words.append(ending) }
        guard words.isEmpty else { return words }
        if order == nil { return ["none: nothing was ordered"] }
        return [
            isRunOver
                ? "none: no later bar of \(instrument) came before the run ended"
                : "none yet: it waits for the next bar of \(instrument)"
        ]
    }
}

extension OrderExplanation {
    /// The whole chain as programs read it.
    package var json: JSONValue {
        [
            "order": .optional(order), "decision": .string(decision), "worker": .string(worker),
            "instrument": .string(instrument), "side": .string(side.rawValue),
            "wanted": .string(wanted.decimalString), "ordered": .string(ordered.decimalString),
            "close": .string(close.decimalString), "decided_at": .string(decidedAt.description),
            "cycle": .integer(cycle), "currency": .string(currency), "result": .string(result),
            "stance": .string(standing.stance), "regime": .string(standing.regime),
            "regime_confidence": .number(standing.regimeConfidence),
            "signals": .array(signals.map(\.json)), "conviction": .number(conviction),
            "size": size.json, "checks": .array(checks.map(\.json)),
            "capital": capital?.json ?? .null, "fills": .array(fills.map(\.json)),
            "ending": .optional(ending), "outcome": outcome?.json ?? .null,
            "messages": .array(
                messages.map { ["id": .string($0.id), "role": .string($0.role)] }
            ),
            "gaps": .array(gaps.map { .string($0) }),
        ]
    }
}

extension FillFigures {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "quantity": .string(quantity.decimalString),
            "price": .string(price.decimalString), "at": .string(at.description),
            "commission": .string(commission.decimalString),
            "slippage": .string(slippage.decimalString),
        ]
    }
}

extension OutcomeFigures {
    fileprivate var json: JSONValue {
        [
            "strategy": .string(strategy), "expected": .number(expected),
            "realised": .number(realised), "at": .string(at.description),
        ]
    }
}
