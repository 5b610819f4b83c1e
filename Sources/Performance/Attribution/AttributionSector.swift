/// One sector's part in a portfolio and in its benchmark over one period.
package struct AttributionSector: Sendable, Hashable {
    /// Fraction of the portfolio.
    package let portfolioWeight: Double
    /// Fraction of the benchmark.
    package let benchmarkWeight: Double
    /// Return of the portfolio's holdings in the sector.
    package let portfolioReturn: Double
    /// Return of the benchmark's holdings in the sector.
    package let benchmarkReturn: Double

    /// Takes weights and returns of one sector.
    ///
    /// - Throws: ``PerformanceError`` with `notFinite`.
    package init(
        portfolioWeight: Double,
        benchmarkWeight: Double,
        portfolioReturn: Double,
        benchmarkReturn: Double
    ) throws(PerformanceError) {
        let figures = [portfolioWeight, benchmarkWeight, portfolioReturn, benchmarkReturn]
        try PerformanceError.check(finite: figures, "sector's weights and returns")
        self.portfolioWeight = portfolioWeight
        self.benchmarkWeight = benchmarkWeight
        self.portfolioReturn = portfolioReturn
        self.benchmarkReturn = benchmarkReturn
    }

    /// Gathers holdings into sectors, each side's return weighted by its own holdings.
    ///
    /// A side without weight in a sector is given the other side's return there, so that the whole
    /// effect is one of allocation; a sector neither side holds has returns of 0.
    /// - Parameters:
    ///   - portfolioWeights: One for each holding.
    ///   - benchmarkWeights: One for each holding.
    ///   - returns: One for each holding.
    ///   - sectors: The index of each holding's sector, `0 ..< sectorCount`.
    ///   - sectorCount: How many sectors there are.
    /// - Returns: One for each sector, in order.
    /// - Throws: ``PerformanceError`` with `countMismatch`, `notFinite`, or `parameterOutOfRange`
    ///   for a sector that isn't one of them.
    package static func gathering(
        portfolioWeights: [Double],
        benchmarkWeights: [Double],
        returns: [Double],
        sectors: [Int],
        sectorCount: Int
    ) throws(PerformanceError) -> [AttributionSector] {
        let count = returns.count
        try PerformanceError.check(portfolioWeights.count, "portfolio weights", count, "returns")
        try PerformanceError.check(benchmarkWeights.count, "benchmark weights", count, "returns")
        try PerformanceError.check(sectors.count, "sectors", count, "returns")
        var sums = Array(repeating: (portfolio: Side(), benchmark: Side()), count: sectorCount)
        for (holding, sector) in sectors.enumerated() {
            guard sums.indices.contains(sector) else {
                throw PerformanceError(
                    .parameterOutOfRange,
                    "holding \(holding + 1) is in sector \(sector) of \(sectorCount); "
                        + "count sectors from 0"
                )
            }
            sums[sector].portfolio.add(portfolioWeights[holding], returns[holding])
            sums[sector].benchmark.add(benchmarkWeights[holding], returns[holding])
        }
        var gathered: [AttributionSector] = []
        for (portfolio, benchmark) in sums {
            gathered.append(
                try AttributionSector(
                    portfolioWeight: portfolio.weight,
                    benchmarkWeight: benchmark.weight,
                    portfolioReturn: portfolio.mean ?? benchmark.mean ?? 0,
                    benchmarkReturn: benchmark.mean ?? portfolio.mean ?? 0
                )
            )
        }
        return gathered
    }
}

/// What one side holds in a sector, and what it earned.
private struct Side {
    var weight = 0.0
    private var earned = 0.0

    mutating func add(_ weight: Double, _ change: Double) {
        self.weight += weight
        earned += weight * change
    }

    var mean: Double? { weight == 0 ? nil : earned / weight }
}
