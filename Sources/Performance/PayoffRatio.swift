extension ReturnSeries {
    /// The mean gain over the mean loss, each over the periods that had one.
    ///
    /// - Returns: `nil` where no period gained or none lost.
    package var payoffRatio: Double? {
        let gains = returns.filter { $0 > 0 }
        let losses = returns.filter { $0 < 0 }
        guard !gains.isEmpty, !losses.isEmpty else { return nil }
        let gain = gains.reduce(0, +) / Double(gains.count)
        let loss = losses.reduce(0, +) / Double(losses.count)
        return finite(gain / -loss)
    }
}
