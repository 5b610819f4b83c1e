import Inspection
import LinearAlgebra
import Risk

/// Hidden states of a market, and the rules' own inputs.
extension Analysis {
    static func hiddenMarkov(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let data = try request.series()
        let returns = data.returns[try data.only()]
        let parameters = request.parameters
        let model = try GaussianHiddenMarkovModel(
            means: try parameters.numbers("means"),
            deviations: try parameters.numbers("sds"),
            transition: try parameters.matrix("transition").flatMap { $0 },
            initial: try parameters.numbers("initial")
        )
        let (filtered, logLikelihood) = try model.filtered(returns)
        let smoothed = try model.smoothed(returns).laws
        let path = try model.mostLikelyPath(returns)
        let count = model.stateCount
        var result: [String: JSONValue] = [
            "T": .count(returns.count),
            "log_likelihood": .number(logLikelihood),
            "viterbi_switches": .count(zip(path, path.dropFirst()).count { $0 != $1 }),
        ]
        for state in 1..<max(2, count) {
            let chances = returns.indices.map { filtered[$0 * count + state] }
            let hindsight = returns.indices.map { smoothed[$0 * count + state] }
            let mean = SampleStatistics.mean(chances.span) ?? 0
            result["filtered_state\(state)"] = dated(chances, data.returnDates)
            result["smoothed_state\(state)"] = dated(hindsight, data.returnDates)
            result["filtered_state\(state)_mean"] = .number(mean)
            result["viterbi_days_in_state\(state)"] = .count(path.count { $0 == state })
        }
        return result
    }

    static func regime(_ request: AnalysisRequest) throws -> [String: JSONValue] {
        let (dates, columns) = try request.bars(["high", "low", "close"])
        let settings = try RegimeSettings(request.parameters)
        let shown = 30
        var readings = try RegimeReadings(settings)
        for bar in dates.indices {
            try readings.observe(
                high: columns[0][bar],
                low: columns[1][bar],
                close: columns[2][bar]
            )
        }
        let trend = try TrendSlope(prices: Array(columns[2].suffix(settings.slopeWindow)))
        let first = readings.strengths.firstIndex { $0 != nil }
        let labels = readings.labels.compactMap { $0 }
        let counts = Set(labels).sorted().map { label in
            (label, JSONValue.count(labels.count { $0 == label }))
        }
        func last(_ values: [Double?]) -> JSONValue {
            .array(values.suffix(shown).map { .optional($0) })
        }
        return [
            "bars": .count(dates.count),
            "dates_last\(shown)": .texts(Array(dates.suffix(shown))),
            "vol\(settings.volatilityWindow)_last\(shown)": last(readings.volatilities),
            "ewma_vol_last\(shown)": last(readings.smoothed),
            "plus_di_last\(shown)": last(readings.plus),
            "minus_di_last\(shown)": last(readings.minus),
            "adx_last\(shown)": last(readings.strengths),
            "adx_plain_seed_last\(shown)": last(readings.plainStrengths),
            "adx_first": first.map { [.string(dates[$0]), .optional(readings.strengths[$0])] }
                ?? .null,
            "slope_per_day": .number(trend.slope),
            "slope_t": .optional(trend.tStatistic),
            "regime_counts": .object(named(counts)),
            "regime_last": .optional(labels.last),
        ]
    }

    private static func dated(_ values: [Double], _ dates: [String]) -> JSONValue {
        .object(named(zip(dates, values).map { ($0, .number($1)) }))
    }
}

/// What a request of the kind `regime` sets.
private struct RegimeSettings {
    let volatilityWindow: Int
    let history: Int
    let decay: Double
    let strengthPeriod: Int
    let strengthMinimum: Double
    let slopeWindow: Int

    init(_ parameters: RequestFields) throws {
        volatilityWindow = try parameters.integer("vol_window", else: 21)
        decay = try parameters.number("ewma_lambda", else: 0.94)
        strengthPeriod = try parameters.integer("adx_period", else: 14)
        strengthMinimum = try parameters.number("adx_threshold", else: 25)
        slopeWindow = try parameters.integer("slope_window", else: 63)
        // "median of the last 105 values …"
        let words = try parameters.text("vol_reference", else: "")
        history = words.split(separator: " ").compactMap { Int($0) }.first ?? 105
    }
}

/// The series of a request of the kind `regime`, a value a bar, `nil` until there is one.
private struct RegimeReadings {
    var volatilities: [Double?] = []
    var smoothed: [Double?] = []
    var plus: [Double?] = []
    var minus: [Double?] = []
    var strengths: [Double?] = []
    var plainStrengths: [Double?] = []
    /// `high` or `low` volatility and `trend` or `range`.
    var labels: [String?] = []
    private let settings: RegimeSettings
    private var reference: VolatilityReference
    private var volatility: ExponentialVolatility
    private var strength: AverageDirectionalIndex
    private var plainStrength: AverageDirectionalIndex
    private var lastClose: Double?

    init(_ settings: RegimeSettings) throws {
        self.settings = settings
        reference = try VolatilityReference(
            window: settings.volatilityWindow,
            history: settings.history
        )
        volatility = try ExponentialVolatility(decay: settings.decay)
        strength = try AverageDirectionalIndex(period: settings.strengthPeriod)
        plainStrength = try AverageDirectionalIndex(period: settings.strengthPeriod, seed: .plain)
    }

    mutating func observe(high: Double, low: Double, close: Double) throws {
        let bar = labels.count
        var reading: VolatilityReference.Reading?
        if let lastClose {
            let value = ElementaryFunctions.log(close / lastClose)
            reading = try reference.observe(value)
            smoothed.append((252 * (try volatility.observe(value))).squareRoot())
        } else {
            smoothed.append(nil)
        }
        lastClose = close
        let index = try strength.observe(high: high, low: low, close: close)
        let plain = try plainStrength.observe(high: high, low: low, close: close)
        volatilities.append(reading?.volatility)
        plus.append(index?.plus)
        minus.append(index?.minus)
        strengths.append(index?.value)
        plainStrengths.append(plain?.value)
        // Labels start one bar after the first full median.
        let isFull = bar >= settings.volatilityWindow + settings.history
        guard isFull, let reading, let median = reading.median, let value = index?.value else {
            labels.append(nil)
            return
        }
        let size = reading.volatility > median ? "high" : "low"
        labels.append("\(size)_\(value > settings.strengthMinimum ? "trend" : "range")")
    }
}
