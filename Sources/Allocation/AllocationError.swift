/// Why no allocation could be made.
package struct AllocationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        case unknownMethod
        case noSegments
        case duplicateName
        case unknownName
        case countMismatch
        case notFinite
        case impossibleReturn
        case parameterOutOfRange
        case windowTooLong
        case overflow
        case insufficientCash
        case unknownTransfer
        case books
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
