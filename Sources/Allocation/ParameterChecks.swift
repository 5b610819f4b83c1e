/// Refuses a parameter that isn't what it must be.
func require(
    _ holds: Bool,
    _ name: String,
    _ value: Double,
    _ rule: String
) throws(AllocationError) {
    guard holds else {
        throw AllocationError(.parameterOutOfRange, "\(name) is \(value); it must be \(rule)")
    }
}

/// Refuses a parameter that isn't above zero and finite.
func require(positive value: Double, _ name: String) throws(AllocationError) {
    try require(value > 0 && value.isFinite, name, value, "above zero")
}

/// Refuses a parameter that isn't finite.
func require(finite value: Double, _ name: String) throws(AllocationError) {
    try require(value.isFinite, name, value, "a finite number")
}
