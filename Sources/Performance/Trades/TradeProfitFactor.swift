extension TradeLots {
    /// The sum of profits over the sum of losses; `nil` where nothing was lost.
    package var profitFactor: Double? {
        guard let gain = wins.total, let loss = losses.total, loss < 0 else { return nil }
        return finite(gain / -loss)
    }
}
