import LinearAlgebra
package import Market

/// Simple returns of one market on its own calendar.
package struct CalendarReturns: Sendable {
    /// The dates of the closes at which the returns end, rising.
    package let dates: [CalendarDate]
    /// One return a date, since the date before it on this calendar.
    package let returns: [Double]

    /// Takes dates and returns.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `notFinite`, and `unsorted`.
    package init(dates: [CalendarDate], returns: [Double]) throws(RiskError) {
        try requireCount(returns.count, dates.count, "returns for as many dates")
        try requireFinite(returns, "return")
        for (before, after) in zip(dates, dates.dropFirst()) where after <= before {
            throw RiskError(.unsorted, "\(after) comes after \(before); dates must rise")
        }
        self.dates = dates
        self.returns = returns
    }
}

/// Markets with different calendars as one panel.
///
/// The rule: only dates on which every market closed count, and each market's returns between two of
/// them are compounded; so every return of the panel spans the same days everywhere and none is made
/// up. The first common date only supplies where to start from.
package struct CalendarAlignment: Sendable {
    /// The dates at which the panel's returns end.
    package let dates: [CalendarDate]
    /// The returns, common periods × markets.
    package let panel: ReturnPanel

    /// Aligns markets.
    ///
    /// - Throws: ``RiskError`` with `tooFewObservations` for fewer than two common periods, and
    ///   `notFinite` after overflow.
    package init(_ markets: [CalendarReturns]) throws(RiskError) {
        var common = markets.first?.dates ?? []
        for market in markets.dropFirst() { common = Self.intersection(common, market.dates) }
        let periods = max(0, common.count - 1)
        try requireObservations(periods, atLeast: 2)
        var returns = Matrix(rows: periods, columns: markets.count)
        for (column, market) in markets.enumerated() {
            var (place, growth) = (0, 1.0)
            for (date, value) in zip(market.dates, market.returns) where date > common[0] {
                guard place < periods else { break }
                growth *= 1 + value
                if date == common[place + 1] {
                    returns[place, column] = growth - 1
                    (place, growth) = (place + 1, 1)
                }
            }
        }
        dates = Array(common.dropFirst())
        panel = try ReturnPanel(returns)
    }

    private static func intersection(
        _ left: [CalendarDate],
        _ right: [CalendarDate]
    ) -> [CalendarDate] {
        var (index, common): (Int, [CalendarDate]) = (0, [])
        for date in left {
            while index < right.count, right[index] < date { index += 1 }
            if index < right.count, right[index] == date { common.append(date) }
        }
        return common
    }
}

extension ReturnPanel {
    /// Returns compounded over `span` consecutive periods, one starting at every period.
    ///
    /// Markets that close at different hours of a day do not answer the same news on the same date;
    /// over a few days they do. Divide their covariance by `span` for that of one period.
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a span under 1, and
    ///   `tooFewObservations` where fewer than two returns are left.
    /// - SeeAlso: Burns, Engle and Mezrich (1998), "Correlations and Volatilities of Asynchronous Data".
    package func overlapping(span: Int) throws(RiskError) -> ReturnPanel {
        try requireParameter(span >= 1, "span", Double(span), "at least 1")
        let count = periodCount - span + 1
        try requireObservations(count, atLeast: 2)
        var compounded = Matrix(rows: count, columns: assetCount)
        for period in 0..<count {
            for asset in 0..<assetCount {
                var growth = 1.0
                for offset in 0..<span { growth *= 1 + returns[period + offset, asset] }
                compounded[period, asset] = growth - 1
            }
        }
        return try ReturnPanel(compounded)
    }
}
