/// Moments of samples, summed in the order of the values.
///
/// Deviations are taken from the first value before the mean, so that a constant sample has a
/// variance of exactly zero. NaN in a sample gives NaN.
package enum SampleStatistics {
    /// Returns the arithmetic mean, `nil` for no values.
    package static func mean(_ values: Span<Double>) -> Double? {
        guard !values.isEmpty else { return nil }
        let first = values[0]
        var sum = 0.0
        for index in values.indices { sum += values[index] - first }
        return first + sum / Double(values.count)
    }

    /// Returns the variance with `n − 1` in the denominator, `nil` for fewer than two values.
    package static func variance(_ values: Span<Double>) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        var sum = 0.0
        for index in values.indices {
            let deviation = values[index] - mean
            sum += deviation * deviation
        }
        return sum / Double(values.count - 1)
    }

    /// Returns the square root of ``variance(_:)``.
    package static func standardDeviation(_ values: Span<Double>) -> Double? {
        variance(values)?.squareRoot()
    }

    /// Returns Pearson's correlation of paired values, −1…1.
    ///
    /// - Returns: `nil` for fewer than two pairs or when either sample is constant.
    package static func correlation(_ left: Span<Double>, _ right: Span<Double>) -> Double? {
        precondition(
            left.count == right.count,
            "a correlation needs pairs, found \(left.count) and \(right.count) values"
        )
        guard left.count > 1, let leftMean = mean(left), let rightMean = mean(right) else {
            return nil
        }
        var (leftSquares, rightSquares, products) = (0.0, 0.0, 0.0)
        for index in left.indices {
            let leftDeviation = left[index] - leftMean
            let rightDeviation = right[index] - rightMean
            leftSquares += leftDeviation * leftDeviation
            rightSquares += rightDeviation * rightDeviation
            products += leftDeviation * rightDeviation
        }
        let scale = leftSquares.squareRoot() * rightSquares.squareRoot()
        guard scale != 0 else { return nil }
        let correlation = products / scale
        return correlation.isNaN ? correlation : max(-1, min(1, correlation))
    }

    /// Returns the return of compounding simple returns, `Π (1 + r) − 1`; 0 for none.
    package static func compounded(_ returns: Span<Double>) -> Double {
        var growth = 1.0
        for index in returns.indices { growth *= 1 + returns[index] }
        return growth - 1
    }
}
