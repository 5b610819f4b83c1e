import Accounting
import Market

/// What stops a worker from trading on.
package struct TradingError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        case arithmetic
        case books
        case unknownInstrument
        case unknownStrategy
        case overdrawn
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, with the offending value.
    package let message: String
    /// The failure behind it, where there is one.
    package let cause: (any Error)?

    /// Names a failure.
    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}

/// Runs arithmetic on market values and turns its failure into one of trading.
func trading<Value>(
    _ what: @autoclosure () -> String,
    _ body: () throws(MarketError) -> Value
) throws(TradingError) -> Value {
    do {
        return try body()
    } catch {
        throw TradingError(.arithmetic, "\(what()): \(error.message)", cause: error)
    }
}

/// Runs a booking and turns its refusal into a failure of trading.
func booked<Value>(
    _ body: () throws(AccountingError) -> Value
) throws(TradingError) -> Value {
    do {
        return try body()
    } catch {
        throw TradingError(.books, error.message, cause: error)
    }
}
