import Inspection
import Market
import Trading
import Worker

/// A worker's state, for people and for programs.
struct StateText {
    private let state: WorkerState

    init(_ state: WorkerState) { self.state = state }

    /// The keys, for the help.
    static let jsonHelp = """
        worker, cycle, at, state, stance, regime, regime_confidence, grant, nav, cash, owed, \
        capital, positions [{instrument, quantity, cost, mark, value}], working [{order, \
        instrument, side, quantity, reserved, waited}], strategies [{name, share, since, evidence}], \
        limits {position_weight, order_notional, price_collar, stale_after_days, leverage, \
        cash_buffer, allows_short}.
        """

    /// Heading, money, positions, working orders, strategies and limits.
    func lines(on terminal: Terminal) -> [String] {
        let standing = state.standing
        let confidence = NumberText.decimal(standing.regimeConfidence, places: 2)
        var lines = [
            terminal.style(
                "\(state.worker) after cycle \(NumberText.integer(standing.cycle)), "
                    + NumberText.moment(state.at),
                .strong
            )
        ]
        lines += terminal.joined([
            "state \(standing.state.rawValue)", "stance \(standing.stance)",
            "regime \(standing.regime) \(confidence)",
            state.grant.isEmpty ? "no grant yet" : "last grant \(state.grant)",
        ])
        lines += terminal.joined([
            "nav \(NumberText.money(state.nav))", "cash \(NumberText.money(state.cash))",
            "capital \(NumberText.money(state.capital))",
            "recalled and not paid back \(NumberText.money(state.owed))",
        ])
        lines += [""] + positions(on: terminal)
        lines += [""] + working(on: terminal)
        lines += [""] + strategies(on: terminal)
        return lines + [""] + limits(on: terminal)
    }

    private func positions(on terminal: Terminal) -> [String] {
        guard !state.positions.isEmpty else { return ["no positions"] }
        var table = Table([
            .init("position", .left), .init("units"), .init("average cost", rank: 2),
            .init("price"), .init("value"), .init("profit", rank: 1), .init("weight", unit: "%"),
        ])
        for position in state.positions {
            let units = position.quantity.value
            let average = units == 0 ? 0 : position.cost.value / units
            let weight = state.nav.value == 0 ? 0 : position.value.value / state.nav.value * 100
            table.add([
                .init(position.instrument), .init(NumberText.quantity(position.quantity)),
                .init(NumberText.decimal(average, places: 4)),
                .init(NumberText.price(position.mark)), .init(NumberText.money(position.value)),
                .init(NumberText.money(profit(of: position))),
                .init(NumberText.decimal(weight, places: 1)),
            ])
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func profit(of position: WorkerState.Position) -> Money {
        Money(micros: position.value.micros &- position.cost.micros)
    }

    private func working(on terminal: Terminal) -> [String] {
        guard !state.working.isEmpty else { return ["no working orders"] }
        var table = Table([
            .init("working order", .left), .init("side", .left), .init("units"),
            .init("instrument", .left), .init("decided", .left, rank: 2),
            .init("reserved", rank: 1), .init("waited", unit: "bars", rank: 3),
        ])
        for entry in state.working {
            table.add([
                .init("\(entry.order.id)"), .init(entry.order.side.rawValue),
                .init(NumberText.quantity(entry.order.quantity)),
                .init(entry.order.instrument.symbol), .init("\(entry.order.decidedAt.date)"),
                .init(NumberText.money(entry.reserved)), .init("\(entry.waited)"),
            ])
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func strategies(on terminal: Terminal) -> [String] {
        var table = Table([
            .init("strategy", .left), .init("share"), .init("since", .left),
            .init("Sharpe on paper"),
        ])
        for strategy in state.strategies {
            table.add([
                .init(strategy.name), .init(NumberText.decimal(strategy.share, places: 2)),
                .init(strategy.since.map { "\($0.date)" } ?? "the start"),
                .init(strategy.evidence.map { NumberText.decimal($0, places: 2) } ?? "–"),
            ])
        }
        return table.lines(width: terminal.width, style: terminal.style)
    }

    private func limits(on terminal: Terminal) -> [String] {
        let limits = state.limits
        return terminal.joined([
            "limits: position \(NumberText.percent(limits.positionWeightMaximum))",
            "order \(NumberText.wholeMoney(limits.orderNotionalMaximum))",
            "price collar \(NumberText.percent(limits.priceCollar))",
            "stale after \(NumberText.decimal(limits.staleAfterDays, places: 0)) d",
            "leverage \(NumberText.decimal(limits.leverageMaximum, places: 2))",
            "cash buffer \(NumberText.percent(limits.cashBuffer))",
            limits.allowsShort ? "short sales allowed" : "no short sales",
        ])
    }

    /// The state as programs read it.
    var json: JSONValue {
        let standing = state.standing
        return [
            "worker": .string(state.worker), "cycle": .integer(standing.cycle),
            "at": .string("\(state.at)"), "state": .string(standing.state.rawValue),
            "stance": .string(standing.stance), "regime": .string(standing.regime),
            "regime_confidence": .number(standing.regimeConfidence),
            "grant": .string(state.grant), "nav": .string(state.nav.decimalString),
            "cash": .string(state.cash.decimalString), "owed": .string(state.owed.decimalString),
            "capital": .string(state.capital.decimalString),
            "positions": .array(state.positions.map(Self.json)),
            "working": .array(state.working.map(Self.json)),
            "strategies": .array(
                state.strategies.map {
                    [
                        "name": .string($0.name), "share": .number($0.share),
                        "since": .optional($0.since.map { "\($0)" }),
                        "evidence": .optional($0.evidence),
                    ]
                }
            ),
            "limits": Self.json(state.limits),
        ]
    }

    private static func json(_ position: WorkerState.Position) -> JSONValue {
        [
            "instrument": .string(position.instrument),
            "quantity": .string(position.quantity.decimalString),
            "cost": .string(position.cost.decimalString),
            "mark": .string(position.mark.decimalString),
            "value": .string(position.value.decimalString),
        ]
    }

    private static func json(_ entry: WorkingOrder) -> JSONValue {
        [
            "order": .string("\(entry.order.id)"),
            "instrument": .string(entry.order.instrument.symbol),
            "side": .string(entry.order.side.rawValue),
            "quantity": .string(entry.order.quantity.decimalString),
            "reserved": .string(entry.reserved.decimalString),
            "waited": .integer(Int64(entry.waited)),
        ]
    }

    private static func json(_ limits: GateLimits) -> JSONValue {
        [
            "position_weight": .number(limits.positionWeightMaximum),
            "order_notional": .string(limits.orderNotionalMaximum.decimalString),
            "price_collar": .number(limits.priceCollar),
            "stale_after_days": .number(limits.staleAfterDays),
            "leverage": .number(limits.leverageMaximum),
            "cash_buffer": .number(limits.cashBuffer),
            "allows_short": .bool(limits.allowsShort),
        ]
    }
}
