import LinearAlgebra

extension ReturnSeries {
    /// The third standardised moment, `m₃ / m₂^(3/2)`, moments about the mean over `n`.
    ///
    /// - Returns: `nil` for fewer than two returns or constant ones.
    package var skewness: Double? {
        standardisedMoment { $0 * $0 * $0 }
    }

    /// The fourth standardised moment, `m₄ / m₂²`, moments about the mean over `n`; 3 for a normal.
    ///
    /// - Returns: At least `1 + skewness²`; `nil` for fewer than two returns or constant ones.
    package var kurtosis: Double? {
        standardisedMoment { $0 * $0 * $0 * $0 }
    }

    private func standardisedMoment(_ power: (Double) -> Double) -> Double? {
        guard count > 1, let mean = SampleStatistics.mean(returns.span) else { return nil }
        var squares = 0.0
        for value in returns { squares += (value - mean) * (value - mean) }
        let deviation = (squares / Double(count)).squareRoot()
        guard deviation > 0, deviation.isFinite else { return nil }
        var sum = 0.0
        for value in returns { sum += power((value - mean) / deviation) }
        return finite(sum / Double(count))
    }
}
