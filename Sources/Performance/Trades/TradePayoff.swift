extension TradeLots {
    /// The mean win over the mean loss; `nil` without wins or without losses.
    package var payoffRatio: Double? {
        guard let win = wins.mean, let loss = losses.mean else { return nil }
        return finite(win / -loss)
    }
}
