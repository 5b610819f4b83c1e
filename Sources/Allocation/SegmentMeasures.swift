import LinearAlgebra

/// What the segment rule looks at of one segment.
package struct SegmentMeasures: Sendable, Hashable {
    /// Annual Sharpe ratio, riskless return 0; `nil` until its window is full or if constant.
    package let sharpe: Double?
    /// Compounded return over the window; `nil` until it is full.
    package let momentum: Double?

    /// Takes what is known.
    package init(sharpe: Double? = nil, momentum: Double? = nil) {
        self.sharpe = sharpe
        self.momentum = momentum
    }
}

/// What the segment rule looks at of all segments together.
package struct PortfolioMeasures: Sendable, Hashable {
    /// One for each segment, in their order.
    package let segments: [SegmentMeasures]
    /// Annual volatility of the equally weighted mean return; `nil` until its window is full.
    package let volatility: Double?
    /// Correlations between the segments, in their order.
    package let correlations: CorrelationMatrix

    /// Takes what is known.
    package init(
        segments: [SegmentMeasures],
        volatility: Double? = nil,
        correlations: CorrelationMatrix
    ) {
        self.segments = segments
        self.volatility = volatility
        self.correlations = correlations
    }

    /// Measures a history as the segment rule does.
    ///
    /// Volatility is the standard deviation (`n − 1`) of the mean return of the cycle's workers,
    /// equally weighted, times `√periodsPerYear`. Sharpe is mean over deviation, likewise scaled.
    package init(
        of history: ReturnHistory,
        for segments: [SegmentRecord],
        _ parameters: SegmentRuleParameters
    ) {
        let scale = parameters.periodsPerYear.squareRoot()
        let length = parameters.performanceWindow
        self.segments = segments.map { segment in
            guard let window = history.window(of: segment.name) else { return SegmentMeasures() }
            var sharpe: Double?
            if let mean = window.mean(last: length),
                let deviation = window.standardDeviation(last: length), deviation > 0
            {
                sharpe = mean / deviation * scale
            }
            return SegmentMeasures(sharpe: sharpe, momentum: window.compounded(last: length))
        }
        let risk = parameters.riskWindow
        volatility = history.portfolio.standardDeviation(last: risk).map { $0 * scale }
        correlations = history.correlations(of: segments.map(\.name), last: risk)
    }
}
