/// What went wrong with a market value: a number, a date or a series.
package struct MarketError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        case overflow
        case notFinite
        case malformedNumber
        case malformedDate
        case unknownCurrency
        case malformedSeries
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

    static func overflow(_ what: String) -> MarketError {
        MarketError(
            .overflow,
            "\(what) does not fit: amounts, prices and quantities end at ±9,223,372,036,854 units"
        )
    }

    static func notFinite(_ what: String) -> MarketError {
        MarketError(.notFinite, "\(what) is not a number that can be booked")
    }

    static func malformedNumber(_ what: String) -> MarketError {
        MarketError(
            .malformedNumber,
            "\"\(what)\" is not a decimal number; write digits with at most one point, like 79.31"
        )
    }

    static func tooManyDecimals(_ what: String) -> MarketError {
        MarketError(
            .malformedNumber,
            "\"\(what)\" has more than six decimals; round it to the sixth, which is the price scale"
        )
    }
}
