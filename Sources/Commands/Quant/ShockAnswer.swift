import Inspection
import Risk

/// What `bursar shock` prints.
struct ShockAnswer {
    let history: PriceHistory
    let weights: [Double]
    let betas: [Double]
    let capital: Double
    let market: String
    let scenarios: [ShockScenario]
    let states: [RiskState]
    let liquidity: LiquidityCrisis.Outcome?

    private var held: [Int] { weights.indices.filter { weights[$0] != 0 } }

    /// The answer in all shapes.
    var answer: QuantAnswer {
        let invested = weights.reduce(0, +)
        var notes = [
            "Crashes are price falls of the S&P 500, carried by beta to \(market); nothing is "
                + "said of how long they took. Tails are Gaussian with mean zero, over one period."
        ]
        if let liquidity { notes.insert(sale(liquidity), at: 0) }
        return QuantAnswer(
            heading: [
                "\(NumberText.decimal(capital, places: 0)) in \(held.count) of \(history.heading)",
                "invested \(NumberText.percent(invested)), worst scenario "
                    + NumberText.decimal(worst, places: 0, isSigned: true),
            ],
            tables: [scenarioTable, stateTable],
            notes: notes,
            json: json,
            records: records
        )
    }

    private var worst: Double { scenarios.map(\.loss.total).min() ?? 0 }

    private func sale(_ outcome: LiquidityCrisis.Outcome) -> String {
        let crisis = LiquidityCrisis()
        let days = NumberText.decimal(outcome.daysMaximum, places: 2)
        return "With \(NumberText.percent(crisis.volumeShare, places: 0)) of its volume left and "
            + "\(NumberText.percent(crisis.participation, places: 0)) of that taken, selling all "
            + "takes \(days) days and costs "
            + "\(NumberText.decimal(outcome.impactTotal, places: 0)) by impact."
    }

    private var scenarioTable: Table {
        var table = Table(
            [Table.Column("scenario", .left), Table.Column("profit"), Table.Column("", unit: "%")]
                + held.enumerated().map { place, index in
                    Table.Column(history.symbols[index], rank: place + 2)
                } + [Table.Column("what", .left, rank: 99, cutTo: 20)]
        )
        for scenario in scenarios {
            let share = scenario.loss.total / capital * 100
            table.add(
                [
                    .init(scenario.name), amount(scenario.loss.total),
                    .init(NumberText.decimal(share, places: 1, isSigned: true)),
                ] + held.map { amount(scenario.loss.byHolding[$0]) } + [
                    .init(scenario.remark, .faint)
                ]
            )
        }
        return table
    }

    private var stateTable: Table {
        var table = Table([
            Table.Column("state", .left),
            Table.Column("volatility", unit: "%/y"),
            Table.Column("value at risk", unit: "95 %"),
            Table.Column("shortfall", unit: "95 %", rank: 1),
        ])
        for state in states {
            table.add([
                .init(state.name), .init(NumberText.decimal(state.volatility * 100, places: 1)),
                .init(NumberText.decimal(capital * state.tail.valueAtRisk, places: 0)),
                .init(NumberText.decimal(capital * state.tail.expectedShortfall, places: 0)),
            ])
        }
        return table
    }

    private func amount(_ value: Double) -> Table.Cell {
        .init(NumberText.decimal(value, places: 0, isSigned: true))
    }

    private var json: JSONValue {
        [
            "capital": .number(capital), "weights": .named(history.symbols, weights),
            "betas": .named(history.symbols, betas),
            "scenarios": .array(
                scenarios.map { scenario in
                    [
                        "name": .string(scenario.name), "profit": .number(scenario.loss.total),
                        "by_instrument": .named(history.symbols, scenario.loss.byHolding),
                    ]
                }
            ),
            "states": .array(
                states.map { state in
                    [
                        "name": .string(state.name), "volatility": .number(state.volatility),
                        "var95": .number(capital * state.tail.valueAtRisk),
                        "cvar95": .number(capital * state.tail.expectedShortfall),
                    ]
                }
            ),
            "liquidity": liquidity.map { outcome in
                [
                    "days": .named(history.symbols, outcome.days),
                    "impact": .named(history.symbols, outcome.impact),
                ]
            } ?? .null,
        ]
    }

    private var records: [[String]] {
        [["scenario", "profit"] + history.symbols]
            + scenarios.map { scenario in
                [scenario.name, "\(scenario.loss.total)"]
                    + scenario.loss.byHolding.map { "\($0)" }
            }
    }
}
