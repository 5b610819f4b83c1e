import Allocation
import Foundation
import Inspection
import LinearAlgebra
import Market
import Performance

/// Trades and days that won or lost, attribution by sector, and strategies in accounts.
extension Analysis {
    /// Closed lots where `parameters.lots` holds them, the days of a series otherwise.
    static func tradeStatistics(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        request.parameters.has("lots") ? try lotStatistics(request) : try dayStatistics(request)
    }

    private static func dayStatistics(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let returns = try ReturnSeries(data.returns[try data.only()])
        let annual = try request.parameters.number("omega_threshold_annual", else: 0.05)
        guard let threshold = try convention(request).perPeriod(annual: annual) else {
            throw request.parameters.wrong("omega_threshold_annual", "a return above -1")
        }
        let percent = (annual * 100 * 1e6).rounded() / 1e6
        let name = percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
        return [
            "omega_0": .optional(returns.omegaRatio()),
            "omega_\(name)pct": .optional(returns.omegaRatio(threshold: threshold)),
            "profit_factor": .optional(returns.profitFactor),
            "win_rate": .optional(returns.winRate),
            "zero_days": .count(returns.returns.count { $0 == 0 }),
            "payoff": .optional(returns.payoffRatio),
        ]
    }

    private static func lotStatistics(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let parameters = request.parameters
        let heads = try parameters.texts("lot_columns")
        func place(_ names: [String]) -> Int? {
            heads.firstIndex { names.contains($0.lowercased()) }
        }
        let profit = place(["pnl", "profit"])
        let days = place(["days", "holding_days", "days_held"])
        let lots = try parameters.rows("lots").map { row in
            let fields = RequestFields(
                path: "\(parameters.path).lots",
                values: named(zip(heads, row).map { ($0, $1) })
            )
            guard let profit, profit < row.count, let days, days < row.count else {
                throw parameters.wrong("lot_columns", "columns \"pnl\" and \"days\"")
            }
            return try TradeLot(
                profit: try fields.number(heads[profit]),
                holdingDays: try fields.number(heads[days])
            )
        }
        let trades = TradeLots(lots)
        return [
            "count": .count(trades.count),
            "win_rate": .optional(trades.winRate),
            "avg_win": .optional(trades.wins.mean),
            "avg_loss": .optional(trades.losses.mean),
            "median_win": .optional(trades.wins.median),
            "median_loss": .optional(trades.losses.median),
            "profit_factor": .optional(trades.profitFactor),
            "expectancy": .optional(trades.expectancy),
            "expectancy_published": .optional(trades.expectancyByRates),
            "avg_holding_days": .optional(trades.meanHoldingDays),
            "net_pnl": .optional(trades.netProfit),
        ]
    }

    static func brinson(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let parameters = request.parameters
        let isByHolding = parameters.has("portfolio_weights") && parameters.has("sectors")
        let sectors =
            isByHolding
            ? try gatheredSectors(request)
            : try tabledSectors(
                [
                    try parameters.numbers("sector_portfolio_weights"),
                    try parameters.numbers("sector_benchmark_weights"),
                    try parameters.numbers("sector_portfolio_returns"),
                    try parameters.numbers("sector_benchmark_returns"),
                ],
                parameters,
                "sector_portfolio_weights"
            )
        let explained = try BrinsonFachler(sectors)
        return effects(explained.effects, explained.total).merging([
            "portfolio_return": .number(explained.portfolioReturn),
            "benchmark_return": .number(explained.benchmarkReturn),
            "active_return": .number(explained.activeReturn),
        ]) { _, last in last }
    }

    private static func gatheredSectors(
        _ request: AnalysisRequest
    ) throws -> [AttributionSector] {
        let data = try request.series()
        let parameters = request.parameters
        let members = try parameters.object("sectors")
        let own = try data.symbols.map { try members.text($0) }
        let order =
            parameters.has("sector_order")
            ? try parameters.texts("sector_order")
            : Set(own).sorted()
        let places = try own.map { sector in
            guard let place = order.firstIndex(of: sector) else {
                throw parameters.wrong("sector_order", "every sector, \"\(sector)\" too")
            }
            return place
        }
        let returns = try data.columns.indices.map { index in
            let curve = try data.curve(index).curve.values
            return (curve.last ?? 1) / (curve.first ?? 1) - 1
        }
        return try AttributionSector.gathering(
            portfolioWeights: try parameters.numbers("portfolio_weights", for: data.symbols),
            benchmarkWeights: try parameters.numbers("benchmark_weights", for: data.symbols),
            returns: returns,
            sectors: places,
            sectorCount: order.count
        )
    }

    /// Sectors from lists of weights of portfolio and benchmark, then their returns.
    private static func tabledSectors(
        _ lists: [[Double]],
        _ parameters: RequestFields,
        _ key: String
    ) throws -> [AttributionSector] {
        let count = lists[0].count
        guard lists.allSatisfy({ $0.count == count }) else {
            throw parameters.wrong(key, "as many sectors as there are returns")
        }
        return try (0..<count).map { sector in
            try AttributionSector(
                portfolioWeight: lists[0][sector],
                benchmarkWeight: lists[1][sector],
                portfolioReturn: lists[2][sector],
                benchmarkReturn: lists[3][sector]
            )
        }
    }

    static func brinsonLinked(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let parameters = request.parameters
        let tables = try ["Wp", "Wb", "Rp", "Rb"].map { try parameters.matrix($0) }
        guard tables.allSatisfy({ $0.count == tables[0].count }) else {
            throw parameters.wrong("Wp", "as many periods as Wb, Rp and Rb hold")
        }
        let periods = try tables[0].indices.map { period in
            try BrinsonFachler(
                try tabledSectors(tables.map { $0[period] }, parameters, "Wp")
            )
        }
        let linked = try CarinoLinking(periods)
        return effects(linked.effects, linked.total, prefix: "linked_").merging([
            "k": .number(linked.factor),
            "k_t": .numbers(linked.periodFactors),
            "portfolio_return": .number(linked.portfolioReturn),
            "benchmark_return": .number(linked.benchmarkReturn),
            "active_return": .number(linked.activeReturn),
        ]) { _, last in last }
    }

    private static func effects(
        _ effects: [AttributionEffect],
        _ total: AttributionEffect,
        prefix: String = ""
    ) -> [String: JSONValue] {
        [
            "\(prefix)allocation": .numbers(effects.map(\.allocation)),
            "\(prefix)selection": .numbers(effects.map(\.selection)),
            "\(prefix)interaction": .numbers(effects.map(\.interaction)),
            "totals": [
                "allocation": .number(total.allocation),
                "selection": .number(total.selection),
                "interaction": .number(total.interaction),
            ],
        ]
    }

    static func assignment(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let parameters = request.parameters
        let least = try parameters.integers("account_capital_min")
        let most = try parameters.integers("account_capital_max")
        guard least.count == most.count, zip(least, most).allSatisfy({ $0 <= $1 }) else {
            throw parameters.wrong("account_capital_max", "a maximum for each minimum")
        }
        let count = try parameters.integer("max_strategies_per_account")
        func triples(_ key: String, _ size: Int) throws -> [[Int64]] {
            let rows = parameters.has(key) ? try parameters.integerRows(key) : []
            guard rows.allSatisfy({ $0.count == size }) else {
                throw parameters.wrong(key, "rows of \(size)")
            }
            return rows
        }
        let problem = try AssignmentProblem(
            values: try parameters.integerRows("value"),
            capital: try parameters.integers("capital"),
            accounts: zip(least, most).map { .init(capital: $0...$1, strategiesMaximum: count) },
            synergies: try triples("synergy", 3).map { row in
                .init(Int(row[0]), Int(row[1]), worth: row[2])
            },
            conflicts: try triples("conflicts", 2).map { .init(Int($0[0]), Int($0[1])) }
        )
        let solution = problem.solved()
        let found = solution.assignment
        return [
            "objective": found.map { .integer($0.objective) } ?? .null,
            "bound": solution.bound.map { .integer($0) } ?? .null,
            "assignment_example": found.map { .array($0.accounts.map { .count($0 ?? -1) }) }
                ?? .null,
            "capital_used": found.map { .array($0.capitalUsed.map { .integer($0) }) } ?? .null,
            "proven_optimal": .bool(solution.status == .optimal),
        ]
    }
}
