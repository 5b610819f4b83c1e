/// Why no synthetic market could be made.
package struct SyntheticMarketError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
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
