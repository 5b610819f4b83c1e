extension TradeLots {
    /// What a lot earned on average, in money; `nil` for no lots.
    package var expectancy: Double? {
        guard !lots.isEmpty, let netProfit else { return nil }
        return netProfit / Double(count)
    }

    /// The expectancy by the textbook's formula, `winRate × mean win + (1 − winRate) × mean loss`.
    ///
    /// It takes lots that earned nothing for mean losses, so it's ``expectancy`` only where there
    /// are none. A mean that doesn't exist counts as 0; `nil` for no lots.
    /// - SeeAlso: Tharp (1998), "Trade Your Way to Financial Freedom".
    package var expectancyByRates: Double? {
        guard let winRate else { return nil }
        return finite(winRate * (wins.mean ?? 0) + (1 - winRate) * (losses.mean ?? 0))
    }
}
