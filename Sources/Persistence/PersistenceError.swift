/// Why stored state cannot be taken.
package struct PersistenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// It ends before all was read.
        case truncated
        /// Something is left over after all was read.
        case leftOver
        /// A value is not one that its place can hold.
        case malformed
        /// It was stored by something of another shape, such as another number of instruments.
        case mismatch
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, with the offending value.
    package let message: String

    /// Names a failure.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
