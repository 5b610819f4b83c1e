/// Falls of the American stock market from a peak to the following trough, as they were.
///
/// Computed from published closes of the S&P 500 price index, without dividends. They are shocks of
/// one factor, the market: carry them to assets by beta with ``FactorShock``.
package struct MarketCrash: Sendable, Hashable {
    /// The name by which people know it.
    package let name: String
    /// The date of the peak's close, `year-month-day`.
    package let peakDate: String
    /// The date of the trough's close.
    package let troughDate: String
    /// The index at the peak.
    package let peak: Double
    /// The index at the trough.
    package let trough: Double

    /// The fall as a simple return.
    package var shock: Double { trough / peak - 1 }

    /// Where the levels come from.
    package static let source = "S&P Dow Jones Indices, S&P 500 daily closes"

    /// After the boom in technology shares: −49.1 % in two and a half years.
    package static let technology2000 = MarketCrash(
        name: "technology crash 2000",
        peakDate: "2000-03-24",
        troughDate: "2002-10-09",
        peak: 1527.46,
        trough: 776.76
    )

    /// The financial crisis: −56.8 % in seventeen months.
    package static let financial2008 = MarketCrash(
        name: "financial crisis 2008",
        peakDate: "2007-10-09",
        troughDate: "2009-03-09",
        peak: 1565.15,
        trough: 676.53
    )

    /// The outbreak of the pandemic: −33.9 % in five weeks.
    package static let pandemic2020 = MarketCrash(
        name: "pandemic 2020",
        peakDate: "2020-02-19",
        troughDate: "2020-03-23",
        peak: 3386.15,
        trough: 2237.40
    )

    /// All of them, oldest first.
    package static let all = [technology2000, financial2008, pandemic2020]
}
