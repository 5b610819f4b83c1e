package import Market

/// What the books refuse.
package struct AccountingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    package enum Code: Sendable, Hashable {
        case unbalanced
        case empty
        case overflow
        case insufficient
        case wrongInstrument
    }

    /// The kind of refusal.
    package let code: Code
    /// What happened, with the offending value.
    package let message: String
    /// The arithmetic failure behind it, where there is one.
    package let cause: MarketError?

    /// Names a refusal.
    package init(_ code: Code, _ message: String, cause: MarketError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}

/// Runs arithmetic on market values and turns its failure into one of the books.
func booking<Value>(
    _ what: @autoclosure () -> String,
    _ body: () throws(MarketError) -> Value
) throws(AccountingError) -> Value {
    do {
        return try body()
    } catch {
        throw AccountingError(.overflow, "\(what()): \(error.message)", cause: error)
    }
}
