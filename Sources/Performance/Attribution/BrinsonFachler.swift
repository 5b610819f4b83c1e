/// What one sector added to the portfolio's lead over its benchmark.
package struct AttributionEffect: Sendable, Hashable {
    /// By weighting the sector otherwise than the benchmark.
    package let allocation: Double
    /// By holding other things within it.
    package let selection: Double
    /// By both at once.
    package let interaction: Double

    /// The sector's whole part.
    package var total: Double { allocation + selection + interaction }

    /// The effects of nothing.
    package static let zero = AttributionEffect(allocation: 0, selection: 0, interaction: 0)

    static func + (left: AttributionEffect, right: AttributionEffect) -> AttributionEffect {
        AttributionEffect(
            allocation: left.allocation + right.allocation,
            selection: left.selection + right.selection,
            interaction: left.interaction + right.interaction
        )
    }

    static func * (factor: Double, effect: AttributionEffect) -> AttributionEffect {
        AttributionEffect(
            allocation: factor * effect.allocation,
            selection: factor * effect.selection,
            interaction: factor * effect.interaction
        )
    }
}

/// The lead of a portfolio over its benchmark in one period, explained by sector.
///
/// With weights `w`, `W` and sector returns `r`, `R` of portfolio and benchmark, whose whole returns
/// are `ρ` and `P`: allocation `(w − W)(R − P)`, selection `W (r − R)`, interaction
/// `(w − W)(r − R)`. All effects together are `ρ − P`, up to rounding.
/// - SeeAlso: Brinson and Fachler (1985), "Measuring Non-US Equity Portfolio Performance".
package struct BrinsonFachler: Sendable, Hashable {
    /// The effects of each sector, in the order given.
    package let effects: [AttributionEffect]
    /// The portfolio's return, `Σ w r`.
    package let portfolioReturn: Double
    /// The benchmark's return, `Σ W R`.
    package let benchmarkReturn: Double

    /// The effects of all sectors.
    package var total: AttributionEffect { effects.reduce(.zero, +) }

    /// The portfolio's return less its benchmark's.
    package var activeReturn: Double { portfolioReturn - benchmarkReturn }

    /// Explains one period.
    ///
    /// - Throws: ``PerformanceError`` with `impossibleValue` where the weights of portfolio and
    ///   benchmark differ by more than 10⁻⁶ in sum, so that effects couldn't add up, and
    ///   `notFinite` beyond the largest double.
    package init(_ sectors: [AttributionSector]) throws(PerformanceError) {
        let portfolioWeight = sectors.reduce(0) { $0 + $1.portfolioWeight }
        let benchmarkWeight = sectors.reduce(0) { $0 + $1.benchmarkWeight }
        guard abs(portfolioWeight - benchmarkWeight) <= 1e-6 else {
            throw PerformanceError(
                .impossibleValue,
                "weights of the portfolio come to \(portfolioWeight), of the benchmark to "
                    + "\(benchmarkWeight); give cash a sector of its own"
            )
        }
        let portfolio = sectors.reduce(0) { $0 + $1.portfolioWeight * $1.portfolioReturn }
        let benchmark = sectors.reduce(0) { $0 + $1.benchmarkWeight * $1.benchmarkReturn }
        effects = sectors.map { sector in
            let tilt = sector.portfolioWeight - sector.benchmarkWeight
            let lead = sector.portfolioReturn - sector.benchmarkReturn
            return AttributionEffect(
                allocation: tilt * (sector.benchmarkReturn - benchmark),
                selection: sector.benchmarkWeight * lead,
                interaction: tilt * lead
            )
        }
        portfolioReturn = portfolio
        benchmarkReturn = benchmark
        let figures = effects.flatMap { [$0.allocation, $0.selection, $0.interaction] }
        try PerformanceError.check(finite: figures + [portfolio, benchmark], "effects and returns")
    }
}
