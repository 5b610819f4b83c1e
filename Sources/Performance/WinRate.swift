extension ReturnSeries {
    /// The share of gains among the periods that gained or lost; zero returns don't count.
    ///
    /// - Returns: 0…1; `nil` where no period gained or lost.
    package var winRate: Double? {
        let wins = returns.count { $0 > 0 }
        let losses = returns.count { $0 < 0 }
        return wins + losses == 0 ? nil : Double(wins) / Double(wins + losses)
    }
}
