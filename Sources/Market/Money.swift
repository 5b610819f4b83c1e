/// An amount of money in millionths of its currency's unit.
///
/// The currency stands beside it in every ledger entry; this version of Bursar keeps one currency
/// per run and refuses a second.
package struct Money: FixedPoint {
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }

    /// The amount multiplied by a factor, rounded half to even at the sixth decimal.
    ///
    /// - Throws: ``MarketError`` with `notFinite` or `overflow`.
    package func multiplied(by factor: Double) throws(MarketError) -> Money {
        try Money(rounding: value * factor)
    }

    /// The amount times `basisPoints` / 10,000 (millionths of a basis point kept), half to even.
    ///
    /// - Throws: ``MarketError`` with `overflow`.
    package func basisPoints(_ basisPoints: BasisPoints) throws(MarketError) -> Money {
        Money(micros: try scaled(micros, by: basisPoints.micros, over: 10_000 * microsPerUnit))
    }
}

/// A price of one unit of an instrument, in millionths of the currency's unit.
package struct Price: FixedPoint {
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }

    /// Returns price × quantity, rounded half to even at the sixth decimal; exact for whole units.
    ///
    /// - Throws: ``MarketError`` with `overflow`.
    package func notional(of quantity: Quantity) throws(MarketError) -> Money {
        Money(micros: try scaled(micros, by: quantity.micros, over: microsPerUnit))
    }
}

/// A signed number of units of an instrument, in millionths of a unit; short is negative.
package struct Quantity: FixedPoint {
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }

    /// The quantity cut towards zero to a whole number of lots.
    package func roundedDown(toLot lot: Quantity) -> Quantity {
        precondition(lot.isPositive, "a lot is above zero, found \(lot)")
        return Quantity(micros: micros / lot.micros * lot.micros)
    }

    /// How many units an amount buys at a price, cut towards zero to whole lots.
    ///
    /// - Throws: ``MarketError`` with `overflow`, or `malformedNumber` when the price is not above 0.
    package static func affordable(
        with amount: Money,
        at price: Price,
        lot: Quantity
    ) throws(MarketError) -> Quantity {
        guard price.isPositive else { throw .malformedNumber("price \(price)") }
        let exact = Int128(amount.micros) * Int128(microsPerUnit) / Int128(price.micros)
        guard let micros = Int64(exactly: exact) else { throw .overflow("\(amount) / \(price)") }
        return Quantity(micros: micros).roundedDown(toLot: lot)
    }
}

/// A rate in hundredths of a percent, kept to a millionth of a basis point.
package struct BasisPoints: FixedPoint {
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }
}

/// An ISO 4217 currency code such as `USD`.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
    /// The three letters.
    package let code: String

    /// US dollars.
    package static let usd = Currency(unchecked: "USD")

    private init(unchecked code: String) { self.code = code }

    /// Takes a code of three capital letters.
    ///
    /// - Throws: ``MarketError`` with `unknownCurrency`.
    package init(code: String) throws(MarketError) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw MarketError(
                .unknownCurrency,
                "\"\(code)\" is no currency code; write three capital letters such as USD"
            )
        }
        self.code = code
    }

    package var description: String { code }
}
