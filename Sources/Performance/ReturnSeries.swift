/// Simple returns of consecutive periods, each finite and not below −1.
///
/// Every statistic is a method in a file of its own. Each says what too few or constant returns
/// give: `nil`, never NaN or infinity.
package struct ReturnSeries: Sendable, Hashable {
    /// The returns, oldest first, as fractions: 0.01 is one percent.
    package let returns: [Double]

    /// Takes returns, oldest first.
    ///
    /// - Throws: ``PerformanceError`` with `notFinite` for NaN and infinity, and `impossibleValue`
    ///   below −1, where more than everything would be lost.
    package init(_ returns: [Double]) throws(PerformanceError) {
        for (index, value) in returns.enumerated() {
            guard value.isFinite else {
                throw PerformanceError(
                    .notFinite,
                    "return \(index + 1) is \(value); leave periods without a return out"
                )
            }
            guard value >= -1 else {
                throw PerformanceError(
                    .impossibleValue,
                    "return \(index + 1) is \(value), a loss of more than everything; "
                        + "statistics end where the equity turns negative"
                )
            }
        }
        self.returns = returns
    }

    /// How many periods there are.
    package var count: Int { returns.count }
}
