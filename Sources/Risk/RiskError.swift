/// What makes an input unfit for a measure of risk.
package struct RiskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// NaN or infinity where a number is needed.
        case notFinite
        /// A missing return (NaN) where the rule for missing values refuses it.
        case missingValue
        /// Fewer observations than the measure needs.
        case tooFewObservations
        /// Two inputs whose sizes do not fit together.
        case dimensionMismatch
        /// A parameter outside its range.
        case parameterOutOfRange
        /// Constant returns, or another input for which the measure is not defined.
        case degenerate
        /// Times that do not rise.
        case unsorted
        /// A holding for which the scenario states no shock.
        case missingShock
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, with the offending value, and the way out.
    package let message: String

    /// Names a failure.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
