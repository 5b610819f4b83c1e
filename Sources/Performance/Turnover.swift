/// How much of a portfolio is traded when it is brought back to its targets.
package enum Turnover {
    /// Returns the two-sided turnover `Σ |target − held|`; one-way turnover is half of it.
    ///
    /// - Throws: ``PerformanceError`` with `countMismatch` or `notFinite`.
    package static func twoSided(
        from held: [Double],
        to target: [Double]
    ) throws(PerformanceError) -> Double {
        try check(held, target, "weights held", "targets")
        var sum = 0.0
        for index in held.indices { sum += abs(target[index] - held[index]) }
        guard sum.isFinite else {
            throw PerformanceError(.notFinite, "the weights differ by \(sum); give fractions")
        }
        return sum
    }

    /// Returns the weights after one period without trading, `wᵢ (1 + rᵢ) / (1 + Σ wⱼ rⱼ)`.
    ///
    /// What the weights leave of 1 is cash, which earns nothing.
    /// - Throws: ``PerformanceError`` with `countMismatch`, `notFinite`, or `impossibleValue` when
    ///   the whole portfolio is lost or grows beyond the largest double.
    package static func drifted(
        _ weights: [Double],
        by returns: [Double]
    ) throws(PerformanceError) -> [Double] {
        try check(weights, returns, "weights", "returns")
        var growth = 1.0
        for index in weights.indices { growth += weights[index] * returns[index] }
        guard growth > 0, growth.isFinite else {
            throw PerformanceError(
                .impossibleValue,
                "the portfolio grew by a factor of \(growth); no weights follow from it"
            )
        }
        return weights.indices.map { weights[$0] * (1 + returns[$0]) / growth }
    }

    private static func check(
        _ left: [Double],
        _ right: [Double],
        _ leftName: String,
        _ rightName: String
    ) throws(PerformanceError) {
        guard left.count == right.count else {
            throw PerformanceError(
                .countMismatch,
                "\(left.count) \(leftName) and \(right.count) \(rightName) don't pair; "
                    + "give one of each for every holding"
            )
        }
        for value in left + right where !value.isFinite {
            throw PerformanceError(.notFinite, "\(leftName) and \(rightName) include \(value)")
        }
    }
}
