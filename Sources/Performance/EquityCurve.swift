/// The value of a portfolio at consecutive moments, from its start.
///
/// Values are finite, the first is above zero and none is below it; what reached zero stays there.
package struct EquityCurve: Sendable, Hashable {
    /// The values, oldest first, in any unit.
    package let values: [Double]

    /// Takes values, oldest first; none is allowed.
    ///
    /// - Throws: ``PerformanceError`` with `notFinite` for NaN and infinity, and `impossibleValue`
    ///   for a start that isn't above zero, a value below zero, or one that rises from zero.
    package init(_ values: [Double]) throws(PerformanceError) {
        var last = 1.0
        for (index, value) in values.enumerated() {
            guard value.isFinite else {
                throw PerformanceError(
                    .notFinite,
                    "value \(index + 1) is \(value); leave moments without a value out"
                )
            }
            let isPossible = index == 0 ? value > 0 : value >= 0 && (last > 0 || value == 0)
            guard isPossible else {
                throw PerformanceError(
                    .impossibleValue,
                    "value \(index + 1) is \(value) after \(index == 0 ? "the start" : "\(last)"); "
                        + "a curve starts above zero and ends where it reaches zero"
                )
            }
            last = value
        }
        self.values = values
    }

    /// Compounds returns from a start of 1, so that it holds one value more than the returns.
    ///
    /// What grows beyond the largest double stays there.
    package init(compounding series: ReturnSeries) {
        var values = [1.0]
        values.reserveCapacity(series.count + 1)
        var value = 1.0
        for change in series.returns {
            value = min(value * (1 + change), .greatestFiniteMagnitude)
            values.append(value)
        }
        self.values = values
    }

    /// The simple returns between the values, one fewer than those; 0 after total loss.
    package func returns() throws(PerformanceError) -> ReturnSeries {
        var returns: [Double] = []
        returns.reserveCapacity(values.count)
        for index in values.indices.dropFirst() {
            let before = values[index - 1]
            returns.append(before == 0 ? 0 : values[index] / before - 1)
        }
        return try ReturnSeries(returns)
    }
}
