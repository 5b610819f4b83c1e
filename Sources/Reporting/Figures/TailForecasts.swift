import LinearAlgebra
import Risk

/// Forecasts of value at risk, each from the returns just before it, and how they met what came.
struct TailForecasts: Sendable {
    /// How a forecast is made of past returns.
    enum Method: String, Sendable, CaseIterable {
        case historical
        case normal
        case cornishFisher = "Cornish–Fisher"
    }

    /// The law that forecasts assume.
    let method: Method
    /// The chance that a loss stays below a forecast.
    let confidence: Double
    /// One forecast for each return from the first full window on; losses are positive.
    let values: [Double]
    /// Which of them were followed by a greater loss.
    let isBreached: [Bool]
    /// Whether breaches are as many as promised, and independent.
    let test: CoverageTest

    /// Forecasts each return from as many before it.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations`, and `degenerate` where a window is constant
    ///   and the method has no answer.
    init(
        _ method: Method,
        returns: [Double],
        window: Int,
        confidence: Double
    ) throws(RiskError) {
        var values: [Double] = []
        values.reserveCapacity(max(returns.count - window, 0))
        for index in stride(from: window, to: returns.count, by: 1) {
            let past = Array(returns[(index - window)..<index])
            values.append(try TailFigures.valueAtRisk(method, past, confidence))
        }
        let met = Array(returns.dropFirst(window))
        self.method = method
        self.confidence = confidence
        self.values = values
        isBreached = zip(met, values).map { $0 < -$1 }
        test = try CoverageTest(returns: met, valuesAtRisk: values, confidence: confidence)
    }
}

/// Value at risk and expected shortfall of returns as `Risk` measures them.
struct TailFigures: Sendable {
    /// The loss of one cycle that is exceeded with a chance of one less the confidence.
    let valueAtRisk: Double
    /// The mean loss where it is exceeded; `nil` where the law that is assumed is none.
    ///
    /// The expansion of Cornish and Fisher leaves its domain where moments are extreme: it is not
    /// monotone then, or its shortfall lies below its value at risk.
    let expectedShortfall: Double?

    /// Measures all of some returns.
    init(
        _ method: TailForecasts.Method,
        _ returns: [Double],
        _ confidence: Double
    ) throws(RiskError) {
        switch method {
        case .historical:
            let tail = try HistoricalTail(returns: returns, confidence: confidence)
            (valueAtRisk, expectedShortfall) = (tail.valueAtRisk, tail.expectedShortfallFractional)
        case .normal:
            let tail = try GaussianTail(returns: returns, confidence: confidence)
            (valueAtRisk, expectedShortfall) = (tail.valueAtRisk, tail.expectedShortfall)
        case .cornishFisher:
            let tail = try CornishFisherTail(returns: returns, confidence: confidence)
            valueAtRisk = tail.valueAtRisk
            let isLaw = tail.isMonotone && tail.expectedShortfall >= tail.valueAtRisk
            expectedShortfall = isLaw ? tail.expectedShortfall : nil
        }
    }

    /// The value at risk alone.
    static func valueAtRisk(
        _ method: TailForecasts.Method,
        _ returns: [Double],
        _ confidence: Double
    ) throws(RiskError) -> Double {
        try TailFigures(method, returns, confidence).valueAtRisk
    }
}
