extension TradeLots {
    /// How many days a lot was held on average; `nil` for no lots.
    package var meanHoldingDays: Double? {
        guard !lots.isEmpty else { return nil }
        return finite(lots.reduce(0) { $0 + $1.holdingDays } / Double(count))
    }
}
