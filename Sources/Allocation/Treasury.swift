package import Accounting
package import Market
package import Persistence

/// Which way capital moves.
package enum TransferDirection: String, Sendable, Hashable {
    /// From the treasury to a worker.
    case grant
    /// From a worker to the treasury.
    case recall
}

/// Capital on its way, by an id that is unique for ever.
package struct CapitalTransfer: Sendable, Hashable {
    /// `T-0000087`.
    package let id: String
    /// Which way it moves.
    package let direction: TransferDirection
    /// The worker at the other end.
    package let worker: String
    /// How much, above zero.
    package let amount: Money
    /// The proposal that wanted it.
    package let proposal: String
    /// The cycle it was decided in.
    package let cycle: Int64
}

/// Keeps the capital ledger: what owners put in, what waits, and what is on its way.
///
/// Money leaves the treasury for `transit` when a grant is sent and comes back through `transit` when
/// a worker pays a recall; the workers' books hold the other halves.
package struct Treasury: Sendable {
    /// The master's books.
    package private(set) var ledger: Ledger
    /// What owners put in.
    package private(set) var contributed: Money = .zero
    /// Grants sent whose arrival was not reported yet, oldest first.
    package private(set) var grantsInFlight: [CapitalTransfer] = []
    /// What is still owed of recalls, oldest first.
    package private(set) var recallsOwed: [(transfer: CapitalTransfer, owed: Money)] = []
    private var transfers: Int64 = 0

    /// Opens empty books.
    package init(currency: Currency) {
        ledger = Ledger(currency: currency)
    }

    /// Money that waits for allocation.
    package var cash: Money { ledger.balance(.treasury) }

    /// Takes money from the owners, above zero.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`, `overflow` or `books`.
    package mutating func contribute(
        _ amount: Money,
        at moment: Timestamp,
        cycle: Int64
    ) throws(AllocationError) {
        try require(amount.isPositive, "a contribution", amount.value, "above zero")
        let total = try sum(contributed, amount)
        try post(
            .contribution,
            at: moment,
            cycle: cycle,
            reference: "contribution",
            debit: .treasury,
            credit: .contributedCapital,
            amount: amount
        )
        contributed = total
    }

    /// Sends capital to a worker, above zero.
    ///
    /// - Throws: ``AllocationError`` with `parameterOutOfRange`, `insufficientCash`, `overflow` or
    ///   `books`.
    package mutating func grant(
        _ amount: Money,
        to worker: String,
        proposal: String,
        at moment: Timestamp,
        cycle: Int64
    ) throws(AllocationError) -> CapitalTransfer {
        try require(amount.isPositive, "a grant to \(worker)", amount.value, "above zero")
        guard amount <= cash else {
            throw AllocationError(
                .insufficientCash,
                "a grant of \(amount) to \(worker) exceeds the treasury's \(cash)"
            )
        }
        let transfer = next(.grant, worker, amount, proposal, cycle)
        try post(
            .transferSent,
            at: moment,
            cycle: cycle,
            reference: transfer.id,
            debit: .transit,
            credit: .treasury,
            amount: amount
        )
        grantsInFlight.append(transfer)
        return transfer
    }

    /// Asks a worker for capital back, above zero; nothing is booked before it pays.
    package mutating func recall(
        _ amount: Money,
        from worker: String,
        proposal: String,
        cycle: Int64
    ) -> CapitalTransfer {
        precondition(amount.isPositive, "a recall of \(amount) from \(worker) is not above zero")
        let transfer = next(.recall, worker, amount, proposal, cycle)
        recallsOwed.append((transfer, amount))
        return transfer
    }

    /// What grants on their way come to.
    ///
    /// - Throws: ``AllocationError`` with `overflow`.
    package func inFlight() throws(AllocationError) -> Money {
        var total = Money.zero
        for grant in grantsInFlight { total = try sum(total, grant.amount) }
        return total
    }

    /// Notes that a worker has taken a transfer; returns it when it was a grant on its way to it.
    package mutating func applied(_ id: String, by worker: String) -> CapitalTransfer? {
        let place = grantsInFlight.firstIndex { $0.id == id && $0.worker == worker }
        guard let index = place else { return nil }
        return grantsInFlight.remove(at: index)
    }

    /// Takes a part of a recall that a worker has paid: above zero, and with the rest what was owed.
    ///
    /// - Throws: ``AllocationError`` with `unknownTransfer`, `overflow` or `books`.
    package mutating func remitted(
        _ id: String,
        by worker: String,
        amount: Money,
        outstanding: Money,
        at moment: Timestamp,
        cycle: Int64
    ) throws(AllocationError) -> CapitalTransfer {
        let place = recallsOwed.firstIndex { $0.transfer.id == id && $0.transfer.worker == worker }
        guard let index = place else {
            throw AllocationError(
                .unknownTransfer,
                "\(worker) paid \(id), which is no recall that it owes"
            )
        }
        let (transfer, owed) = recallsOwed[index]
        // Parts below zero could add up too, and would make or hide money.
        let isPart = amount.isPositive && !outstanding.isNegative
        guard isPart, try sum(amount, outstanding) == owed else {
            throw AllocationError(
                .unknownTransfer,
                "\(id): \(owed) was owed, but \(amount) was paid and \(outstanding) is left"
            )
        }
        try post(
            .transferReceived,
            at: moment,
            cycle: cycle,
            reference: id,
            debit: .treasury,
            credit: .transit,
            amount: amount
        )
        recallsOwed[index].owed = outstanding
        if outstanding.isZero { recallsOwed.remove(at: index) }
        return transfer
    }

    /// What a worker still owes of its recalls.
    ///
    /// - Throws: ``AllocationError`` with `overflow`.
    package func owed(by worker: String) throws(AllocationError) -> Money {
        var total = Money.zero
        for entry in recallsOwed where entry.transfer.worker == worker {
            total = try sum(total, entry.owed)
        }
        return total
    }

    /// Gives up what a worker still owes: it has retired and has nothing left. Nothing is booked.
    ///
    /// - Returns: The recalls, oldest first, with what was given up of each.
    package mutating func cancelRecalls(
        of worker: String
    ) -> [(transfer: CapitalTransfer, owed: Money)] {
        let cancelled = recallsOwed.filter { $0.transfer.worker == worker }
        recallsOwed.removeAll { $0.transfer.worker == worker }
        return cancelled
    }

    /// Hands over the entries posted since the last call, for the journal.
    package mutating func takeFreshEntries() -> [LedgerEntry] { ledger.takeFreshEntries() }

    private mutating func next(
        _ direction: TransferDirection,
        _ worker: String,
        _ amount: Money,
        _ proposal: String,
        _ cycle: Int64
    ) -> CapitalTransfer {
        transfers += 1
        let digits = String(transfers)
        let zeros = String(repeating: "0", count: max(0, 7 - digits.count))
        return CapitalTransfer(
            id: "T-\(zeros)\(digits)",
            direction: direction,
            worker: worker,
            amount: amount,
            proposal: proposal,
            cycle: cycle
        )
    }

    private mutating func post(
        _ kind: EntryKind,
        at moment: Timestamp,
        cycle: Int64,
        reference: String,
        debit: Account,
        credit: Account,
        amount: Money
    ) throws(AllocationError) {
        let lines: [LedgerLine]
        do {
            lines = [LedgerLine(debit, amount), LedgerLine(credit, try -amount)]
        } catch {
            throw AllocationError(.overflow, "\(reference): \(error.message)")
        }
        do {
            try ledger.post(
                LedgerEntry(
                    kind: kind,
                    at: moment,
                    cycle: cycle,
                    reference: reference,
                    lines: lines
                )
            )
        } catch {
            throw AllocationError(.books, error.message)
        }
    }

    private func sum(_ left: Money, _ right: Money) throws(AllocationError) -> Money {
        do {
            return try left + right
        } catch {
            throw AllocationError(.overflow, error.message)
        }
    }
}

extension Treasury: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try ledger.exchange(with: &coder)
        try coder.exchange(&contributed)
        try coder.exchange(&grantsInFlight)
        var (recalls, owed) = (recallsOwed.map(\.transfer), recallsOwed.map(\.owed))
        try coder.exchange(&recalls)
        try coder.exchange(&owed)
        guard recalls.count == owed.count else {
            throw PersistenceError(.malformed, "\(owed.count) of \(recalls.count) recalls are owed")
        }
        recallsOwed = Array(zip(recalls, owed))
        try coder.exchange(&transfers)
    }
}

extension TransferDirection: Storable {}

extension CapitalTransfer: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        id = try coder.value(known?.id)
        direction = try coder.value(known?.direction)
        worker = try coder.value(known?.worker)
        amount = try coder.value(known?.amount)
        proposal = try coder.value(known?.proposal)
        cycle = try coder.value(known?.cycle)
    }
}
