import Inspection
import Performance
import Risk

/// One statistic with how people read it.
struct Statistic {
    /// What it is called by programs.
    let key: String
    /// What it is called by people.
    let label: String
    /// Its value; `nil` where it has none.
    let value: Double?
    /// How it is written.
    let unit: Unit
    /// What belongs to it, such as dates; may be empty.
    var remark = ""

    /// How a value is written.
    enum Unit {
        /// A fraction, as a percentage.
        case percent
        /// A number with two decimals.
        case ratio
    }

    /// The value as people read it.
    var text: String {
        guard let value else { return "–" }
        switch unit {
        case .percent: return NumberText.percent(value, places: 2)
        case .ratio: return NumberText.decimal(value, places: 2)
        }
    }
}

/// All statistics of one series.
struct MeasuredSeries {
    /// The statistics, in the order they are printed.
    let statistics: [Statistic]

    /// Measures a series, beside another over the same dates where there is one.
    init(
        _ series: NamedSeries,
        to benchmark: NamedSeries?,
        _ convention: PerformanceConvention
    ) throws {
        let returns = try series.returns()
        let (curve, dates) = try series.curve()
        var found = Self.rates(returns, convention)
        found += Self.falls(curve, dates)
        found += try Self.tails(returns)
        if let benchmark {
            let comparison = try BenchmarkComparison(returns, to: try benchmark.returns())
            found += Self.relative(comparison, convention)
        }
        statistics = found
    }

    private static func rates(
        _ returns: ReturnSeries,
        _ convention: PerformanceConvention
    ) -> [Statistic] {
        let sharpe = returns.sharpeRatio(convention)
        let error = sharpe.map { "± \(NumberText.decimal($0.standardError, places: 2))" } ?? ""
        let evidence = returns.sharpeEvidence(riskFreePerPeriod: convention.riskFreePerPeriod)
        return [
            Statistic("total_return", "total return", returns.totalReturn, .percent),
            Statistic(
                "annual_return",
                "annual return",
                returns.annualReturn(convention),
                .percent
            ),
            Statistic(
                "volatility",
                "volatility a year",
                returns.annualVolatility(convention),
                .percent
            ),
            Statistic("sharpe", "Sharpe ratio", sharpe?.value, .ratio, error),
            Statistic(
                "sharpe_probability",
                "chance it is above 0",
                evidence?.probability(),
                .percent
            ),
            Statistic("sortino", "Sortino ratio", returns.sortinoRatio(convention), .ratio),
            Statistic("calmar", "Calmar ratio", returns.calmarRatio(convention), .ratio),
            Statistic("omega", "Omega ratio at 0", returns.omegaRatio(), .ratio),
            Statistic("win_rate", "periods won", returns.winRate, .percent),
            Statistic("payoff", "gain to loss", returns.payoffRatio, .ratio),
        ]
    }

    private static func falls(_ curve: EquityCurve, _ dates: [String]) -> [Statistic] {
        let fall = curve.maximumDrawdown
        let span = fall.map { fall in
            let end = fall.recovery.map { "recovered \(dates[$0])" } ?? "not recovered"
            return "\(dates[fall.peak]) … \(dates[fall.trough]), \(end)"
        }
        return [
            Statistic(
                "max_drawdown",
                "deepest drawdown",
                fall?.depth ?? 0,
                .percent,
                span ?? ""
            ),
            Statistic("current_drawdown", "drawdown now", curve.currentDrawdown, .percent),
            Statistic("ulcer_index", "ulcer index", curve.ulcerIndex, .percent),
        ]
    }

    private static func tails(_ returns: ReturnSeries) throws -> [Statistic] {
        let tail = try HistoricalTail(returns: returns.returns, confidence: 0.95)
        return [
            Statistic("var95", "value at risk, 95 %", tail.valueAtRisk, .percent),
            Statistic(
                "cvar95",
                "expected shortfall, 95 %",
                tail.expectedShortfallFractional,
                .percent
            ),
            Statistic("skewness", "skewness", returns.skewness, .ratio),
            Statistic("kurtosis", "kurtosis", returns.kurtosis, .ratio),
        ]
    }

    private static func relative(
        _ comparison: BenchmarkComparison,
        _ convention: PerformanceConvention
    ) -> [Statistic] {
        [
            Statistic("beta", "beta", comparison.beta, .ratio),
            Statistic("alpha", "alpha a year", comparison.alpha(convention), .percent),
            Statistic("correlation", "correlation", comparison.correlation, .ratio),
            Statistic(
                "tracking_error",
                "tracking error a year",
                comparison.trackingError(convention),
                .percent
            ),
            Statistic(
                "information_ratio",
                "information ratio",
                comparison.informationRatio(convention),
                .ratio
            ),
            Statistic("treynor", "Treynor ratio", comparison.treynorRatio(convention), .ratio),
        ]
    }
}

extension Statistic {
    fileprivate init(
        _ key: String,
        _ label: String,
        _ value: Double?,
        _ unit: Unit,
        _ remark: String = ""
    ) {
        self.init(key: key, label: label, value: value, unit: unit, remark: remark)
    }
}

/// What `bursar measure` prints.
struct MeasureAnswer {
    private let own: NamedSeries
    private let other: NamedSeries?
    private let measured: MeasuredSeries
    private let reference: MeasuredSeries?
    private let year: Double

    /// Takes a series and its benchmark, both measured.
    init(
        own: NamedSeries,
        other: NamedSeries?,
        _ measured: MeasuredSeries,
        _ reference: MeasuredSeries?,
        _ year: Double
    ) {
        self.own = own
        self.other = other
        self.measured = measured
        self.reference = reference
        self.year = year
    }

    /// The answer in all shapes.
    var answer: QuantAnswer {
        let dates = own.returnDates
        let count = NumberText.count(Int64(dates.count), "return")
        let versus = other.map { " beside \($0.name)" } ?? ""
        return QuantAnswer(
            heading: [
                "\(own.name)\(versus): \(own.content.rawValue), \(dates[0]) … "
                    + "\(dates[dates.count - 1]), \(count), \(NumberText.decimal(year, places: 0)) "
                    + "to a year"
            ],
            tables: [table],
            notes: [],
            json: json,
            records: records
        )
    }

    private var table: Table {
        var columns = [
            Table.Column("statistic", .left),
            Table.Column(own.name),
        ]
        if let other { columns.append(Table.Column(other.name)) }
        columns.append(Table.Column("", .left, rank: 1, cutTo: 24))
        var table = Table(columns)
        for (index, statistic) in measured.statistics.enumerated() {
            var cells = [Table.Cell(statistic.label), Table.Cell(statistic.text)]
            if let reference {
                let isShared = index < reference.statistics.count
                cells.append(isShared ? .init(reference.statistics[index].text) : "")
            }
            table.add(cells + [.init(statistic.remark, .faint)])
        }
        return table
    }

    private var json: JSONValue {
        func object(_ statistics: [Statistic]) -> JSONValue {
            .object(
                Dictionary(statistics.map { ($0.key, .optional($0.value)) }) { first, _ in first }
            )
        }
        let dates = own.returnDates
        return [
            "series": .string(own.name), "benchmark": .optional(other?.name),
            "first": .string(dates[0]), "last": .string(dates[dates.count - 1]),
            "returns": .count(dates.count), "periods_per_year": .number(year),
            "statistics": object(measured.statistics),
            "benchmark_statistics": reference.map { object($0.statistics) } ?? .null,
        ]
    }

    private var records: [[String]] {
        func field(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let heads = ["statistic", own.name] + (other.map { [$0.name] } ?? [])
        return [heads]
            + measured.statistics.enumerated().map { index, statistic in
                var fields = [statistic.key, field(statistic.value)]
                if let reference {
                    let isShared = index < reference.statistics.count
                    fields.append(isShared ? field(reference.statistics[index].value) : "")
                }
                return fields
            }
    }
}
