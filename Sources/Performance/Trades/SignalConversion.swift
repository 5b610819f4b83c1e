/// How many of a strategy's signals became trades.
package enum SignalConversion {
    /// Returns trades over signals, 0…1; `nil` without signals.
    ///
    /// - Throws: ``PerformanceError`` with `impossibleValue` for counts below zero or more trades
    ///   than signals.
    package static func rate(signals: Int, trades: Int) throws(PerformanceError) -> Double? {
        guard trades >= 0, signals >= trades else {
            throw PerformanceError(
                .impossibleValue,
                "\(trades) trades can't come of \(signals) signals; count each trade's signal once"
            )
        }
        return signals == 0 ? nil : Double(trades) / Double(signals)
    }
}
