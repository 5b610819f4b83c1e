internal import GRDB

/// The sum of an account's lines.
package struct AccountSum: Sendable, Equatable {
    /// Heading of the books, such as `cash`.
    package var account: String
    /// Symbol of the instrument; empty for money alone.
    package var instrument: String
    /// Currency, three letters.
    package var currency: String
    /// Sum in micro-units of currency; debits are positive.
    package var amount: Int64
    /// Number of lines summed.
    package var lines: Int64

    /// Creates a sum.
    package init(
        account: String,
        instrument: String,
        currency: String,
        amount: Int64,
        lines: Int64
    ) {
        self.account = account
        self.instrument = instrument
        self.currency = currency
        self.amount = amount
        self.lines = lines
    }
}

extension JournalReader {
    /// Returns ledger lines: those caused by one order, fill or transfer, of one account, or all.
    package func ledger(
        reference: String? = nil,
        account: String? = nil,
        cycles: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<LedgerRow> {
        var conditions = Conditions()
        conditions.equal("reference", reference)
        conditions.equal("account", account)
        conditions.within("cycle", cycles)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns the sum of every account, by account, instrument and currency, in that order.
    ///
    /// - Parameter cycle: The last cycle that counts; `nil` counts all.
    /// - Returns: One sum for each combination that has lines.
    /// - Throws: ``JournalError`` with `corrupt` when a sum does not fit, `storage`.
    package func accountSums(throughCycle cycle: Int64? = nil) throws(JournalError) -> [AccountSum]
    {
        var conditions = Conditions()
        conditions.atMost("cycle", cycle)
        var sums: [[String]: AccountSum] = [:]
        for segment in try segments() {
            for part in try partialSums(of: segment, conditions) {
                let key = [part.account, part.instrument, part.currency]
                var sum = sums[key] ?? part
                if sums[key] != nil {
                    let (amount, overflow) = sum.amount.addingReportingOverflow(part.amount)
                    guard !overflow else {
                        throw JournalError(
                            .corrupt,
                            "the lines of account \(part.account) exceed 64 bits"
                        )
                    }
                    sum.amount = amount
                    sum.lines += part.lines
                }
                sums[key] = sum
            }
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Returns the steps of a transfer in the order this process saw them.
    package func transfer(_ id: String) throws(JournalError) -> [TransferRow] {
        var conditions = Conditions()
        conditions.equal("id", id)
        return try page(conditions, after: nil, limit: Self.limitMaximum).rows
    }

    /// Returns steps of transfers: of one worker, of some cycles, or all.
    package func transfers(
        worker: String? = nil,
        cycles: ClosedRange<Int64>? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<TransferRow> {
        var conditions = Conditions()
        conditions.equal("worker", worker)
        conditions.within("cycle", cycles)
        return try page(conditions, after: cursor, limit: limit)
    }

    /// Returns the states a proposal entered, in order.
    package func proposal(_ id: String, limit: Int = 100) throws(JournalError) -> [ProposalRow] {
        var conditions = Conditions()
        conditions.equal("id", id)
        return try page(conditions, after: nil, limit: limit).rows
    }

    /// Returns the last state that any proposal entered in a cycle or before it, or `nil`.
    package func lastProposal(
        throughCycle cycle: Int64,
        status: String? = nil
    ) throws(JournalError) -> ProposalRow? {
        var conditions = Conditions()
        conditions.atMost("cycle", cycle)
        conditions.equal("status", status)
        return try last(conditions)
    }

    /// Returns states of proposals in some cycles, or all.
    package func proposals(
        cycles: ClosedRange<Int64>? = nil,
        status: String? = nil,
        after cursor: JournalCursor? = nil,
        limit: Int
    ) throws(JournalError) -> JournalPage<ProposalRow> {
        var conditions = Conditions()
        conditions.within("cycle", cycles)
        conditions.equal("status", status)
        return try page(conditions, after: cursor, limit: limit)
    }

    private func partialSums(
        of segment: ReadSegment,
        _ conditions: Conditions
    ) throws(JournalError) -> [AccountSum] {
        try segment.ask { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT account, instrument, currency, sum(amount), count(*) FROM ledger\
                    \(conditions.whereClause) GROUP BY account, instrument, currency
                    """,
                arguments: conditions.arguments
            ).map { row in
                AccountSum(
                    account: row[0],
                    instrument: row[1],
                    currency: row[2],
                    amount: row[3],
                    lines: row[4]
                )
            }
        }
    }
}
