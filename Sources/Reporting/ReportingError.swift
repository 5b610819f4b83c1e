package import Performance

/// What keeps a run from being reported.
package struct ReportingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// No cycle is finished.
        case nothingToReport
        /// A series doesn't hold one value for each cycle.
        case countMismatch
        /// An amount is NaN, infinite or beyond ±10¹⁵.
        case amountOutOfRange
        /// Dates don't ascend.
        case datesOutOfOrder
        /// The values have no statistics; the cause says why.
        case impossibleFigures
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, with the offending value, and the way out.
    package let message: String
    /// What the statistics refused, where they did.
    package let cause: PerformanceError?

    /// Names a failure.
    package init(_ code: Code, _ message: String, cause: PerformanceError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
