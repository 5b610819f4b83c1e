import ArgumentParser
import Inspection
import Market
import Performance
import Risk

struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measures a series of prices or returns of your own, alone or to a benchmark.",
        discussion: """
            A column holds returns when its name says so or a figure is not above zero, prices \
            otherwise; --as settles it. With a benchmark only the dates that both have count.

            Example: bursar measure topology/data/sp500/closes.csv --column KO \
            --benchmark topology/data/sp500/closes.csv --benchmark-column PEP

            JSON keys: series, benchmark, first, last, returns, periods_per_year, statistics and, \
            with a benchmark, benchmark_statistics; a statistic without a value is null.
            """
    )

    @Argument(help: "A CSV file: dates, then columns of prices or returns.")
    var series: String

    @Option(help: "Which column, where there are several.")
    var column: String?

    @Option(help: "The benchmark's file.")
    var benchmark: String?

    @Option(help: "The benchmark's column.")
    var benchmarkColumn: String?

    @Option(help: "What the columns hold: prices or returns.")
    var `as`: SeriesContent?

    @Option(help: "The riskless return of a year, a fraction.")
    var riskFree = 0.0

    @OptionGroup var output: QuantOutputOptions

    mutating func run() throws { output.show(try answer()) }

    /// Reads the series and measures it.
    func answer() throws -> QuantAnswer {
        do {
            return try measured()
        } catch {
            throw QuantFailure.of(error, in: series)
        }
    }

    private func measured() throws -> QuantAnswer {
        var own = try NamedSeries(series, column: column, as: self.as)
        var other: NamedSeries?
        if benchmark != nil || benchmarkColumn != nil {
            let found = try NamedSeries(
                benchmark ?? series,
                column: benchmarkColumn,
                as: self.as
            )
            (own, other) = try own.joined(with: found)
        }
        let year = own.periodsPerYear
        let convention = PerformanceConvention(
            periodsPerYear: year,
            riskFreePerPeriod: riskFree / year
        )
        let measured = try MeasuredSeries(own, to: other, convention)
        let reference = try other.map { try MeasuredSeries($0, to: nil, convention) }
        return MeasureAnswer(own: own, other: other, measured, reference, year).answer
    }
}

/// What a column of figures holds.
enum SeriesContent: String, ExpressibleByArgument, CaseIterable {
    case prices
    case returns
}

/// A column of prices or returns with its dates.
struct NamedSeries {
    /// The column's name.
    let name: String
    /// The dates, ascending.
    let dates: [String]
    /// The figures, as many.
    let figures: [Double]
    /// What they are.
    let content: SeriesContent

    /// Reads a column, the only one where none is named.
    init(_ path: String, column: String?, as content: SeriesContent?) throws {
        let names = try NumberFile.names(of: path)
        let standard = names.contains("close") ? "close" : names.count == 1 ? names[0] : nil
        guard let name = column ?? standard else {
            throw CommandFailure(
                .badInput,
                "\(path) has \(names.count) columns",
                advice: ["Choose one with --column (--benchmark-column): \(listed(names))."]
            )
        }
        let file = try NumberFile(path, columns: [name])
        let places = file.timestamps.indices.filter { file.columns[0][$0].isFinite }
        let figures = places.map { file.columns[0][$0] }
        let isReturns = name.lowercased().contains("return") || figures.contains { $0 <= 0 }
        self.init(
            name: name,
            dates: places.map { file.timestamps[$0] },
            figures: figures,
            content: content ?? (isReturns ? .returns : .prices)
        )
        guard figures.count > 2 else {
            throw CommandFailure(
                .badInput,
                "\(path) has \(figures.count) figures of \(name)",
                advice: ["Statistics need at least three."]
            )
        }
    }

    private init(name: String, dates: [String], figures: [Double], content: SeriesContent) {
        self.name = name
        self.dates = dates
        self.figures = figures
        self.content = content
    }

    /// The dates of the returns.
    var returnDates: [String] { content == .returns ? dates : Array(dates.dropFirst()) }

    /// The simple returns.
    func returns() throws -> ReturnSeries {
        switch content {
        case .returns: try ReturnSeries(figures)
        case .prices: try EquityCurve(figures).returns()
        }
    }

    /// The value through time, with its dates.
    func curve() throws -> (curve: EquityCurve, dates: [String]) {
        switch content {
        case .returns: (EquityCurve(compounding: try ReturnSeries(figures)), ["start"] + dates)
        case .prices: (try EquityCurve(figures), dates)
        }
    }

    /// Periods in a year, told from the dates.
    var periodsPerYear: Double {
        guard let first = try? CalendarDate(dates[0].prefix(10)),
            let last = try? CalendarDate(dates[dates.count - 1].prefix(10))
        else { return 252 }
        return PeriodCount.perYear(first: first, last: last, dates.count)
    }

    /// Both series over the dates that both have.
    func joined(with other: NamedSeries) throws -> (NamedSeries, NamedSeries) {
        let common = Set(dates).intersection(other.dates)
        guard common.count > 2 else {
            throw CommandFailure(
                .badInput,
                "\(name) and \(other.name) have \(common.count) dates in common",
                advice: ["Give a benchmark over the same dates, written the same way."]
            )
        }
        return (kept(common), other.kept(common))
    }

    private func kept(_ common: Set<String>) -> NamedSeries {
        let places = dates.indices.filter { common.contains(dates[$0]) }
        return NamedSeries(
            name: name,
            dates: places.map { dates[$0] },
            figures: places.map { figures[$0] },
            content: content
        )
    }
}
