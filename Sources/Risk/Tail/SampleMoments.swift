import LinearAlgebra

/// The first four moments of returns, standardised as statistics of the population.
package struct SampleMoments: Sendable, Hashable {
    /// How many values there were.
    package let count: Int
    /// The arithmetic mean.
    package let mean: Double
    /// The variance with `T` in the denominator.
    package let populationVariance: Double
    /// `m₃ / m₂^1.5`, no correction for bias; `nil` for constant values.
    package let skewness: Double?
    /// `m₄ / m₂² − 3`, no correction for bias; `nil` for constant values.
    package let excessKurtosis: Double?

    /// The standard deviation with `T − 1` in the denominator.
    package var sampleDeviation: Double {
        (populationVariance * Double(count) / Double(count - 1)).squareRoot()
    }

    /// Measures values in any order.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two, and `notFinite`, also
    ///   where a moment overflows.
    package init(_ values: [Double]) throws(RiskError) {
        try requireObservations(values.count, atLeast: 2)
        try requireFinite(values, "return")
        let mean = SampleStatistics.mean(values.span) ?? 0
        var (second, third, fourth) = (0.0, 0.0, 0.0)
        for value in values {
            let deviation = value - mean
            let square = deviation * deviation
            second += square
            third += square * deviation
            fourth += square * square
        }
        let count = Double(values.count)
        let variance = second / count
        let square = variance * variance
        guard fourth.isFinite, mean.isFinite else {
            throw RiskError(.notFinite, "the returns are too large for their moments to be finite")
        }
        self.count = values.count
        self.mean = mean
        populationVariance = variance
        // A square that underflows leaves nothing to standardise by.
        let isSpread = square > Double.leastNormalMagnitude
        skewness = isSpread ? third / count / (variance * variance.squareRoot()) : nil
        excessKurtosis = isSpread ? fourth / count / square - 3 : nil
    }
}
