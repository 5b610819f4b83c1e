/// The rows a process has collected since its last commit, written in one transaction.
///
/// Rows of each kind keep the order in which they were appended.
package struct JournalBatch: Sendable, Equatable {
    /// Messages of both directions, in order of position.
    package var messages: [MessageRow] = []
    /// Orders decided.
    package var orders: [OrderRow] = []
    /// What happened to orders.
    package var orderEvents: [OrderEventRow] = []
    /// Fills received.
    package var fills: [FillRow] = []
    /// Lines of ledger entries.
    package var ledger: [LedgerRow] = []
    /// Steps of transfers.
    package var transfers: [TransferRow] = []
    /// Proposals in the states they entered.
    package var proposals: [ProposalRow] = []
    /// Packed decision records, one a bar at most.
    package var decisions: [DecisionRow] = []
    /// What earlier decisions came to.
    package var outcomes: [OutcomeRow] = []
    /// Cycles the master closed.
    package var cycles: [CycleRow] = []
    /// Workers at the end of those cycles.
    package var workerCycles: [WorkerCycleRow] = []
    /// Things worth telling.
    package var events: [EventRow] = []
    /// Starts of the process.
    package var lives: [LifeRow] = []

    /// Creates an empty batch.
    package init() {}

    /// How many rows the batch holds.
    package var rowCount: Int {
        messages.count + orders.count + orderEvents.count + fills.count + ledger.count
            + transfers.count + proposals.count + decisions.count + outcomes.count + cycles.count
            + workerCycles.count + events.count + lives.count
    }

    /// Whether there is nothing to write.
    package var isEmpty: Bool { rowCount == 0 }

    /// Empties the batch and keeps its memory for the next rows.
    package mutating func removeAll() {
        messages.removeAll(keepingCapacity: true)
        orders.removeAll(keepingCapacity: true)
        orderEvents.removeAll(keepingCapacity: true)
        fills.removeAll(keepingCapacity: true)
        ledger.removeAll(keepingCapacity: true)
        transfers.removeAll(keepingCapacity: true)
        proposals.removeAll(keepingCapacity: true)
        decisions.removeAll(keepingCapacity: true)
        outcomes.removeAll(keepingCapacity: true)
        cycles.removeAll(keepingCapacity: true)
        workerCycles.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        lives.removeAll(keepingCapacity: true)
    }
}

extension JournalBatch {
    /// Checks that the messages come after a position and in order, and returns the last one.
    func lastPosition(after durable: Int64) throws(JournalError) -> Int64 {
        var last = durable
        for message in messages {
            guard message.position > last else {
                throw JournalError(
                    .positionOutOfOrder,
                    """
                    \(message.name) does not come after position \(last); one counter over inbox \
                    and outbox must rise with every message, and go on after a restart
                    """
                )
            }
            last = message.position
        }
        return last
    }
}
