extension EquityCurve {
    /// Every fall below the running maximum, in order of time; the last may not have recovered.
    ///
    /// Conventions are those of ``maximumDrawdown``, the deepest of them: a peak is the last value
    /// equal to the maximum, a trough the first of the greatest depth, a recovery the first later
    /// value not below the peak.
    package var drawdownEpisodes: [Drawdown] {
        var episodes: [Drawdown] = []
        var peak = 0
        var trough: Int?
        for index in values.indices {
            if values[index] < values[peak] {
                if trough.map({ values[index] < values[$0] }) ?? true { trough = index }
                continue
            }
            if let trough { episodes.append(episode(peak, trough, recovery: index)) }
            (peak, trough) = (index, nil)
        }
        if let trough { episodes.append(episode(peak, trough, recovery: nil)) }
        return episodes
    }

    /// The last value's fall below the maximum, −1…0; `nil` for no values.
    package var currentDrawdown: Double? { drawdowns.last }

    private func episode(_ peak: Int, _ trough: Int, recovery: Int?) -> Drawdown {
        Drawdown(
            depth: values[trough] / values[peak] - 1,
            peak: peak,
            trough: trough,
            recovery: recovery
        )
    }
}
