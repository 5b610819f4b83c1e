extension TradeLots {
    /// What a lot earned on average, in money; `nil` for no lots.
    package var expectancy: Double? {
        guard !lots.isEmpty, let netProfit else { return nil }
        return netProfit / Double(count)
    }

    /// The expectancy by the textbook's formula, `winRate × mean win + (1 − winRate) × mean loss`.
    ///
    /// It takes lots that earned nothing for mean losses, so it's ``expectancy`` only where there
    /// are none. The mean of no lots counts as 0; `nil` for no lots at all.
    /// - SeeAlso: Tharp (1998), "Trade Your Way to Financial Freedom".
    package var expectancyByRates: Double? {
        let (wins, losses) = (wins, losses)
        guard let winRate, wins.total != nil, losses.total != nil else { return nil }
        return finite(winRate * (wins.mean ?? 0) + (1 - winRate) * (losses.mean ?? 0))
    }
}
