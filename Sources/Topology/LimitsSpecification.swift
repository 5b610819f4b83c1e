package import Market

/// How signals become sizes.
package struct SizingSpecification: Sendable, Equatable {
    /// Volatility a year of the worker's equity that sizes aim at, 0.01 … 2; standard 0.15.
    package let volatilityTarget: Double
    /// How many past bars the estimate of volatility uses, 2 … 2,520; standard 63.
    package let window: Int
    /// Change of a position's weight below which it is left alone, 0 … 0.5; standard 0.02.
    package let band: Double

    /// Takes a target and the window of its estimate.
    package init(volatilityTarget: Double = 0.15, window: Int = 63, band: Double = 0.02) {
        self.volatilityTarget = volatilityTarget
        self.window = window
        self.band = band
    }
}

/// What a worker may risk; its gate checks every order against these.
package struct LimitsSpecification: Sendable, Equatable {
    /// The largest share of equity in one instrument, 0.01 … 1; standard 0.4.
    package let positionWeightMaximum: Double
    /// The largest value of one order, 1 … 10¹²; standard 500,000.
    package let orderNotionalMaximum: Money
    /// The largest move of a price, as a fraction, that is still traded, 0.001 … 1; standard 0.2.
    package let priceCollar: Double
    /// Days without a bar after which an instrument is not traded, 1 … 365; standard 5.
    package let staleAfter: Int
    /// The largest gross exposure as a multiple of equity, 0.1 … 10; standard 1.
    package let leverageMaximum: Double
    /// The share of equity kept in cash, 0 … 0.9; standard 0.01.
    package let cashBuffer: Double
    /// The fall of equity from its peak, as a fraction, after which the worker only reduces,
    /// 0.005 … 0.9; `nil` for no limit, which is standard.
    package let drawdownMaximum: Double?
    /// The loss of one day, as a fraction, after which the worker only reduces, 0.001 … 0.9; `nil`
    /// for no limit, which is standard.
    package let dailyLossMaximum: Double?

    /// Takes bounds; each has a standard value.
    package init(
        positionWeightMaximum: Double = 0.4,
        orderNotionalMaximum: Money = Money(micros: 500_000 * microsPerUnit),
        priceCollar: Double = 0.2,
        staleAfter: Int = 5,
        leverageMaximum: Double = 1,
        cashBuffer: Double = 0.01,
        drawdownMaximum: Double? = nil,
        dailyLossMaximum: Double? = nil
    ) {
        self.positionWeightMaximum = positionWeightMaximum
        self.orderNotionalMaximum = orderNotionalMaximum
        self.priceCollar = priceCollar
        self.staleAfter = staleAfter
        self.leverageMaximum = leverageMaximum
        self.cashBuffer = cashBuffer
        self.drawdownMaximum = drawdownMaximum
        self.dailyLossMaximum = dailyLossMaximum
    }
}
