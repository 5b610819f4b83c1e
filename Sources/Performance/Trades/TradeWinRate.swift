extension TradeLots {
    /// The share of lots that won; lots that earned nothing count as trades.
    ///
    /// - Returns: 0…1; `nil` for no lots. ``ReturnSeries/winRate`` leaves zero returns out instead.
    package var winRate: Double? {
        lots.isEmpty ? nil : Double(wins.count) / Double(count)
    }
}
