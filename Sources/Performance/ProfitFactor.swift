extension ReturnSeries {
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
