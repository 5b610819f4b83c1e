/// Refuses NaN and infinity, naming the first place where one is.
func requireFinite(_ values: [Double], _ name: String) throws(RiskError) {
    for (index, value) in values.enumerated() where !value.isFinite {
        throw RiskError(
            .notFinite,
            "\(name) \(index + 1) is \(value); leave it out or mend the source"
        )
    }
}

/// Refuses fewer observations than a measure needs.
func requireObservations(_ count: Int, atLeast minimum: Int) throws(RiskError) {
    guard count >= minimum else {
        throw RiskError(
            .tooFewObservations,
            "\(count) observations, at least \(minimum) are needed; give a longer history"
        )
    }
}

/// Refuses two sizes that differ.
func requireCount(_ count: Int, _ expected: Int, _ what: String) throws(RiskError) {
    guard count == expected else {
        throw RiskError(.dimensionMismatch, "found \(count) \(what), expected \(expected)")
    }
}

/// Refuses a parameter outside its range; NaN is outside every range.
func requireParameter(
    _ holds: Bool,
    _ name: String,
    _ value: Double,
    _ range: String
) throws(RiskError) {
    guard holds, value.isFinite else {
        throw RiskError(.parameterOutOfRange, "\(name) is \(value); it must be \(range)")
    }
}

/// Refuses a confidence that is not strictly between one half and one.
func requireConfidence(_ confidence: Double) throws(RiskError) {
    try requireParameter(
        confidence > 0.5 && confidence < 1,
        "confidence",
        confidence,
        "above 0.5 and below 1, such as 0.95"
    )
}

/// The number itself, or the whole number within 10⁻¹² of its size.
///
/// `(1 − 0.95) × 200` is 10.000000000000009; a tail of exactly ten returns is meant.
func snapped(_ value: Double) -> Double {
    let whole = value.rounded()
    return abs(value - whole) <= 1e-12 * max(1, abs(value)) ? whole : value
}
