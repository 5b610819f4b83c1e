import Performance

/// How one strategy of a worker did on paper, as a row of a table.
struct StrategyFigures {
    /// Growth and statistics of its paper returns.
    let track: Evaluation.Track
    private let strategy: ReportInput.Strategy

    /// Computes the statistics of a strategy.
    init(
        _ strategy: ReportInput.Strategy,
        of worker: String,
        _ evaluation: Evaluation
    ) throws(ReportingError) {
        self.strategy = strategy
        let dates = evaluation.portfolio.dates
        let convention = evaluation.input.run.convention
        track = try refusing("strategy \(strategy.name) of \(worker)") {
            () throws(PerformanceError) in
            try Evaluation.Track(returns: strategy.returns, dates: dates, convention)
        }
    }

    /// The heads of ``cells``.
    static let columns: [Table.Column] = [
        .number("share"), .number("mean share"), .number("return a year"), .number("vol a year"),
        .number("Sharpe ± se"), .number("signals"), .number("forecasts"), .number("right side"),
        .number("expected"), .number("realised"),
    ]

    /// Its figures.
    var cells: [Table.Cell] {
        let shares = strategy.shares.compactMap { $0 }
        let mean = shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
        let forecasts = strategy.forecasts
        let count = Double(forecasts.count)
        let hasAny = forecasts.count > 0
        return [
            .init(NumberText.ratio(shares.last)), .init(NumberText.ratio(mean)),
            .init(NumberText.percent(track.figures.annualReturn, isSigned: true)),
            .init(NumberText.percent(track.figures.volatility)),
            .init(sharpeText(track.figures)),
            .init(NumberText.count(strategy.signals)), .init(NumberText.count(forecasts.count)),
            .init(NumberText.percent(hasAny ? Double(forecasts.right) / count : nil)),
            .init(NumberText.percent(hasAny ? forecasts.expected / count : nil, isSigned: true)),
            .init(NumberText.percent(hasAny ? forecasts.realised / count : nil, isSigned: true)),
        ]
    }
}
