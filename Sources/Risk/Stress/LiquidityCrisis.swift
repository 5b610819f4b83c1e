/// A holding that may have to be sold.
package struct LiquidityPosition: Sendable, Hashable {
    /// Worth of the position, its sign without meaning, in units of money.
    package let value: Double
    /// Worth of what trades on an ordinary day, above zero, in the same unit.
    package let dailyVolume: Double
    /// Volatility of one day's return, as a fraction.
    package let dailyVolatility: Double

    /// Describes a holding.
    package init(value: Double, dailyVolume: Double, dailyVolatility: Double) {
        self.value = value
        self.dailyVolume = dailyVolume
        self.dailyVolatility = dailyVolatility
    }
}

/// How a market dries up, and how fast one sells in it.
package struct LiquidityCrisis: Sendable, Hashable {
    /// The share of a day's volume one may be, 0…1 and above zero.
    package var participation = 0.1
    /// What is left of ordinary volume, 0…1 and above zero.
    package var volumeShare = 0.3
    /// By what volatility is multiplied, not below zero.
    package var volatilityMultiplier = 2.0
    /// `Y` of the square-root law, not below zero; near 1 in the literature.
    package var impactCoefficient = 1.0

    /// A market with a third of its volume and twice its volatility; set what should differ.
    package init() {}

    /// What it takes to sell everything.
    package struct Outcome: Sendable, Hashable {
        /// Days each position takes, as fractions of days.
        package let days: [Double]
        /// Days until the last position is sold.
        package let daysMaximum: Double
        /// Cost of each position's impact in units of money, not below zero, at most its worth.
        package let impact: [Double]
        /// Their sum.
        package let impactTotal: Double
    }

    /// Measures the sale of a book.
    ///
    /// Days are `|Q| / (participation × volumeShare × V)`. Impact is the square-root law on the
    /// whole position: a fraction `Y m σ √(|Q| / (volumeShare V))` of its worth, at most all of it.
    /// - Throws: ``RiskError`` with `parameterOutOfRange` and `notFinite`.
    /// - SeeAlso: Tóth et al. (2011), "Anomalous Price Impact and the Critical Nature of Liquidity in
    ///   Financial Markets", equation 1.
    package func liquidation(of positions: [LiquidityPosition]) throws(RiskError) -> Outcome {
        try validate()
        var (days, impact): ([Double], [Double]) = ([], [])
        for position in positions {
            try requireFinite([position.value], "position")
            let volume = position.dailyVolume
            try requireParameter(volume > 0, "dailyVolume", volume, "above zero")
            let volatility = position.dailyVolatility
            try requireParameter(volatility >= 0, "dailyVolatility", volatility, "not below zero")
            let worth = abs(position.value)
            let load = worth / (volumeShare * volume)
            let moved = volatilityMultiplier * volatility * load.squareRoot()
            days.append(load / participation)
            impact.append(worth * min(1, impactCoefficient * moved))
        }
        let total = impact.reduce(0, +)
        try requireFinite(days + [total], "figure of position")
        return Outcome(
            days: days,
            daysMaximum: days.max() ?? 0,
            impact: impact,
            impactTotal: total
        )
    }

    private func validate() throws(RiskError) {
        let share = "above 0 and at most 1"
        try requireParameter(
            participation > 0 && participation <= 1,
            "participation",
            participation,
            share
        )
        try requireParameter(volumeShare > 0 && volumeShare <= 1, "volumeShare", volumeShare, share)
        try requireParameter(
            volatilityMultiplier >= 0,
            "volatilityMultiplier",
            volatilityMultiplier,
            "not below zero"
        )
        try requireParameter(
            impactCoefficient >= 0,
            "impactCoefficient",
            impactCoefficient,
            "not below zero"
        )
    }
}
