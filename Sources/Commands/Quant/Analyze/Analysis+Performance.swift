import Inspection
import LinearAlgebra
import Market
import Performance
import Risk

/// Statistics of one series, alone and beside a benchmark.
extension Analysis {
    static func performanceRatios(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let index = try data.only()
        let returns = try ReturnSeries(data.returns[index])
        let convention = try convention(request)
        let plain = PerformanceConvention(periodsPerYear: convention.periodsPerYear)
        let (curve, dates) = try data.curve(index)
        let fall = curve.maximumDrawdown
        let tail = try HistoricalTail(returns: returns.returns, confidence: 0.95)
        let volatility = JSONValue.optional(returns.annualVolatility(convention))
        return [
            "n": .count(returns.count),
            "annual_return": .optional(returns.annualReturn(convention)),
            "volatility": volatility,
            "annual_volatility": volatility,
            "sharpe": .optional(returns.sharpeRatio(convention)?.value),
            "sharpe_rf0": .optional(returns.sharpeRatio(plain)?.value),
            "sortino": .optional(returns.sortinoRatio(convention)),
            "sortino_0": .optional(returns.sortinoRatio(plain)),
            "downside_deviation_annualised": .optional(returns.downsideDeviation(convention)),
            "calmar": .optional(returns.calmarRatio(convention)),
            "max_drawdown": .number(fall?.depth ?? 0),
            "peak": .optional(fall.map { dates[$0.peak] }),
            "trough": .optional(fall.map { dates[$0.trough] }),
            "recovery": .optional(fall.flatMap { $0.recovery.map { dates[$0] } }),
            "skewness": .optional(returns.skewness),
            "excess_kurtosis": .optional(returns.kurtosis.map { $0 - 3 }),
            "ulcer_index": .optional(curve.ulcerIndex),
            "var95_historical": .number(tail.valueAtRisk),
        ]
    }

    static func drawdown(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let (curve, dates) = try data.curve(try data.only())
        let fall = curve.maximumDrawdown
        return [
            "max_drawdown": .number(fall?.depth ?? 0),
            "peak": .optional(fall.map { dates[$0.peak] }),
            "trough": .optional(fall.map { dates[$0.trough] }),
            "recovery": .optional(fall.flatMap { $0.recovery.map { dates[$0] } }),
            "current_drawdown": .optional(curve.currentDrawdown),
            "days_peak_to_trough_sessions": fall.map { .count($0.trough - $0.peak) } ?? .null,
        ]
    }

    /// One asset beside `data.benchmark`, or several beside the symbol `parameters.benchmark`.
    static func benchmarkRelative(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let convention = try convention(request)
        let columns = data.returns
        if let benchmark = data.benchmarkReturns {
            return try relative(columns[try data.only()], to: benchmark, convention)
        }
        let name = try request.parameters.text("benchmark")
        let benchmark = try data.index(of: name, named: "parameters.benchmark")
        var result: [String: JSONValue] = [:]
        for (index, symbol) in data.symbols.enumerated() where index != benchmark {
            result[symbol] = .object(
                try relative(columns[index], to: columns[benchmark], convention)
            )
        }
        return result
    }

    private static func relative(
        _ returns: [Double],
        to benchmark: [Double],
        _ convention: PerformanceConvention
    ) throws -> [String: JSONValue] {
        let series = try ReturnSeries(returns)
        let comparison = try BenchmarkComparison(series, to: try ReturnSeries(benchmark))
        let plain = PerformanceConvention(periodsPerYear: convention.periodsPerYear)
        let alpha = JSONValue.optional(comparison.alphaPerPeriod(convention))
        return [
            "n": .count(series.count),
            "beta": .optional(comparison.beta),
            alphaName(convention): alpha,
            "alpha_annual": .optional(comparison.alpha(convention)),
            "tracking_error": .optional(comparison.trackingError(convention)),
            "information_ratio": .optional(comparison.informationRatio(convention)),
            "treynor": .optional(comparison.treynorRatio(convention)),
            "correlation": .optional(comparison.correlation),
            "sharpe": .optional(series.sharpeRatio(convention)?.value),
            "sharpe_rf0": .optional(series.sharpeRatio(plain)?.value),
        ]
    }

    private static func alphaName(_ convention: PerformanceConvention) -> String {
        switch convention.periodsPerYear {
        case 12: "alpha_monthly"
        case 52: "alpha_weekly"
        default: "alpha_daily"
        }
    }

    static func deflatedSharpe(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let parameters = request.parameters
        let columns = data.returns
        let trials =
            parameters.has("trials") ? try parameters.texts("trials") : data.symbols
        let rate = try riskFree(request)
        func evidence(_ symbol: String) throws -> SharpeEvidence {
            let index = try data.index(of: symbol, named: "parameters.trials")
            let series = try ReturnSeries(columns[index])
            guard let evidence = series.sharpeEvidence(riskFreePerPeriod: rate) else {
                throw CommandFailure(
                    .badInput,
                    "the returns of \(symbol) are constant, so that they have no Sharpe ratio",
                    advice: ["Leave it out of parameters.trials."]
                )
            }
            return evidence
        }
        let sharpes = try trials.map { try evidence($0).sharpe }
        let selected = try evidence(try parameters.text("selected"))
        let count = try parameters.integer("N", else: trials.count)
        let benchmark = try parameters.number("minTRL_reference", else: 0)
        return [
            "T": .count(selected.count),
            "sharpe_trials": .numbers(sharpes),
            "sharpe": .number(selected.sharpe),
            "skewness": .number(selected.skewness),
            "kurtosis": .number(selected.kurtosis),
            "sr0": .optional(SharpeEvidence.expectedMaximum(ofTrials: sharpes, trialCount: count)),
            "psr_zero": .optional(selected.probability()),
            "deflated_sharpe": .optional(selected.deflated(byTrials: sharpes, trialCount: count)),
            "min_track_record": .optional(selected.minimumTrackRecord(above: benchmark)),
        ]
    }

    static func turnover(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let target = try request.parameters.numbers("target_weights", for: data.symbols)
        let returns = data.matrix
        let rebalanced = try MonthlyRebalance(
            targets: target,
            returns: (0..<returns.rows).map { Array(returns.row($0)) },
            dates: try data.returnDates.map { try CalendarDate($0.prefix(10)) }
        )
        func dated(_ trade: MonthlyRebalance.Trade?) -> JSONValue {
            trade.map { [.string($0.date.description), .number($0.twoSided)] } ?? .null
        }
        return [
            "rebalances": .count(rebalanced.trades.count),
            "first": dated(rebalanced.trades.first),
            "last": dated(rebalanced.trades.last),
            "turnover_two_sided_total": .number(rebalanced.twoSidedTotal),
            "turnover_one_way_total": .number(rebalanced.oneWayTotal),
            "turnover_two_sided_max": .number(rebalanced.twoSidedMaximum ?? 0),
            "portfolio_return_total": .optional(rebalanced.series.totalReturn),
        ]
    }

    /// Periods a year and the riskless return that the parameters state.
    static func convention(_ request: AnalysisRequest) throws -> PerformanceConvention {
        let periods = try request.parameters.number("periods_per_year", else: 252)
        guard periods > 0 else {
            throw request.parameters.wrong("periods_per_year", "a number above zero")
        }
        return PerformanceConvention(
            periodsPerYear: periods,
            riskFreePerPeriod: try riskFree(request)
        )
    }
}
