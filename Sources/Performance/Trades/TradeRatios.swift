extension TradeLots {
    /// The share of lots that won; lots that earned nothing count as trades.
    ///
    /// - Returns: 0…1; `nil` for no lots. ``ReturnSeries/winRate`` leaves zero returns out instead.
    package var winRate: Double? {
        lots.isEmpty ? nil : Double(wins.count) / Double(count)
    }

    /// The sum of profits over the sum of losses; `nil` where nothing was lost.
    package var profitFactor: Double? {
        let losses = losses
        return losses.count == 0 ? nil : finite(wins.total / -losses.total)
    }

    /// The mean win over the mean loss; `nil` without wins or without losses.
    package var payoffRatio: Double? {
        guard let win = wins.mean, let loss = losses.mean else { return nil }
        return finite(win / -loss)
    }
}
