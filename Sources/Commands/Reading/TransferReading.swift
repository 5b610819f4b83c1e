import Inspection
import Journal
import Market

/// Gathers from the journals why a transfer was made and how it travelled.
struct TransferReading {
    private let reading: RunReading
    private let lookup: TraceLookup

    init(_ reading: RunReading) {
        self.reading = reading
        lookup = TraceLookup(reading)
    }

    /// Explains a transfer.
    func explanation(of id: TraceID) throws -> TransferExplanation {
        let found = try lookup.transfer(id)
        guard
            let decided = found.first(where: { $0.row.event == .decided })?.row ?? found.first?.row
        else { throw try lookup.missing(id) }
        let isRecall = found.contains { step in
            step.row.event == .remitted || (step.row.event == .received && step.row.part == 0)
        }
        let ridesBack = try isRecall || isRecalled(decided)
        return TransferExplanation(
            id: "\(id)",
            worker: decided.worker,
            amount: Money(micros: decided.amount),
            currency: decided.currency,
            isGrant: !ridesBack,
            proposal: try ProposalReading(reading)
                .figures(decided.proposalID, for: decided.worker),
            steps: try found.map { process, row in
                TransferExplanation.Step(
                    event: row.event.rawValue,
                    process: process,
                    cycle: row.cycle,
                    amount: Money(micros: row.amount),
                    part: row.part,
                    wallTime: Timestamp(nanoseconds: row.wallTime),
                    message: try message(of: row, process)
                )
            }
        )
    }

    /// Whether the ledger shows no money leaving the treasury for it, as with a recall under way.
    private func isRecalled(_ decided: TransferRow) throws -> Bool {
        try reading.master().ledger(reference: decided.id, limit: 1).rows
            .allSatisfy { $0.kind != "transfer_sent" }
    }

    /// The message a step rode in; for a decision, the report that was being folded.
    private func message(of row: TransferRow, _ process: String) throws -> String {
        guard let reader = reading.reader(process), row.position > 0 else { return "" }
        var handled = try reader.message(at: row.position)
        if row.event == .sent {
            handled = try self.message(.outbox, "BeginCycle", of: row, reader)
        } else if row.event == .remitted, let cause = handled {
            let id = TraceID.message(sender: "master", receiver: process, number: cause.sequence)
            handled =
                try reader.effects(of: "\(id)", handledAt: cause.position, limit: 1).first ?? cause
        } else if row.event == .acknowledged || (process == "master" && row.event == .received) {
            handled = try self.message(.inbox, "CycleReport", of: row, reader)
        }
        return try handled.map { try MessageText.message($0, of: process).id } ?? ""
    }

    /// What the master and the worker of a transfer said to one another in its cycle.
    private func message(
        _ direction: MessageDirection,
        _ kind: String,
        of row: TransferRow,
        _ reader: JournalReader
    ) throws -> MessageRow? {
        let cycle = MessageFilter(peer: row.worker, cycles: row.cycle...row.cycle)
        guard let reach = try reader.reach(of: cycle, direction) else { return nil }
        return try reader.messages(direction, cycle, in: reach, limit: 64)
            .first { $0.kind == kind }
    }
}
