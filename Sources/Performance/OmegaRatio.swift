extension ReturnSeries {
    /// Gains above a threshold per loss below it, `Σ max(r − L, 0) / Σ max(L − r, 0)`.
    ///
    /// At a threshold of 0 it's the ``profitFactor``.
    /// - Parameter threshold: `L`, the return of one period that counts as neither;
    ///   ``PerformanceConvention/perPeriod(annual:)`` makes one of a return a year.
    /// - Returns: `nil` where no return falls short of the threshold.
    /// - SeeAlso: Keating and Shadwick (2002), "A Universal Performance Measure".
    package func omegaRatio(threshold: Double = 0) -> Double? {
        var (gains, losses) = (0.0, 0.0)
        for value in returns {
            gains += max(value - threshold, 0)
            losses += max(threshold - value, 0)
        }
        return losses > 0 ? finite(gains / losses) : nil
    }
}
