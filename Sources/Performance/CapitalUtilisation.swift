/// How much of the capital granted was put to work.
package enum CapitalUtilisation {
    /// Returns the mean of gross exposure over capital, each moment counting alike.
    ///
    /// - Parameters:
    ///   - exposures: Sums of the absolute values of positions, from 0, one a moment.
    ///   - capital: The capital at the same moments, in the same unit, from 0; moments without any
    ///     don't count.
    /// - Returns: 1 where all of it worked all the time, more with leverage; `nil` where there was
    ///   never any capital.
    /// - Throws: ``PerformanceError`` with `countMismatch`, `notFinite`, or `impossibleValue` for
    ///   amounts below zero.
    package static func mean(
        exposures: [Double],
        capital: [Double]
    ) throws(PerformanceError) -> Double? {
        try PerformanceError.check(exposures.count, "exposures", capital.count, "capitals")
        try PerformanceError.check(finite: exposures, "exposures")
        try PerformanceError.check(finite: capital, "capitals")
        for amount in exposures + capital where amount < 0 {
            throw PerformanceError(
                .impossibleValue,
                "an exposure or capital is \(amount); give gross amounts of 0 or more"
            )
        }
        var (sum, moments) = (0.0, 0)
        for index in capital.indices where capital[index] > 0 {
            sum += exposures[index] / capital[index]
            moments += 1
        }
        return moments == 0 ? nil : finite(sum / Double(moments))
    }
}
