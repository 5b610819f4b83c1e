extension EquityCurve {
    /// The root mean square of the drawdowns after the start, `√(Σ ddₜ² / T)` over `T` periods.
    ///
    /// The start itself, which has none, isn't counted.
    /// - Returns: 0…1; `nil` for fewer than two values.
    /// - SeeAlso: Martin and McCann (1989), "The Investor's Guide to Fidelity Funds".
    package var ulcerIndex: Double? {
        guard values.count > 1 else { return nil }
        var sum = 0.0
        for depth in drawdowns { sum += depth * depth }
        return (sum / Double(values.count - 1)).squareRoot()
    }
}
