/// Prints a fraction as a percentage with two decimals, `12.34 %`.
func percent(_ fraction: Double) -> String { "\(decimal(fraction * 100)) %" }

/// Prints a number with two decimals, rounded half to even; very large ones as they are.
func decimal(_ value: Double) -> String {
    let hundredths = (value * 100).rounded(.toNearestOrEven)
    guard abs(hundredths) < 1e15 else { return "\(value)" }
    let digits = Int64(hundredths)
    let cents = digits.magnitude % 100
    let sign = digits < 0 ? "-" : ""
    return "\(sign)\(digits.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
}
