import LinearAlgebra

/// The lead of a portfolio over several periods, explained by sector so that the parts add up.
///
/// Effects of single periods don't add up to the difference of compounded returns. Each is
/// therefore weighted by `kₜ / k`, with `kₜ = (ln(1 + ρₜ) − ln(1 + Pₜ)) / (ρₜ − Pₜ)` of a period's
/// returns, `1 / (1 + ρₜ)` where they're equal, and `k` the same of the compounded returns. As
/// `Σ kₜ (ρₜ − Pₜ)` telescopes, linked effects sum to `ρ − P`, up to rounding.
/// - SeeAlso: Cariño (1999), "Combining Attribution Effects Over Time", Journal of Performance
///   Measurement 3(4).
package struct CarinoLinking: Sendable, Hashable {
    /// The effects of each sector over all periods, in the order given.
    package let effects: [AttributionEffect]
    /// The factor of each period, `kₜ`.
    package let periodFactors: [Double]
    /// The factor of all periods, `k`.
    package let factor: Double
    /// The portfolio's compounded return.
    package let portfolioReturn: Double
    /// The benchmark's compounded return.
    package let benchmarkReturn: Double

    /// The effects of all sectors.
    package var total: AttributionEffect { effects.reduce(.zero, +) }

    /// The portfolio's compounded return less its benchmark's.
    package var activeReturn: Double { portfolioReturn - benchmarkReturn }

    /// Links periods.
    ///
    /// - Parameter periods: Explained periods in order, with the same sectors in each; none give
    ///   no effects and returns of 0.
    /// - Throws: ``PerformanceError`` with `countMismatch` for unequal sectors,
    ///   `impossibleValue` where a return is −1 or below or returns compound to what no double
    ///   holds, and `notFinite` where effects do.
    package init(_ periods: [BrinsonFachler]) throws(PerformanceError) {
        let sectorCount = periods.first?.effects.count ?? 0
        var (portfolio, benchmark) = (1.0, 1.0)
        for (index, period) in periods.enumerated() {
            let found = period.effects.count
            try PerformanceError.check(
                found,
                "sectors in period \(index + 1)",
                sectorCount,
                "before"
            )
            portfolio *= 1 + period.portfolioReturn
            benchmark *= 1 + period.benchmarkReturn
            let lowest = min(period.portfolioReturn, period.benchmarkReturn)
            let isPossible = lowest > -1 && portfolio.isNormal && benchmark.isNormal
            guard isPossible else {
                throw PerformanceError(
                    .impossibleValue,
                    "period \(index + 1) returned \(period.portfolioReturn) against "
                        + "\(period.benchmarkReturn); nothing compounds past a total loss"
                )
            }
        }
        let factors = periods.map {
            carinoFactor(growth: 1 + $0.portfolioReturn, benchmark: 1 + $0.benchmarkReturn)
        }
        let whole = carinoFactor(growth: portfolio, benchmark: benchmark)
        effects = (0..<sectorCount).map { sector in
            periods.indices.reduce(.zero) { sum, period in
                sum + factors[period] / whole * periods[period].effects[sector]
            }
        }
        let figures = effects.flatMap { [$0.allocation, $0.selection, $0.interaction] }
        try PerformanceError.check(finite: figures, "linked effects")
        periodFactors = factors
        factor = whole
        portfolioReturn = portfolio - 1
        benchmarkReturn = benchmark - 1
    }
}

/// The slope of the logarithm between two growth factors, exact where they nearly meet.
///
/// `(ln g − ln G) / (g − G)`. Near one another, `ln(1 + x) / x / G` with `x = g / G − 1` as it was
/// rounded has no cancellation.
private func carinoFactor(growth: Double, benchmark: Double) -> Double {
    let ratio = growth / benchmark
    guard ratio != 1 else { return 1 / growth }
    guard ratio > 0.5, ratio < 2 else {
        let logarithms = ElementaryFunctions.log(growth) - ElementaryFunctions.log(benchmark)
        return logarithms / (growth - benchmark)
    }
    return ElementaryFunctions.log(ratio) / (ratio - 1) / benchmark
}
