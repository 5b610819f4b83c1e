import LinearAlgebra

/// How returns of one period become figures of one year.
package struct PerformanceConvention: Sendable, Hashable {
    /// Periods in a year, above zero: 252 for trading days, 12 for months.
    package let periodsPerYear: Double
    /// Return of the riskless asset over one period, 0 unless given.
    package let riskFreePerPeriod: Double

    /// Trading days and no riskless return.
    package static let daily = PerformanceConvention(periodsPerYear: 252)

    /// Takes the periods of a year and the riskless return of one period.
    package init(periodsPerYear: Double, riskFreePerPeriod: Double = 0) {
        precondition(
            periodsPerYear > 0 && periodsPerYear.isFinite && riskFreePerPeriod.isFinite,
            "a year of \(periodsPerYear) periods at \(riskFreePerPeriod) has no statistics"
        )
        self.periodsPerYear = periodsPerYear
        self.riskFreePerPeriod = riskFreePerPeriod
    }

    /// Returns the return of one period that compounds to an annual one.
    ///
    /// `(1 + annual)^(1 / periodsPerYear) − 1`; `nil` below −1 and for NaN and infinity.
    package func perPeriod(annual: Double) -> Double? {
        annual < -1 ? nil : finite(ElementaryFunctions.power(1 + annual, 1 / periodsPerYear) - 1)
    }
}
