package import LinearAlgebra

/// What becomes of a period in which some asset has no return.
package enum MissingReturns: Sendable, Hashable {
    /// It is an error.
    case refused
    /// The period is left out for every asset, so that all moments are over the same periods.
    ///
    /// Pairwise deletion is not offered: its matrices need not be semi-definite.
    case periodLeftOut
}

/// Simple returns of several assets over the same periods, each one finite.
package struct ReturnPanel: Sendable, Equatable {
    /// The returns, periods × assets, oldest first.
    package let returns: Matrix
    /// How many periods were left out for a missing return.
    package let omittedCount: Int

    /// How many periods there are.
    package var periodCount: Int { returns.rows }

    /// How many assets there are.
    package var assetCount: Int { returns.columns }

    /// Takes returns, periods × assets, in which NaN stands for a missing one.
    ///
    /// - Throws: ``RiskError`` with `missingValue` for NaN where it is refused, `notFinite` for
    ///   infinity, and `tooFewObservations` where fewer periods than the minimum remain, which names
    ///   the asset that misses most.
    package init(
        _ returns: Matrix,
        missing: MissingReturns = .refused,
        observationsMinimum: Int = 2
    ) throws(RiskError) {
        if returns.isFinite, returns.rows >= observationsMinimum {
            self.returns = returns
            omittedCount = 0
            return
        }
        var kept: [Double] = []
        var missed = [Int](repeating: 0, count: returns.columns)
        var count = 0
        kept.reserveCapacity(returns.storage.count)
        for row in 0..<returns.rows {
            let values = returns.row(row)
            var isComplete = true
            for (asset, value) in values.enumerated() where !value.isFinite {
                try Self.refuse(value, row, asset, missing)
                missed[asset] += 1
                isComplete = false
            }
            guard isComplete else { continue }
            kept += values
            count += 1
        }
        guard count >= observationsMinimum else {
            throw Self.tooFew(count, of: returns.rows, observationsMinimum, missed)
        }
        self.returns = Matrix(rows: count, columns: returns.columns, storage: kept)
        omittedCount = returns.rows - count
    }

    /// Takes columns of prices, each above zero, and makes `Pₜ / Pₜ₋₁ − 1` of them.
    ///
    /// - Throws: ``RiskError`` with `dimensionMismatch` for columns of different length,
    ///   `parameterOutOfRange` for a price not above zero, and as ``init(_:missing:observationsMinimum:)``.
    package init(prices columns: [[Double]]) throws(RiskError) {
        let count = columns.first?.count ?? 0
        var returns = Matrix(rows: max(0, count - 1), columns: columns.count)
        for (asset, prices) in columns.enumerated() {
            try requireCount(prices.count, count, "prices in column \(asset + 1)")
            for price in prices {
                try requireParameter(
                    price > 0,
                    "a price of column \(asset + 1)",
                    price,
                    "above zero"
                )
            }
            for period in 0..<returns.rows {
                returns[period, asset] = prices[period + 1] / prices[period] - 1
            }
        }
        try self.init(returns)
    }

    /// The mean return of each asset; zeros for a panel without periods.
    ///
    /// Differences from the first period are summed, so that a constant return is its own mean.
    package var means: [Double] {
        guard periodCount > 0 else { return Array(repeating: 0, count: assetCount) }
        let sums = returns.columnSumsFromFirstRow
        return returns.row(0).enumerated().map { asset, first in
            first + sums[asset] / Double(periodCount)
        }
    }

    private static func refuse(
        _ value: Double,
        _ row: Int,
        _ asset: Int,
        _ missing: MissingReturns
    ) throws(RiskError) {
        guard value.isNaN else {
            throw RiskError(
                .notFinite,
                "the return of asset \(asset + 1) in period \(row + 1) is \(value)"
            )
        }
        guard missing == .periodLeftOut else {
            throw RiskError(
                .missingValue,
                "asset \(asset + 1) has no return in period \(row + 1); "
                    + "leave the period out or give it"
            )
        }
    }

    private static func tooFew(
        _ count: Int,
        of total: Int,
        _ minimum: Int,
        _ missed: [Int]
    ) -> RiskError {
        let worst = missed.indices.reduce(0) { missed[$1] > missed[$0] ? $1 : $0 }
        let cause =
            count == total
            ? ""
            : "; asset \(worst + 1) misses most, \(missed[worst]) of \(total) periods"
        return RiskError(
            .tooFewObservations,
            "\(count) periods with all returns, at least \(minimum) are needed\(cause)"
        )
    }
}
