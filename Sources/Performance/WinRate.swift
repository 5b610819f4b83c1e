extension ReturnSeries {
    /// The share of gains among the periods that gained or lost; zero returns don't count.
    ///
    /// - Returns: 0…1; `nil` where no period gained or lost.
    package var winRate: Double? {
        let wins = returns.count { $0 > 0 }
        let losses = returns.count { $0 < 0 }
        return wins + losses == 0 ? nil : Double(wins) / Double(wins + losses)
    }

    /// The sum of gains over the sum of losses, `Σ max(r, 0) / Σ max(−r, 0)`.
    ///
    /// - Returns: `nil` where no period lost.
    package var profitFactor: Double? {
        var (gains, losses) = (0.0, 0.0)
        for value in returns {
            if value > 0 { gains += value } else { losses -= value }
        }
        return losses > 0 ? finite(gains / losses) : nil
    }
}
