import Market
import Performance

/// An input with its statistics, as the sections read them.
struct Evaluation: Sendable {
    /// One curve with its figures and calendar.
    struct Track: Sendable {
        /// The start and one value for each period.
        let curve: EquityCurve
        /// One return for each period.
        let series: ReturnSeries
        /// One date for each value of the curve.
        let dates: [CalendarDate]
        /// The statistics.
        let figures: PerformanceFigures
    }

    /// The cycles of one calendar year.
    struct Year: Sendable {
        /// The calendar year.
        let year: Int
        /// Indices of its cycles.
        let cycles: Range<Int>
    }

    /// What is reported.
    let input: ReportInput
    /// Writes numbers in the run's currency.
    let numbers: NumberText
    /// The portfolio's net asset value, from the contributed capital.
    let portfolio: Track
    /// The benchmark, from the contributed capital.
    let benchmark: Track?
    /// The growth of 1 for each worker while it was a member.
    let workers: [Track]
    /// The years that have cycles.
    let years: [Year]

    /// Checks an input and computes its statistics.
    init(_ input: ReportInput) throws(ReportingError) {
        try input.check()
        self.input = input
        numbers = NumberText(currency: input.run.currency.code)
        let cycles = input.portfolio.cycles
        let start = input.portfolio.contributed
        let dates = [input.portfolio.start] + cycles.map(\.date)
        let convention = input.run.convention
        portfolio = try refusing("the portfolio") { () throws(PerformanceError) in
            try Track(values: [start] + cycles.map(\.nav), dates: dates, convention)
        }
        if let nav = input.benchmark?.nav {
            benchmark = try refusing("the benchmark") { () throws(PerformanceError) in
                try Track(values: [start] + nav, dates: dates, convention)
            }
        } else {
            benchmark = nil
        }
        var tracks: [Track] = []
        for worker in input.workers {
            let track = try refusing("worker \(worker.name)") { () throws(PerformanceError) in
                try Track(returns: worker.returns, dates: dates, convention)
            }
            tracks.append(track)
        }
        workers = tracks
        years = Evaluation.years(of: cycles)
    }

    /// The portfolio's growth of 1, as the workers' is drawn.
    var portfolioGrowth: Track {
        Track(
            curve: EquityCurve(compounding: portfolio.series),
            series: portfolio.series,
            dates: portfolio.dates,
            figures: portfolio.figures
        )
    }

    /// Cycles that trailing figures look back on: a year, 252 at most, or a quarter of that.
    ///
    /// `nil` for runs of less than two quarters.
    var window: Int? { [year, quarter].first { portfolio.series.count >= 2 * $0 } }

    /// How many cycles a run needs for trailing figures, in words.
    var windowsMinimum: String {
        "it has \(NumberText.count(portfolio.series.count)) cycles, and they need \(2 * quarter)"
    }

    private var year: Int {
        min(252, max(20, Int(input.run.convention.periodsPerYear.rounded())))
    }

    private var quarter: Int { max(20, year / 4) }

    /// Compounded returns by month and year.
    func monthlyReturns(of track: Track) throws(ReportingError) -> MonthlyReturns {
        try refusing("monthly returns") { () throws(PerformanceError) in
            try MonthlyReturns(track.series, dates: Array(track.dates.dropFirst()))
        }
    }

    private static func years(of cycles: [ReportInput.Cycle]) -> [Year] {
        var years: [Year] = []
        var first = 0
        for index in cycles.indices {
            let year = cycles[index].date.components.year
            let isLast =
                index + 1 == cycles.count || cycles[index + 1].date.components.year != year
            guard isLast else { continue }
            years.append(Year(year: year, cycles: first..<(index + 1)))
            first = index + 1
        }
        return years
    }
}

extension Evaluation.Track {
    /// Takes values from the start on.
    init(
        values: [Double],
        dates: [CalendarDate],
        _ convention: PerformanceConvention
    ) throws(PerformanceError) {
        curve = try EquityCurve(values)
        series = try curve.returns()
        self.dates = dates
        figures = PerformanceFigures(curve: curve, series: series, convention: convention)
    }

    /// Compounds the returns that are there; `dates` hold the start and one for each return.
    init(
        returns: [Double?],
        dates: [CalendarDate],
        _ convention: PerformanceConvention
    ) throws(PerformanceError) {
        let member = returns.indices.filter { returns[$0] != nil }
        series = try ReturnSeries(returns.compactMap { $0 })
        curve = EquityCurve(compounding: series)
        for value in curve.values where !(value <= amountMaximum) {
            throw PerformanceError(
                .impossibleValue,
                "the returns compound to \(value); look for a wrong one among them"
            )
        }
        self.dates = [dates[member.first ?? 0]] + member.map { dates[$0 + 1] }
        figures = PerformanceFigures(curve: curve, series: series, convention: convention)
    }
}

/// Runs a computation of statistics and says whose figures it refused.
func refusing<Value>(
    _ name: String,
    _ body: () throws(PerformanceError) -> Value
) throws(ReportingError) -> Value {
    do {
        return try body()
    } catch {
        throw ReportingError(
            .impossibleFigures,
            "\(name): \(error.message)",
            cause: error
        )
    }
}
