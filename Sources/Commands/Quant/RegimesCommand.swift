import ArgumentParser
import Inspection
import LinearAlgebra
import Market
import Risk

struct RegimesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regimes",
        abstract: "Tells bull, bear, sideways and high volatility apart in your own prices.",
        discussion: """
            The market is the equal-weight mean of the instruments' returns, or the only instrument. \
            An estimate uses what was known by its date and is never revised. Method model filters \
            hidden Markov models; rules looks at volatility, slope, ADX and correlation and needs \
            about two years before its first estimate.

            Example: bursar regimes topology/data/sp500/closes.csv --from 2005-01-03

            JSON keys: market, method, first, last, now (regime, confidence, age, \
            expected_duration, probabilities), shares and spells (regime, first, last, periods, \
            return). --csv prints every date with its probabilities.
            """
    )

    /// How regimes are told.
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case model
        case rules
    }

    @OptionGroup var prices: PriceOptions
    @OptionGroup var output: QuantOutputOptions

    @Option(help: "How regimes are told.")
    var method = Method.model

    @Option(help: "How many of the last spells the table shows.")
    var last = 12

    mutating func run() throws { output.show(try answer()) }

    /// Reads the prices and tells the regimes.
    func answer() throws -> QuantAnswer {
        let history = try PriceHistory.read(prices)
        do {
            let estimates = try estimates(history)
            guard estimates.contains(where: { $0 != nil }) else {
                throw CommandFailure(
                    .badInput,
                    "\(prices.prices): \(history.heading) are too few to tell a regime",
                    advice: ["Give a longer history; --method model needs 10 returns that differ."]
                )
            }
            return RegimesAnswer(
                history: history,
                returns: try market(history),
                estimates: estimates,
                method: method.rawValue,
                spellsShown: max(1, last)
            ).answer
        } catch {
            throw QuantFailure.of(error, in: prices.prices)
        }
    }

    /// The market's simple return of each period.
    private func market(_ history: PriceHistory) throws -> [Double] {
        let panel = try history.panel()
        return (0..<panel.periodCount).map { period in
            panel.returns.row(period).reduce(0, +) / Double(panel.assetCount)
        }
    }

    /// The estimate after each return.
    private func estimates(_ history: PriceHistory) throws -> [RegimeEstimate?] {
        let returns = try market(history)
        switch method {
        case .model:
            var detector = try RegimeDetector()
            return try returns.map { try detector.observe($0) }
        case .rules:
            var rules = try RegimeRules()
            let bars = marketBars(history, returns)
            let correlations = try meanCorrelations(history)
            var estimates: [RegimeEstimate?] = []
            for (index, bar) in bars.enumerated() {
                let correlation = index == 0 ? nil : correlations[index - 1]
                let estimate = try rules.observe(
                    high: bar.high,
                    low: bar.low,
                    close: bar.close,
                    correlation: correlation
                )
                if index > 0 { estimates.append(estimate) }
            }
            return estimates
        }
    }

    /// The market's bars: the only instrument's own, else the mean's with closes for all prices.
    private func marketBars(
        _ history: PriceHistory,
        _ returns: [Double]
    ) -> [(high: Double, low: Double, close: Double)] {
        if history.count == 1 {
            return history.bars[0].map { bar in
                let close = bar.close.value
                return (bar.high?.value ?? close, bar.low?.value ?? close, close)
            }
        }
        var level = 100.0
        return [(level, level, level)]
            + returns.map { change in
                level *= 1 + change
                return (level, level, level)
            }
    }

    /// The mean correlation of the last 63 returns at each, `nil` before and for one instrument.
    private func meanCorrelations(_ history: PriceHistory) throws -> [Double?] {
        let panel = try history.panel()
        var streaming = try StreamingCovariance(
            assetCount: panel.assetCount,
            convention: .exponential(halfLife: 21)
        )
        var correlations: [Double?] = []
        for period in 0..<panel.periodCount {
            try streaming.observe(Array(panel.returns.row(period)))
            guard panel.assetCount > 1, period >= 63 else {
                correlations.append(nil)
                continue
            }
            let covariance = try streaming.estimate().covariance
            let isVarying = covariance.diagonal.allSatisfy { $0 > 0 }
            correlations.append(
                isVarying ? Correlation.meanOfPairs(try Correlation.matrix(of: covariance)) : nil
            )
        }
        return correlations
    }
}

/// What `bursar regimes` prints.
struct RegimesAnswer {
    let history: PriceHistory
    /// The market's returns.
    let returns: [Double]
    /// The estimate after each of them.
    let estimates: [RegimeEstimate?]
    let method: String
    let spellsShown: Int

    /// Consecutive periods in one regime.
    struct Spell {
        let regime: MarketRegime
        var range: ClosedRange<Int>
        var growth: Double
    }

    /// The spells, oldest first.
    private var spells: [Spell] {
        var spells: [Spell] = []
        for (index, estimate) in estimates.enumerated() {
            guard let estimate else { continue }
            let last = spells.count - 1
            if last >= 0, spells[last].regime == estimate.regime {
                spells[last].range = spells[last].range.lowerBound...index
                spells[last].growth *= 1 + returns[index]
            } else {
                let growth = 1 + returns[index]
                spells.append(Spell(regime: estimate.regime, range: index...index, growth: growth))
            }
        }
        return spells
    }

    private var market: String {
        history.count == 1 ? history.symbols[0] : "equal-weight mean of \(history.count)"
    }

    /// The answer in all shapes.
    var answer: QuantAnswer {
        let spells = spells
        let now = estimates.compactMap { $0 }.last
        let headline = now.map { now in
            let duration = now.expectedDuration.map {
                ", \(NumberText.decimal($0, places: 0)) expected once entered"
            }
            return
                "\(text(now.regime)), confidence \(NumberText.decimal(now.confidence, places: 2)), "
                + "for \(NumberText.count(Int64(now.age), "period"))\(duration ?? "")"
        }
        return QuantAnswer(
            heading: [(history.count == 1 ? "" : "equal-weight mean of ") + history.heading]
                + (headline.map { [$0] } ?? []),
            tables: [regimeTable(now), spellTable(spells)],
            notes: [
                "Each estimate uses only what was known by its date (method \(method)); the newest "
                    + "spell is last and not over."
            ],
            json: json(spells, now),
            records: records
        )
    }

    private func text(_ regime: MarketRegime) -> String {
        regime.rawValue.replacing("_", with: " ")
    }

    private func share(_ regime: MarketRegime) -> Double {
        let known = estimates.compactMap { $0 }
        return Double(known.count { $0.regime == regime }) / Double(max(1, known.count))
    }

    private func regimeTable(_ now: RegimeEstimate?) -> Table {
        var table = Table([
            Table.Column("regime", .left),
            Table.Column("now", unit: "chance"),
            Table.Column("share of time", unit: "%"),
            Table.Column("return", unit: "%/y", rank: 1),
            Table.Column("volatility", unit: "%/y", rank: 2),
        ])
        let year = history.periodsPerYear
        for regime in MarketRegime.allCases {
            let own = returns.indices.filter { estimates[$0]?.regime == regime }.map { returns[$0] }
            let mean = SampleStatistics.mean(own.span)
            let deviation = SampleStatistics.standardDeviation(own.span)
            table.add([
                .init(text(regime)),
                .init(
                    now.map { NumberText.decimal($0.probabilities[regime.index], places: 2) } ?? "–"
                ),
                .init(NumberText.decimal(share(regime) * 100, places: 1)),
                .init(
                    mean.map { NumberText.decimal($0 * year * 100, places: 1, isSigned: true) }
                        ?? "–"
                ),
                .init(
                    deviation.map {
                        NumberText.decimal($0 * year.squareRoot() * 100, places: 1)
                    } ?? "–"
                ),
            ])
        }
        return table
    }

    private func spellTable(_ spells: [Spell]) -> Table {
        var table = Table([
            Table.Column("spell", .left),
            Table.Column("from", .left),
            Table.Column("to", .left),
            Table.Column("periods"),
            Table.Column("return", unit: "%", rank: 1),
        ])
        for spell in spells.suffix(spellsShown) {
            table.add([
                .init(text(spell.regime)),
                .init(history.text(spell.range.lowerBound + 1)),
                .init(history.text(spell.range.upperBound + 1)),
                .init(NumberText.integer(Int64(spell.range.count))),
                .init(NumberText.decimal((spell.growth - 1) * 100, places: 1, isSigned: true)),
            ])
        }
        return table
    }

    private func json(_ spells: [Spell], _ now: RegimeEstimate?) -> JSONValue {
        let names = MarketRegime.allCases.map(\.rawValue)
        return [
            "market": .string(market), "method": .string(method),
            "first": .string(history.text(0)),
            "last": .string(history.text(history.moments.count - 1)),
            "now": now.map { now in
                [
                    "regime": .string(now.regime.rawValue), "confidence": .number(now.confidence),
                    "age": .count(now.age), "expected_duration": .optional(now.expectedDuration),
                    "probabilities": .named(names, now.probabilities),
                ]
            } ?? .null,
            "shares": .named(names, MarketRegime.allCases.map(share)),
            "spells": .array(
                spells.map { spell in
                    [
                        "regime": .string(spell.regime.rawValue),
                        "first": .string(history.text(spell.range.lowerBound + 1)),
                        "last": .string(history.text(spell.range.upperBound + 1)),
                        "periods": .count(spell.range.count), "return": .number(spell.growth - 1),
                    ]
                }
            ),
        ]
    }

    private var records: [[String]] {
        let heads = ["timestamp", "regime"] + MarketRegime.allCases.map(\.rawValue)
        return [heads]
            + estimates.indices.compactMap { index in
                estimates[index].map { estimate in
                    [history.text(index + 1), estimate.regime.rawValue]
                        + estimate.probabilities.map { "\($0)" }
                }
            }
    }
}
