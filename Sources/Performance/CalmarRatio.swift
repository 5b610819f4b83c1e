extension ReturnSeries {
    /// Compound annual return per unit of the deepest drawdown over all periods.
    ///
    /// The drawdown is taken on the equity compounded from 1 before the first return.
    /// - Returns: `nil` for no returns or where the equity never falls.
    /// - SeeAlso: Young (1991), "Calmar Ratio: A Smoother Tool", Futures 20.
    package func calmarRatio(_ convention: PerformanceConvention = .daily) -> Double? {
        guard let annual = annualReturn(convention),
            let drawdown = EquityCurve(compounding: self).maximumDrawdown
        else { return nil }
        return finite(annual / -drawdown.depth)
    }
}
