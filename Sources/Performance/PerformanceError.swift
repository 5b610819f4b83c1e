/// What makes a series of returns or values unfit for statistics.
package struct PerformanceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        case notFinite
        case impossibleValue
        case countMismatch
        case parameterOutOfRange
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
