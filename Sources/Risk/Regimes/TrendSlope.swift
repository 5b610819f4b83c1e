import LinearAlgebra

/// The straight line that fits the logarithms of prices best, and how sure its slope is.
///
/// Ordinary least squares of `ln P` on `0, 1, …, T − 1`; the t-statistic has `T − 2` degrees of
/// freedom and takes the residuals for independent, which prices' are not: it ranks, it does not test.
package struct TrendSlope: Sendable, Hashable {
    /// The slope per period: the mean logarithmic return along the line.
    package let slope: Double
    /// The slope in its standard errors; `nil` where the line fits exactly.
    package let tStatistic: Double?

    /// Fits prices, oldest first.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than three, and
    ///   `parameterOutOfRange` for a price not above zero.
    package init(prices: [Double]) throws(RiskError) {
        try requireObservations(prices.count, atLeast: 3)
        var logarithms: [Double] = []
        for price in prices {
            try requireParameter(price > 0, "price", price, "above zero")
            logarithms.append(ElementaryFunctions.log(price))
        }
        let count = Double(prices.count)
        let middle = (count - 1) / 2
        let mean = SampleStatistics.mean(logarithms.span) ?? 0
        var products = 0.0
        for (place, value) in logarithms.enumerated() {
            products += (Double(place) - middle) * (value - mean)
        }
        let squares = count * (count * count - 1) / 12
        let slope = products / squares
        var residuals = 0.0
        for (place, value) in logarithms.enumerated() {
            let residual = value - mean - slope * (Double(place) - middle)
            residuals += residual * residual
        }
        let error = (residuals / (count - 2) / squares).squareRoot()
        let ratio = slope / error
        self.slope = slope
        tStatistic = ratio.isFinite ? ratio : nil
    }
}
